//! A run whose process is killed: what is committed stays, the run is reported as interrupted, and the next one begins at
//! once and goes on to the same mirror as if nothing had happened.

use std::process::Stdio;

use app::model::{PerformanceSettings, SyncMode};
use sea_orm::ConnectionTrait;
use tokio::process::Command;

use super::stage::{Stage, clear, editions};
use crate::support::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_is_continued_to_the_same_mirror() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == jira_sync::demo::Edition::Cloud;
            let fetching = if cloud { "/rest/api/3/issue/bulkfetch" } else { "/rest/api/2/search" };
            let stage = Stage::new(&url, config).await;
            stage.set(PerformanceSettings { batch_size: 50, max_workers: 1, ..Default::default() }).await;
            let sites = serde_json::json!([{"url": stage.jira.base_url(), "name": "demo",
                "username": "demo@example.com", "api_token": "demo"}]);
            // Each time a little further on.
            for answers in [0, 2, 4] {
                let hold = stage.jira.hold(fetching);
                let mut run = Command::new(env!("CARGO_BIN_EXE_jira-sync"))
                    .args(["sync", "--json"])
                    .env("DATABASE_URL", &url)
                    .env("JIRA_SYNC_CONFIG_DIR", stage.folder.path())
                    .env("JIRA_INSTANCES", sites.to_string())
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                for answer in 0..=answers {
                    tokio::select! {
                        () = hold.wait_for(1) => {}
                        ended = run.wait() => panic!("it ended: {ended:?}"),
                    }
                    if answer < answers {
                        hold.release_one();
                    }
                }
                run.start_kill().unwrap();
                run.wait().await.unwrap();
                hold.release();
            }
            stage.sync_well(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.count("select count(*) from sync_runs where status = 'interrupted'").await, 3);
            let open = "select count(*) from sync_run_projects where status in ('running', 'queued')";
            assert_eq!(stage.count(open).await, 0);
            stage.sql.execute_unprepared("delete from sync_runs").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}
