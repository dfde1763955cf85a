//! Lists that need a request for each project or board.

use app::model::SyncMode;
use jira_sync::sync::TimeLimits;
use sea_orm::ConnectionTrait;

use crate::{
    support::{database::TestDatabase, site},
    sync::stage::{Stage, small_editions},
};

/// A timer that runs `sync`, or another replica, reads them no more often than a single server does.
#[tokio::test(flavor = "multi_thread")]
async fn costly_lists_are_not_reread_soon_by_another_process() {
    for config in small_editions() {
        let database = TestDatabase::sqlite();
        let mut stage = Stage::synced(&database.url, config).await;
        let costly = async |stage: &Stage| {
            stage.jira.reset_stats();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.jira.requests().iter().filter(|line| line.path.contains("/agile/")).count()
        };
        let sites = vec![site("demo", &stage.jira.base_url(), "demo")];
        stage.restart(sites.clone(), TimeLimits::default()).await;
        assert_eq!(costly(&stage).await, 0);
        let past = "update site_cursors set at_ms = at_ms - 600000 where feed = 'costly_lists'";
        stage.sql.execute_unprepared(past).await.unwrap();
        stage.restart(sites, TimeLimits::default()).await;
        assert!(costly(&stage).await > 0);
    }
}
