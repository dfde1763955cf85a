//! Counts of what is mirrored: the same on every server for a few seconds.

use jira_sync::store::{Database, SiteCount};
use sea_orm::{ConnectionTrait, Statement};

use crate::support::{control::by_hand, database::on_each_database, limit::eventually};

const INSERT: &str = "insert into projects (site_id, id, key, name) values";

async fn projects(database: &Database) -> Vec<i64> {
    let (counts, _) = database.sites().counts(None).await.unwrap();
    counts.iter().map(|count: &SiteCount| count.projects).collect()
}

#[tokio::test]
async fn counts_are_shared_by_servers_until_they_are_five_seconds_old() {
    on_each_database(async |url| {
        let (ours, theirs) = (Database::connect(&url).await.unwrap(), Database::connect(&url).await.unwrap());
        by_hand(&url, &format!("{INSERT} (1, 1, 'A', 'a'), (1, 2, 'B', 'b')")).await;
        assert_eq!(projects(&ours).await, [2]);
        // They are stored afterwards.
        let sql = sea_orm::Database::connect(&url).await.unwrap();
        eventually("the shared counts", async || {
            let stored =
                Statement::from_string(sql.get_database_backend(), "select count(*) from site_counts");
            let stored = sql.query_one_raw(stored).await.unwrap().unwrap();
            stored.try_get_by_index::<i64>(0).unwrap() == 1
        })
        .await;
        by_hand(&url, &format!("{INSERT} (1, 3, 'C', 'c')")).await;
        let now = ours.now().await.unwrap().to_rfc3339();
        by_hand(&url, &format!("update site_counts set counted_at = '{now}'")).await;
        assert_eq!(projects(&theirs).await, [2]);
        by_hand(&url, "update site_counts set counted_at = '2001-01-01T00:00:00+00:00'").await;
        assert_eq!(projects(&theirs).await, [3]);
        // As if the clock had been set back.
        by_hand(&url, "delete from projects where id = 3").await;
        by_hand(&url, "update site_counts set counted_at = '2101-01-01T00:00:00+00:00'").await;
        assert_eq!(projects(&ours).await, [2]);
        // A sync that ended after the count may have changed it.
        by_hand(&url, &format!("{INSERT} (1, 4, 'D', 'd')")).await;
        let now = ours.now().await.unwrap();
        by_hand(&url, &format!("update site_counts set counted_at = '{}'", now.to_rfc3339())).await;
        let (counts, _) = ours.sites().counts(Some(now)).await.unwrap();
        assert_eq!(counts[0].projects, 3);
        sql.close().await.unwrap();
        for database in [ours, theirs] {
            database.close().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn counts_are_returned_while_another_process_holds_the_writer() {
    let database = crate::support::database::TestDatabase::sqlite();
    let store = Database::connect(&database.url).await.unwrap();
    by_hand(&database.url, &format!("{INSERT} (1, 1, 'A', 'a')")).await;
    let lock = super::slow_disk::Lock::take(&database.url).await;
    assert_eq!(projects(&store).await, [1]);
    lock.release().await;
}
