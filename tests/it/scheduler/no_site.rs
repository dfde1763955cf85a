//! While no site is enabled, nothing is planned.

use std::sync::atomic::Ordering::Relaxed;

use super::scheduled;
use crate::support::database::on_each_database;

#[tokio::test]
async fn slots_pass_without_run_and_record_until_there_is_a_site() {
    on_each_database(async |url| {
        let mut control = scheduled(&url).await;
        control.has_site.store(false, Relaxed);

        // Another server may have a site and take the slot.
        control.make_due(5).await;
        let due = control.schedule().await.next_due;
        control.planner.tick().await.unwrap();
        assert_eq!(control.schedule().await.next_due, due);

        control.make_due(600).await;
        control.planner.tick().await.unwrap();
        let next = control.schedule().await.next_due.unwrap();
        assert!(next > control.database.now().await.unwrap(), "{next}");
        assert_eq!(control.outcomes().await, []);
        assert_eq!(control.database.runs().newest().await.unwrap(), None);

        control.has_site.store(true, Relaxed);
        control.make_due(0).await;
        control.planner.tick().await.unwrap();
        control.finish_one_run().await;
        assert_eq!(control.outcomes().await.len(), 1);
    })
    .await;
}
