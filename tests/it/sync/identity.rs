//! A site's rows belong to one Jira: another Jira at its address is recognised before anything is written, and the same
//! Jira keeps its rows at any address.

use app::model::{Doubt, RunStatus, SyncMode};
use chrono::Utc;
use jira_sync::{
    demo::{DemoConfig, DemoHandle, DemoJira, Edition, Fault, NewIssue},
    store::{IssueId, JiraId, Selection, mirror::SiteRow},
};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::stage::{Stage, answer, clear, small_editions};
use crate::support::{
    database::{TestDatabase, on_each_database},
    site,
};

async fn jira(config: DemoConfig) -> DemoHandle {
    DemoJira::start(config).await.unwrap()
}

/// The stage with its site's URL changed to this Jira.
fn pointed_at(stage: Stage, jira: &DemoHandle) -> Stage {
    stage.with_settings(vec![site("demo", &jira.base_url(), "demo")])
}

fn accepting() -> Selection {
    Selection { accept_site: Some("demo".to_owned()), ..Selection::default() }
}

async fn only_site(stage: &Stage) -> SiteRow {
    let mut sites = stage.database.sites().all().await.unwrap();
    assert_eq!(sites.len(), 1, "{sites:?}");
    sites.remove(0)
}

/// Everything in the mirror that another Jira could overwrite.
async fn contents(stage: &Stage) -> Vec<String> {
    let mut all = Vec::new();
    for rows in [
        "select site_id || ' ' || id || ' ' || key || ' ' || synced_at from issues order by site_id, id",
        "select site_id || ' ' || id || ' ' || key || ' ' || state from projects order by site_id, id",
        "select site_id || ' ' || id || ' ' || name from sprints order by site_id, id",
        "select site_id || ' ' || project_id || ' ' || watermark_ms from project_sync_state order by 1",
        "select id || ' ' || name || ' ' || base_url || ' ' || edition from sites order by id",
    ] {
        let rows = rows.replace("synced_at", "cast(synced_at as text)");
        all.extend(stage.texts(&rows).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn another_jira_under_the_same_name_is_refused_before_any_write() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::synced(&url, config.clone()).await;
            let before = contents(&stage).await;
            let known = only_site(&stage).await;
            let other = jira(DemoConfig { seed: 2, ..config.clone() }).await;
            let stage = pointed_at(stage, &other);
            for mode in [SyncMode::Incremental, SyncMode::Full, SyncMode::Census] {
                other.reset_stats();
                let (run, rows) = stage.sync(mode).await;
                assert_eq!(run.status, RunStatus::Failed);
                let message = rows[0].error_message.clone().unwrap();
                for part in [
                    &other.base_url(),
                    "is not recognised",
                    " here, and ",
                    "Nothing was written",
                    "--accept-site demo",
                ] {
                    assert!(message.contains(part), "{part}: {message}");
                }
                assert!(run.error_message.unwrap().contains(&message));
                assert_eq!(contents(&stage).await, before);
                // serverInfo, myself, Cloud's id; then one request for the sample on Cloud, or eight on Data Center.
                let most = if config.edition == Edition::Cloud { 4 } else { 10 };
                assert!(other.requests().len() <= most, "{:?}", other.requests());
            }
            let site = only_site(&stage).await;
            assert_eq!((site.id, &site.base_url, site.connected), (known.id, &known.base_url, Some(false)));
            assert_eq!(site.last_synced_at, known.last_synced_at);
            assert_eq!(site.doubt.map(|stored| stored.0.as_str()), Some(Doubt::AnotherJira.as_str()));

            // A webhook of the other Jira writes nothing either, and verify compares nothing.
            let issue = other.site().truth_page(None, None, 1).issues.remove(0).id;
            stage.database.mirror(site.id).enqueue_refetch(&[IssueId::of_jira(issue)], false).await.unwrap();
            stage.sync(SyncMode::Refetch).await;
            let compared = stage.compare().await;
            assert!(
                compared[0].error_message.as_ref().unwrap().contains("is not recognised"),
                "{compared:?}"
            );
            assert_eq!(contents(&stage).await, before);

            // The URL was a mistake: with the right one everything continues as before.
            let address = stage.jira.base_url();
            let stage = stage.with_settings(vec![site_at(&address)]);
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(only_site(&stage).await.doubt, None);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
            stage.sql.execute_unprepared("delete from sites").await.unwrap();
        }
    })
    .await;
}

fn site_at(address: &str) -> jira_sync::jira::site::SiteConfig {
    site("demo", address, "demo")
}

#[tokio::test(flavor = "multi_thread")]
async fn accepted_new_jira_is_read_in_full_and_old_rows_are_kept() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::synced(&url, config.clone()).await;
            let former = only_site(&stage).await;
            let former_address = stage.jira.base_url();
            let former_rows = stage.count("select count(*) from issues").await;
            let other = jira(DemoConfig { seed: 2, issues: 10, ..config }).await;
            let stage = pointed_at(stage, &other);
            let (run, rows) = stage.sync_part(SyncMode::Incremental, accepting()).await;
            assert_eq!(run.status, RunStatus::Completed, "{rows:?}");
            let sites = stage.database.sites().all().await.unwrap();
            assert_eq!(sites.len(), 2);
            let (now, then) = (&sites[0], &sites[1]);
            assert_eq!((now.name.as_str(), &now.base_url, now.retired_at), ("demo", &other.base_url(), None));
            assert!(now.id != former.id && now.doubt.is_none() && now.enabled);
            assert!(then.name.starts_with("demo (until 20") && then.id == former.id, "{then:?}");
            assert!(!then.enabled && then.retired_at.is_some() && then.base_url == former_address);
            assert_eq!(stage.count("select count(*) from live_issues").await, other.site().truth().issues);
            let of_former = format!("select count(*) from issues where site_id = {}", former.id);
            assert_eq!(stage.count(&of_former).await, former_rows);

            // An acceptance only counts once: the next change must be accepted again.
            let third =
                jira(DemoConfig { seed: 3, ..DemoConfig::cloud(DemoConfig::epoch_for(Utc::now())) }).await;
            let stage = pointed_at(stage, &third);
            assert_eq!(stage.sync(SyncMode::Incremental).await.0.status, RunStatus::Failed);

            // Back to the former Jira, whose rows are still there and are used again.
            let stage = stage.with_settings(vec![site_at(&former_address)]);
            assert_eq!(stage.sync(SyncMode::Incremental).await.0.status, RunStatus::Failed);
            let (run, rows) = stage.sync_part(SyncMode::Incremental, accepting()).await;
            assert_eq!((run.status.0.as_str(), run.issues_created), ("completed", 0), "{rows:?}");
            let sites = stage.database.sites().all().await.unwrap();
            assert_eq!((sites.len(), sites[0].id, sites[0].name.as_str()), (2, former.id, "demo"));
            stage.assert_equal_to_truth().await;
            for table in ["issues", "projects", "sites"] {
                stage.sql.execute_unprepared(&format!("delete from {table}")).await.unwrap();
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn same_jira_at_a_new_address_keeps_its_rows() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::synced(&url, config.clone()).await;
            let known = only_site(&stage).await;
            let moved = jira(config.clone()).await;
            // It has changed since the last sync.
            let all = moved.site().truth_page(None, None, 1000).issues;
            moved.site().delete_issue(&all.last().unwrap().key).unwrap();
            let project = moved.site().truth().projects[0].key.clone();
            moved.site().rename_project(&project, "MOVED").unwrap();
            let stage = pointed_at(stage, &moved);
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(run.issues_created, 0);
            let site = only_site(&stage).await;
            assert_eq!((site.id, site.base_url, site.doubt), (known.id, moved.base_url(), None));
            moved.reset_stats();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(identity_requests(&moved), 0, "it is recognised once");
            clear(&stage).await;
            stage.sql.execute_unprepared("delete from sites").await.unwrap();
        }
    })
    .await;
}

/// The number of requests that only serve to recognise a Jira.
fn identity_requests(jira: &DemoHandle) -> usize {
    let is_identity_request = |line: &jira_sync::demo::RequestLine| {
        line.path.contains("tenant_info")
            || line.query.contains("fields=created")
            || line.body.contains(r#""fields":["created","creator"]"#)
    };
    jira.requests().iter().filter(|line| is_identity_request(line)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn identity_is_checked_only_while_it_is_not_stored() {
    on_each_database(async |url| {
        for config in small_editions() {
            let cloud = config.edition == Edition::Cloud;
            let stage = Stage::synced(&url, config).await;
            assert_eq!(identity_requests(&stage.jira), usize::from(cloud), "an empty mirror needs no proof");
            stage.jira.reset_stats();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!(identity_requests(&stage.jira), 0);
            stage.sql.execute_unprepared("update sites set identity = null").await.unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(identity_requests(&stage.jira), if cloud { 2 } else { 8 });
            stage.jira.reset_stats();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(identity_requests(&stage.jira), 0);
            clear(&stage).await;
            stage.sql.execute_unprepared("delete from sites").await.unwrap();
        }
    })
    .await;
}

/// A sandbox is a copy of production: its projects and its older issues have the same ids and keys.
#[tokio::test(flavor = "multi_thread")]
async fn copy_of_a_jira_is_treated_as_another_jira() {
    on_each_database(async |url| {
        for config in small_editions() {
            for has_own_issues in [false, true] {
                let stage = Stage::new(&url, config.clone()).await;
                let create = |jira: &DemoHandle, count: u32, summary: &str| {
                    let project = jira.site().truth().projects[0].key.clone();
                    for _ in 0..count {
                        let (project, summary) = (project.clone(), summary.to_owned());
                        jira.site()
                            .create_issue(NewIssue { project, summary, ..NewIssue::default() })
                            .unwrap();
                    }
                };
                create(&stage.jira, 4, "After the copy was made");
                stage.sync_ok(SyncMode::Full).await;
                let sandbox = jira(config.clone()).await;
                if has_own_issues {
                    // The sandbox's own issues take the same ids.
                    sandbox.site().advance_clock(chrono::TimeDelta::minutes(1));
                    create(&sandbox, 4, "An experiment");
                }
                let before = contents(&stage).await;
                let stage = pointed_at(stage, &sandbox);
                let (run, _) = stage.sync(SyncMode::Incremental).await;
                assert_eq!(run.status, RunStatus::Failed, "has own issues: {has_own_issues}");
                let message = run.error_message.unwrap();
                assert!(
                    message.contains(if has_own_issues {
                        " here, and "
                    } else {
                        "that are known the account sees"
                    }),
                    "{message}"
                );
                assert_eq!(contents(&stage).await, before);
                clear(&stage).await;
                stage.sql.execute_unprepared("delete from sites").await.unwrap();
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cloud_id_decides_whether_a_site_is_the_same() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = small_editions();
    let stage = Stage::new(&database.url, cloud.clone()).await;
    let set_cloud_id = |jira: &DemoHandle, id: &str| {
        jira.faults().add(Fault::on("/_edge/tenant_info", answer(&json!({"cloudId": id}))));
    };
    set_cloud_id(&stage.jira, "of-production");
    stage.sync_ok(SyncMode::Full).await;
    // A sandbox copied a moment ago shows exactly the same issues.
    let sandbox = jira(cloud.clone()).await;
    set_cloud_id(&sandbox, "of-the-sandbox");
    let stage = pointed_at(stage, &sandbox);
    let (run, _) = stage.sync(SyncMode::Incremental).await;
    assert!(run.error_message.unwrap().contains("Cloud's own id"), "{:?}", run.status);
    // A renamed site has the same id; then no further proof is needed.
    let renamed = jira(cloud).await;
    set_cloud_id(&renamed, "of-production");
    let stage = pointed_at(stage, &renamed);
    stage.sync_ok(SyncMode::Incremental).await;
    assert_eq!(identity_requests(&renamed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_server_info_at_the_same_address_reveals_another_jira() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::synced(&url, config).await;
            let former = only_site(&stage).await;
            // As if the rows came from another Jira with another server title.
            let others = [
                "update issues set created_at = '2001-01-01T00:00:00+00:00'",
                "update sites set identity = replace(cast(identity as text), 'Sample Jira', 'Former Jira')",
            ];
            for statement in others {
                let statement = match stage.sql.get_database_backend() {
                    sea_orm::DatabaseBackend::Postgres => {
                        statement.replace("'Former Jira')", "'Former Jira')::jsonb")
                    }
                    _ => statement.to_owned(),
                };
                stage.sql.execute_unprepared(&statement).await.unwrap();
            }
            let (run, _) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::Failed);
            assert!(run.error_message.unwrap().contains("is not recognised"));
            let (run, rows) = stage.sync_part(SyncMode::Incremental, accepting()).await;
            assert_eq!(run.status, RunStatus::Completed, "{rows:?}");
            let sites = stage.database.sites().all().await.unwrap();
            assert_eq!(sites.len(), 2);
            assert!(sites[0].id != former.id && sites[1].id == former.id, "both have the same address");
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            for table in ["issues", "projects", "sites"] {
                stage.sql.execute_unprepared(&format!("delete from {table}")).await.unwrap();
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn account_with_less_access_is_not_taken_for_another_jira() {
    on_each_database(async |url| {
        for config in small_editions() {
            let version = if config.edition == Edition::Cloud { 3 } else { 2 };
            let stage = Stage::synced(&url, config).await;
            let me = json!({"accountId": "another", "key": "another", "name": "another", "displayName": "Another"});
            stage.jira.faults().add(Fault::on(&format!("/rest/api/{version}/myself"), answer(&me)));
            let hidden: Vec<String> =
                stage.jira.site().truth().projects.into_iter().map(|project| project.key).collect();
            hidden.iter().for_each(|key| stage.jira.site().set_permission(key, false).unwrap());
            let (run, _) = stage.sync(SyncMode::Incremental).await;
            let message = run.error_message.unwrap();
            assert!(message.contains("lists no project") && !message.contains("is not recognised"), "{message}");
            clear(&stage).await;
            stage.sql.execute_unprepared("delete from sites").await.unwrap();
        }
    })
    .await;
}
