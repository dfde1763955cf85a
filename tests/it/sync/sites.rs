//! Sites that are added, removed and renamed in the settings: rows follow a new name, and are not live without a site.

use app::model::{RunStatus, SyncMode};
use jira_sync::{
    config::SiteRegistry,
    demo::{DemoConfig, DemoHandle, DemoJira},
    jira::site::SiteConfig,
    store::{Database, RunId, Selection, SiteId, mirror::SiteRow},
    sync::{Engine, SyncEngine, TimeLimits},
};
use serde_json::json;

use super::stage::{Stage, clear, small_editions};
use crate::support::{
    database::{TestDatabase, on_each_database},
    limit::eventually,
    site,
};

const LIVE: &str = "select count(*) from live_issues";

async fn second(config: &DemoConfig) -> DemoHandle {
    DemoJira::start(DemoConfig { seed: 7, projects: 2, issues: 30, ..config.clone() }).await.unwrap()
}

fn named(name: &str, jira: &DemoHandle) -> SiteConfig {
    site(name, &jira.base_url(), "demo")
}

async fn sites(stage: &Stage) -> Vec<(SiteId, String, bool)> {
    let row = |row: SiteRow| (row.id, row.name, row.retired_at.is_none());
    stage.database.sites().all().await.unwrap().into_iter().map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_site_keeps_its_rows() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let known = stage.database.sites().all().await.unwrap().remove(0);
            // The command uses the new name, while the server still has the old one.
            let renamed = named("work", &stage.jira);
            let stage = stage.with_settings(vec![renamed]);
            assert_eq!(stage.sync_ok(SyncMode::Incremental).await.issues_created, 0);
            assert_eq!(sites(&stage).await, [(known.id, "work".to_owned(), true)]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
            sea_orm::ConnectionTrait::execute_unprepared(&stage.sql, "delete from sites").await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn site_renamed_and_moved_at_once_is_recognised_by_its_issues() {
    on_each_database(async |url| {
        for config in small_editions() {
            for server_retired_it in [true, false] {
                let stage = Stage::new(&url, config.clone()).await;
                stage.sync_ok(SyncMode::Full).await;
                let known = stage.database.sites().all().await.unwrap().remove(0);
                let moved = DemoJira::start(config.clone()).await.unwrap();
                let stage = stage.with_settings(vec![named("work", &moved)]);
                if server_retired_it {
                    stage.engine.publish_sites().await.unwrap();
                    assert_eq!(stage.count(LIVE).await, 0, "not before it is recognised");
                }
                assert_eq!(stage.sync_ok(SyncMode::Incremental).await.issues_created, 0);
                assert_eq!(sites(&stage).await, [(known.id, "work".to_owned(), true)]);
                assert_eq!(stage.count(LIVE).await, stage.jira.site().truth().issues);
                clear(&stage).await;
                sea_orm::ConnectionTrait::execute_unprepared(&stage.sql, "delete from sites").await.unwrap();
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_removed_site_are_not_live_until_it_returns() {
    on_each_database(async |url| {
        for config in small_editions() {
            let other = second(&config).await;
            let both = |jira: &DemoHandle| vec![named("demo", jira), named("other", &other)];
            let stage = Stage::with_sites(&url, config, both).await;
            stage.sync_ok(SyncMode::Full).await;
            let all = stage.jira.site().truth().issues + other.site().truth().issues;
            assert_eq!(stage.count(LIVE).await, all);
            let found = async || {
                let search = jira_sync::store::IssueSearch::default();
                stage.database.issues().search(&search, 1, 0).await.unwrap().0
            };
            assert_eq!(found().await, all);
            let views = [
                "projects",
                "issues",
                "comments",
                "worklogs",
                "fields",
                "statuses",
                "issue_types",
                "priorities",
                "resolutions",
                "versions",
                "components",
                "boards",
                "sprints",
            ];
            let of_other =
                "select count(*) from live_{} where site_id = (select id from sites where name = 'other')";
            for view in views {
                assert!(stage.count(&of_other.replace("{}", view)).await > 0, "{view}");
            }

            let one = vec![named("demo", &stage.jira)];
            let (server, command) = (vec![named("demo", &stage.jira), named("other", &other)], one.clone());
            let found = stage.count("select count(*) from issues").await;
            // A command with one site does not touch the other.
            let stage = stage.with_settings(command);
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(LIVE).await, all);

            stage.engine.publish_sites().await.unwrap();
            assert_eq!(stage.count(LIVE).await, stage.jira.site().truth().issues);
            for view in views {
                assert_eq!(stage.count(&of_other.replace("{}", view)).await, 0, "{view}");
            }
            let search = jira_sync::store::IssueSearch::default();
            assert_eq!(
                stage.database.issues().search(&search, 1, 0).await.unwrap().0,
                stage.jira.site().truth().issues
            );
            assert_eq!(stage.count("select count(*) from issues").await, found, "they stay");
            let retired = stage.database.sites().all().await.unwrap().remove(1);
            assert!(
                retired.name == "other" && !retired.enabled && retired.retired_at.is_some(),
                "{retired:?}"
            );

            let stage = stage.with_settings(server);
            stage.engine.publish_sites().await.unwrap();
            assert_eq!(stage.count(LIVE).await, all);
            assert_eq!(stage.sync_ok(SyncMode::Incremental).await.issues_created, 0);
            for table in ["issues", "projects", "sites"] {
                sea_orm::ConnectionTrait::execute_unprepared(&stage.sql, &format!("delete from {table}"))
                    .await
                    .unwrap();
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn site_retired_by_a_newer_server_is_not_revived_by_an_older_one() {
    on_each_database(async |url| {
        let [config, _] = small_editions();
        let other = second(&config).await;
        let both = |jira: &DemoHandle| vec![named("demo", jira), named("other", &other)];
        let mut stage = Stage::with_sites(&url, config, both).await;
        stage.sync_ok(SyncMode::Full).await;
        let older = SiteRegistry::fixed(both(&stage.jira));
        stage.restart_with(older, TimeLimits::default()).await;

        // While a change of the sites is rolled out, a server that no longer has one of them starts next to the older one.
        let newer = SiteRegistry::fixed(vec![named("demo", &stage.jira)]);
        SyncEngine::new(stage.database.clone(), newer).publish_sites().await.unwrap();
        let (run, _) = stage.sync(SyncMode::Incremental).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors);
        let message = run.error_message.unwrap();
        assert!(message.contains("Not synced: other. Another server"), "{message}");
        assert_eq!(stage.count(LIVE).await, stage.jira.site().truth().issues, "it stays retired");

        // A server whose own list changes afterwards decides again.
        let newest = SiteRegistry::fixed(both(&stage.jira));
        SyncEngine::new(stage.database.clone(), newest).publish_sites().await.unwrap();
        stage.sync_ok(SyncMode::Incremental).await;
        assert!(stage.count(LIVE).await > stage.jira.site().truth().issues);

        // The other way round: an older server does not call a run complete that leaves out a site of the newer list.
        let shorter = SiteRegistry::fixed(vec![named("demo", &stage.jira)]);
        stage.restart_with(shorter, TimeLimits::default()).await;
        let newest = SiteRegistry::fixed(both(&stage.jira));
        SyncEngine::new(stage.database.clone(), newest).publish_sites().await.unwrap();
        let (run, _) = stage.sync(SyncMode::Incremental).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors);
        assert!(run.error_message.unwrap().contains("Not synced: other. Another server"));
        clear(&stage).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_valid_sync_registers_the_site() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = small_editions();
    let jira = DemoJira::start(cloud).await.unwrap();
    let store = Database::connect(&database.url).await.unwrap();
    let sites = json!([{"url": jira.base_url(), "name": "demo", "username": "demo@example.com", "api_token": "demo"}]);
    let command = |arguments: &[&str]| {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_jira-sync"));
        command.args(arguments).env("DATABASE_URL", &database.url).env("JIRA_INSTANCES", sites.to_string());
        command
    };
    let compared = command(&["verify"]).output().await.unwrap();
    assert_eq!(compared.status.code(), Some(4), "{compared:?}");
    assert_eq!(store.sites().all().await.unwrap(), []);

    // Arguments that cannot be intended.
    for (arguments, expected) in [
        (&["sync", "--mode", "census", "--accept-losses"][..], "--project KEY or --site NAME"),
        (&["sync", "--accept-site", "elsewhere"][..], "there is no site elsewhere"),
    ] {
        let refused = command(arguments).output().await.unwrap();
        let stderr = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!((refused.status.code(), stderr.contains(expected)), (Some(1), true), "{stderr}");
    }
    assert_eq!(store.sites().all().await.unwrap(), []);
    let synced = command(&["sync", "--accept-site", "demo", "--site", "demo"]).output().await.unwrap();
    assert_eq!(synced.status.code(), Some(0), "{synced:?}");
    assert_eq!(store.sites().all().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn partial_census_does_not_count_and_failed_census_is_retried_later() {
    use chrono::TimeDelta;
    use sea_orm::ConnectionTrait;
    on_each_database(async |url| {
        let [cloud, _] = small_editions();
        let stage = Stage::new(&url, cloud).await;
        let due = async || stage.database.schedules().census_is_due(TimeDelta::hours(24)).await.unwrap();
        stage.sync_ok(SyncMode::Full).await;
        let project = stage.jira.site().truth().projects[0].key.clone();
        for part in [
            Selection { projects: vec![project], ..Selection::default() },
            Selection { site: Some("demo".to_owned()), ..Selection::default() },
        ] {
            let (run, _) = stage.sync_part(SyncMode::Census, part).await;
            assert_eq!(run.status, RunStatus::Completed);
            assert!(due().await);
        }
        let all: Vec<String> =
            stage.jira.site().truth().projects.into_iter().map(|project| project.key).collect();
        let permit = |may| all.iter().for_each(|key| stage.jira.site().set_permission(key, may).unwrap());
        let minutes_ago = async |run: RunId, minutes: i64| {
            let at = stage.database.now().await.unwrap() - TimeDelta::minutes(minutes);
            let update =
                format!("update sync_runs set started_at = '{}' where id = '{run}'", at.to_rfc3339());
            stage.sql.execute_unprepared(&update).await.unwrap();
        };
        permit(false);
        let (first, _) = stage.sync(SyncMode::Census).await;
        assert_eq!(first.status, RunStatus::Failed);
        assert!(!due().await, "not at every slot");
        minutes_ago(first.id, 10).await;
        assert!(due().await);
        let (second, _) = stage.sync(SyncMode::Census).await;
        minutes_ago(second.id, 10).await;
        assert!(!due().await, "the pause grows");
        minutes_ago(first.id, 40).await;
        minutes_ago(second.id, 20).await;
        assert!(due().await);
        permit(true);
        stage.sync_ok(SyncMode::Census).await;
        assert!(!due().await);
    })
    .await;
}

/// A token that is replaced, a site that is added and one that is removed, without a restart of the server.
#[tokio::test(flavor = "multi_thread")]
async fn sites_file_change_applies_from_the_next_run() {
    let [cloud, _] = small_editions();
    let database = TestDatabase::sqlite();
    let mut stage = Stage::new(&database.url, cloud.clone()).await;
    let other = second(&cloud).await;
    let file = stage.folder.path().join("sites.json");
    let of = |name: &str, jira: &DemoHandle, token: &str| json!({"name": name, "url": jira.base_url(), "username": "demo@example.com", "api_token": token});
    let write = |sites: serde_json::Value| {
        std::fs::write(&file, json!({"instances": sites}).to_string()).unwrap();
    };
    write(json!([of("demo", &stage.jira, "demo")]));
    let variables = [("JIRA_CONFIG_FILE".to_owned(), file.display().to_string())].into();
    stage.restart_with(SiteRegistry::following_file(variables).unwrap(), TimeLimits::default()).await;
    stage.sync_ok(SyncMode::Full).await;

    write(json!([of("demo", &stage.jira, "replaced")]));
    let (run, _) = stage.sync(SyncMode::Incremental).await;
    assert_eq!(run.status, RunStatus::Failed, "{run:?}");

    // While the file cannot be read or contains no site, the known sites are synced, and the run says why.
    write(json!([of("demo", &stage.jira, "demo")]));
    stage.sync_ok(SyncMode::Incremental).await;
    let truth = stage.jira.site().truth().issues;
    for (text, reason) in
        [("{\"instances\": [", "is not JSON"), ("{\"instances\": []}", "no longer contain any Jira site")]
    {
        std::fs::write(&file, text).unwrap();
        let (run, _) = stage.sync(SyncMode::Incremental).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors, "{run:?}");
        assert!(run.error_message.as_deref().unwrap_or_default().contains(reason), "{run:?}");
        assert_eq!(stage.count(LIVE).await, truth);
    }

    write(json!([of("demo", &stage.jira, "demo"), of("other", &other, "demo")]));
    stage.sync_ok(SyncMode::Incremental).await;
    assert_eq!(stage.count(LIVE).await, truth + other.site().truth().issues);

    write(json!([of("other", &other, "demo")]));
    stage.sync_ok(SyncMode::Incremental).await;
    assert_eq!(stage.count(LIVE).await, other.site().truth().issues);
    let known = sites(&stage).await;
    assert_eq!(known.iter().map(|(_, _, in_use)| *in_use).collect::<Vec<_>>(), [false, true], "{known:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_of_one_project_does_not_count_as_a_sync_of_the_site() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = small_editions();
    let stage = Stage::new(&database.url, cloud).await;
    let synced = async || stage.database.sites().all().await.unwrap()[0].last_synced_at;
    let one = Selection { projects: vec![stage.project_keys().remove(0)], ..Selection::default() };
    let (run, _) = stage.sync_part(SyncMode::Full, one).await;
    assert_eq!((run.status.0.as_str(), synced().await), ("completed", None));
    stage.sync_ok(SyncMode::Incremental).await;
    assert!(synced().await.is_some());
}

/// As with `JIRA_CONFIG_FILE=<(vault read …)`: the content can be read only once.
#[tokio::test(flavor = "multi_thread")]
async fn sites_file_from_a_pipe_is_read_once() {
    let [cloud, _] = small_editions();
    let database = TestDatabase::sqlite();
    let mut stage = Stage::new(&database.url, cloud).await;
    let pipe = stage.folder.path().join("sites.pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let sites = json!({"instances": [
        {"name": "demo", "url": stage.jira.base_url(), "username": "demo@example.com", "api_token": "demo"}
    ]});
    let (writes_to, text) = (pipe.clone(), sites.to_string());
    let writer = std::thread::spawn(move || std::fs::write(writes_to, text).unwrap());
    let variables = [("JIRA_CONFIG_FILE".to_owned(), pipe.display().to_string())].into();
    let registry = SiteRegistry::following_file(variables).unwrap();
    writer.join().unwrap();
    stage.restart_with(registry, TimeLimits::default()).await;
    stage.sync_ok(SyncMode::Incremental).await;
    stage.sync_ok(SyncMode::Incremental).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_site_in_the_file_is_registered_before_any_run() {
    let database = TestDatabase::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sites.json");
    std::fs::write(&file, r#"{"instances": []}"#).unwrap();
    let variables = [("JIRA_CONFIG_FILE".to_owned(), file.display().to_string())].into();
    let database = Database::connect(&database.url).await.unwrap();
    let engine = SyncEngine::new(database.clone(), SiteRegistry::following_file(variables).unwrap());
    engine.publish_sites().await.unwrap();
    assert!(!engine.has_site().await);

    let site = json!({"name": "work", "url": "https://jira.example", "api_token": "t"});
    std::fs::write(&file, json!({"instances": [site]}).to_string()).unwrap();
    eventually("the new site", async || engine.has_site().await).await;
    let rows = database.sites().all().await.unwrap();
    assert_eq!(rows.iter().map(|row| (row.name.as_str(), row.enabled)).collect::<Vec<_>>(), [("work", true)]);
}
