//! A database that others lock for longer than a lease slows a run down, but never loses it.

use std::time::Duration;

use app::model::{RunStatus, SyncMode};
use jira_sync::runs::LeaseTimes;

use super::stage::{Stage, editions, pages_stored};
use crate::{
    store::slow_disk::Lock,
    support::{database::TestDatabase, site},
};

#[tokio::test(flavor = "multi_thread")]
async fn run_survives_a_database_locked_for_longer_than_its_lease() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let times = LeaseTimes { lease: Duration::from_millis(2500), beat: Duration::from_millis(20) };
        let stage = Stage::with_times(&database.url, config, times, |jira| {
            vec![site("demo", &jira.base_url(), "demo")]
        })
        .await;
        let run = stage.start(SyncMode::Full).await;
        pages_stored(&run, 1).await;
        let lock = Lock::take(&database.url).await;
        lock.outlasts_the_lease().await;
        let runs = stage.database.runs();
        let (recovered, ()) = futures::join!(runs.recover(), lock.release());
        assert_eq!(recovered.unwrap(), 0);
        assert_eq!(run.ended().await, RunStatus::Completed);
        stage.assert_equal_to_truth().await;
    }
}
