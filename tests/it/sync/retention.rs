//! Data that is kept for a limited time: details of runs, runs, and issues deleted in Jira. Sums stay.

use app::model::SyncMode;
use chrono::TimeDelta;
use jira_sync::{
    config::{Days, RetentionSettings},
    demo::IssueEdit,
    scheduler::housekeeping::{Removed, remove_expired},
    store::{RunId, SiteId},
};
use sea_orm::DatabaseBackend;

use super::stage::{Stage, editions, small_editions};
use crate::support::{control::by_hand, database::on_each_database};

/// A day so long ago that no setting in these tests keeps it.
const LONG_AGO: &str = "'2024-02-29T23:30:00.000+00:00'";

fn days(days: i64) -> Days {
    Days(Some(TimeDelta::days(days)))
}

async fn make_old(url: &str, run_id: RunId) {
    let old = format!("update sync_runs set started_at = {LONG_AGO}, completed_at = {LONG_AGO}");
    by_hand(url, &format!("{old} where id = '{run_id}'")).await;
}

/// The tables that have a column for the issue that a row belongs to.
async fn tables_of_issues(stage: &Stage) -> Vec<String> {
    let sqlite = "select m.name from sqlite_master m join pragma_table_info(m.name) c
                  where m.type = 'table' and c.name = 'issue_id'";
    let postgres = "select c.table_name::text from information_schema.columns c
                    join information_schema.tables t using (table_schema, table_name)
                    where c.column_name = 'issue_id' and t.table_type = 'BASE TABLE'
                        and table_schema = current_schema()";
    let on_postgres = stage.sql.get_database_backend() == DatabaseBackend::Postgres;
    stage.texts(if on_postgres { postgres } else { sqlite }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn run_details_expire_before_runs_and_daily_sums_remain() {
    on_each_database(async |url| {
        let [cloud, _] = small_editions();
        let stage = Stage::new(&url, cloud).await;
        let first = stage.sync_ok(SyncMode::Full).await;
        let second = stage.sync_ok(SyncMode::Incremental).await;
        let third = stage.sync_ok(SyncMode::Incremental).await;
        let issues = stage.jira.site().truth().issues;
        let settings = RetentionSettings { keep_runs_days: Days(None), ..RetentionSettings::default() };
        assert_eq!(remove_expired(&stage.database, &settings).await.unwrap(), Removed::default());

        for run in [&first, &second] {
            make_old(&url, run.id).await;
        }
        let removed = remove_expired(&stage.database, &settings).await.unwrap();
        assert_eq!(removed, Removed { details: 2, ..Removed::default() });
        assert_eq!(remove_expired(&stage.database, &settings).await.unwrap(), Removed::default(), "once");
        for run in [&first, &second, &third] {
            let kept = run.id == third.id;
            let now = stage.database.runs().get(run.id).await.unwrap().unwrap();
            assert_eq!(now.details_removed_at.is_none(), kept);
            assert_eq!(now.total_issues, run.total_issues);
            assert_eq!(!stage.database.runs().projects(run.id).await.unwrap().is_empty(), kept);
            assert_eq!(!stage.database.runs().metrics(run.id).await.unwrap().is_empty(), kept);
        }
        let sums = "select cast(sum(issues_created) as bigint) from sync_run_project_days
                    where day = '2024-02-29' and runs = 2 and failed_runs = 0";
        assert_eq!(stage.count(sums).await, issues);

        let settings = RetentionSettings { keep_runs_days: days(30), ..RetentionSettings::default() };
        let removed = remove_expired(&stage.database, &settings).await.unwrap();
        assert_eq!(removed, Removed { runs: 2, ..Removed::default() });
        assert_eq!(stage.texts("select id from sync_runs").await, [third.id.to_string()]);
        let full = "select issues_created from sync_run_days
                    where mode = 'full' and status = 'completed' and runs = 1 and sync_type = 'manual'";
        assert_eq!(stage.count(full).await, issues);
        assert_eq!(stage.count("select cast(sum(runs) as bigint) from sync_run_days").await, 2);
        assert_eq!(stage.count(sums).await, issues, "nothing is added twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn last_census_run_survives_retention() {
    on_each_database(async |url| {
        let [cloud, _] = small_editions();
        let stage = Stage::new(&url, cloud).await;
        for mode in [SyncMode::Full, SyncMode::Census, SyncMode::Incremental, SyncMode::Incremental] {
            let run = stage.sync_ok(mode).await;
            make_old(&url, run.id).await;
        }
        // Long before the others.
        by_hand(&url, "update sync_runs set started_at = '2024-02-01T00:00:00+00:00' where mode = 'census'")
            .await;
        let settings = RetentionSettings { keep_runs_days: days(1), ..RetentionSettings::default() };
        remove_expired(&stage.database, &settings).await.unwrap();
        assert_eq!(stage.texts("select mode from sync_runs where mode = 'census'").await, ["census"]);
        assert!(!stage.database.schedules().census_is_due(TimeDelta::days(36_500)).await.unwrap());
        assert!(stage.database.schedules().census_is_due(TimeDelta::days(1)).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_issue_is_purged_completely_and_does_not_return() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let keys = stage.issue_keys(0);
            let (long_gone, just_gone) = (&keys[..2], &keys[2]);
            for key in long_gone.iter().chain([just_gone]) {
                stage.jira.site().delete_issue(key).unwrap();
            }
            stage.sync_ok(SyncMode::Census).await;
            let named = long_gone.iter().map(|key| format!("'{key}'")).collect::<Vec<_>>().join(",");
            by_hand(&url, &format!("update issues set deleted_at = {LONG_AGO} where key in ({named})")).await;
            // Hidden is not deleted.
            let away = format!(
                "update issues set deleted_at = {LONG_AGO}, deletion_kind = 'access_lost' where key = '{}'",
                keys[3]
            );
            by_hand(&url, &away).await;

            let kept = remove_expired(&stage.database, &RetentionSettings::default()).await.unwrap();
            assert_eq!(kept, Removed::default(), "nothing is purged unless it is asked for");
            let settings = RetentionSettings { purge_deleted_days: days(30), ..RetentionSettings::default() };
            let removed = remove_expired(&stage.database, &settings).await.unwrap();
            assert_eq!(removed, Removed { issues: 2, ..Removed::default() });
            let gone = "select key from issues where deleted_at is not null order by id";
            assert_eq!(stage.texts(gone).await, [just_gone.as_str(), &keys[3]]);
            let tables = tables_of_issues(&stage).await;
            assert!(tables.len() > 10, "{tables:?}");
            for table in tables {
                let orphans = format!(
                    "select count(*) from {table} t where issue_id is not null
                         and not exists (select 1 from issues i where i.site_id = t.site_id and i.id = t.issue_id)"
                );
                assert_eq!(stage.count(&orphans).await, 0, "{table}");
            }
            let items = "select count(*) from changelog_items t where not exists
                (select 1 from changelogs c where c.site_id = t.site_id and c.id = t.changelog_id)";
            assert_eq!(stage.count(items).await, 0);

            for mode in [SyncMode::Full, SyncMode::Census] {
                stage.sync_ok(mode).await;
                stage.assert_equal_to_truth().await;
                let back = format!("select count(*) from issues where key in ({named})");
                assert_eq!(stage.count(&back).await, 0, "{mode:?}");
            }
            super::stage::clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erased_persons_name_is_removed_everywhere_and_never_restored() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            // A person named by the changelog and by custom fields.
            let who = "select u.id from users u join issue_people p on p.user_id = u.id
                 where exists (select 1 from changelog_items where to_value = u.id)
                     and (select count(*) from users o where o.display_name = u.display_name) = 1
                 order by u.id limit 1";
            let id = stage.texts(who).await.remove(0);
            let name =
                stage.texts(&format!("select display_name from users where id = '{id}'")).await.remove(0);
            let naming = [
                format!("select count(*) from users where display_name = '{name}'"),
                format!("select count(*) from changelog_items where '{name}' in (from_text, to_text)"),
                format!("select count(*) from issues where cast(custom_fields as text) like '%{name}%'"),
            ];
            for query in &naming {
                assert_ne!(stage.count(query).await, 0, "{query}");
            }
            let assigned = format!("select count(*) from issues where assignee_id = '{id}'");
            let before = stage.count(&assigned).await;
            let erased = stage.database.mirror(SiteId(1)).erase_person(&id).await.unwrap();
            assert!(erased.known && erased.changes > 0 && erased.issues > 0, "{erased:?}");
            let nobody = stage.database.mirror(SiteId(1)).erase_person("nobody").await.unwrap();
            assert!(!nobody.known);
            for mode in [None, Some(SyncMode::Incremental), Some(SyncMode::Full)] {
                if let Some(mode) = mode {
                    let edit = IssueEdit { summary: Some(format!("{mode:?}")), ..IssueEdit::default() };
                    for key in stage.issue_keys(0) {
                        stage.jira.site().edit_issue(&key, edit.clone()).unwrap();
                    }
                    stage.sync_ok(mode).await;
                    stage.assert_equal_to_truth().await;
                }
                for query in &naming {
                    assert_eq!(stage.count(query).await, 0, "{mode:?} {query}");
                }
            }
            assert_eq!(stage.count(&assigned).await, before);
            super::stage::clear(&stage).await;
            by_hand(&url, "delete from erased_people").await;
        }
    })
    .await;
}
