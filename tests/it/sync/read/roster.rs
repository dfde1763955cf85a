//! A project missing from Jira's list is not assumed to be gone: the list is read again if it changes, each project is
//! looked up, and half a site is not marked at once.

use app::model::{Doubt, PerformanceSettings, RunStatus, SyncMode};
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind, ProjectState},
    store::Selection,
};
use serde_json::json;

use crate::{
    support::database::on_each_database,
    sync::stage::{Stage, answer, clear, small_editions},
};

const MARKED: &str = "select count(*) from issues where deleted_at is not null";
const LOST: &str = "select key from projects where state = 'access_lost' order by key";
const DOUBT: &str = "select coalesce(doubt, '') from sites";

fn permit(stage: &Stage, keys: &[String], permitted: bool) {
    keys.iter().for_each(|key| stage.jira.site().set_permission(key, permitted).unwrap());
}

/// Somebody confirms that the site's projects are really gone.
fn confirmed() -> Selection {
    Selection { site: Some("demo".to_owned()), accept_losses: true, ..Selection::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn archiving_a_project_between_roster_pages_skips_no_other() {
    on_each_database(async |url| {
        let [cloud, _] = small_editions();
        let stage = Stage::new(&url, DemoConfig { projects: 120, issues: 1, ..cloud }).await;
        stage.sync_ok(SyncMode::Full).await;
        let archived = stage.project_keys()[20].clone();
        let first_page =
            stage.jira.hold_containing("/rest/api/3/project/search", "status=live&expand=lead&startAt=0&");
        let run = stage.start(SyncMode::Incremental).await;
        first_page.wait_for(1).await;
        stage.jira.site().set_project_state(&archived, ProjectState::Archived).unwrap();
        first_page.release();
        assert_eq!(run.ended().await, RunStatus::Completed);
        let states = "select state || ' ' || count(*) from projects group by state order by state";
        assert_eq!(stage.texts(states).await, ["archived 1", "live 119"]);
        let live = stage.texts("select project_key from live_issues").await;
        assert!(live.len() == 119 && !live.contains(&archived), "{live:?}");
        let newest = "select count(*) from sync_run_projects where status = 'completed' and run_id =
            (select id from sync_runs order by started_at desc limit 1)";
        assert_eq!(stage.count(newest).await, 119, "each live project is read, and read once");
    })
    .await;
}

/// A response that lists all projects but the last, with this total.
fn list_without_last_project(stage: &Stage, total: usize, edition: Edition) -> Fault {
    let mut projects: Vec<_> = stage
        .jira
        .site()
        .truth()
        .projects
        .iter()
        .map(|project| json!({"id": project.id.to_string(), "key": project.key, "name": project.key}))
        .collect();
    projects.pop();
    let (path, of, body) = match edition {
        Edition::Cloud => {
            let page = json!({"values": projects, "total": total, "isLast": true});
            ("/rest/api/3/project/search", "status=live", page)
        }
        Edition::DataCenter => ("/rest/api/2/project", "expand=lead", json!(projects)),
    };
    Fault::on(path, answer(&body)).containing(of)
}

#[tokio::test(flavor = "multi_thread")]
async fn inconsistent_project_list_marks_nothing_and_is_reported() {
    on_each_database(async |url| {
        let [cloud, _] = small_editions();
        let stage = Stage::new(&url, cloud).await;
        stage.sync_ok(SyncMode::Full).await;
        let fault = list_without_last_project(&stage, 3, Edition::Cloud);
        stage.jira.faults().add(fault);
        // A lookup would not find the unlisted project either.
        let last = stage.project_keys().remove(2);
        stage.jira.site().set_permission(&last, false).unwrap();
        stage.jira.reset_stats();
        let (run, rows) = stage.sync(SyncMode::Incremental).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors, "{rows:?}");
        let message = run.error_message.unwrap();
        assert!(
            message.contains("Jira counts 3 projects and lists 2") && message.contains("next run"),
            "{message}"
        );
        assert_eq!((stage.count(MARKED).await, stage.texts(LOST).await), (0, vec![]));
        let asked =
            stage.jira.requests().into_iter().filter(|line| line.query.contains("status=live")).count();
        assert_eq!(asked, 3, "it is read again, and not for ever");
        stage.jira.faults().clear();
        stage.sync_ok(SyncMode::Incremental).await;
        assert_eq!(stage.texts(LOST).await, [last], "a list that holds together is believed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unlisted_project_that_jira_still_shows_is_kept() {
    on_each_database(async |url| {
        for config in small_editions() {
            let edition = config.edition;
            let stage = Stage::synced(&url, config).await;
            stage.jira.faults().add(list_without_last_project(&stage, 2, edition));
            let run = stage.sync_ok(SyncMode::Census).await;
            assert_eq!(run.successful_projects, 3, "it is read as well");
            assert_eq!((stage.count(MARKED).await, stage.texts(LOST).await), (0, vec![]));
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn project_whose_lookup_fails_is_kept_and_named() {
    on_each_database(async |url| {
        for config in small_editions() {
            let version = if config.edition == Edition::Cloud { 3 } else { 2 };
            let stage = Stage::new(&url, config).await;
            stage.set(PerformanceSettings { max_retries: 0, ..PerformanceSettings::default() }).await;
            stage.sync_ok(SyncMode::Full).await;
            let project = stage.jira.site().truth().projects.remove(1);
            stage.jira.site().set_permission(&project.key, false).unwrap();
            for status in [500, 401] {
                let path = format!("/rest/api/{version}/project/{}", project.id);
                stage.jira.faults().add(Fault::on(&path, FaultKind::Problem { status }));
                let (run, _) = stage.sync(SyncMode::Incremental).await;
                assert_eq!(run.status, RunStatus::CompletedWithErrors);
                let message = run.error_message.unwrap();
                assert!(message.contains(&format!("lacks {}", project.key)), "{message}");
                assert_eq!((stage.count(MARKED).await, stage.texts(LOST).await), (0, vec![]));
                stage.jira.faults().clear();
            }
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.texts(LOST).await, [project.key]);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn loss_of_most_projects_is_marked_only_after_confirmation() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::new(&url, DemoConfig { projects: 10, issues: 20, ..config }).await;
            stage.sync_ok(SyncMode::Full).await;
            let gone = stage.project_keys().split_off(1);
            permit(&stage, &gone, false);
            for _ in 0..2 {
                stage.jira.reset_stats();
                let (run, _) = stage.sync(SyncMode::Incremental).await;
                let is_lookup = |line: &&jira_sync::demo::RequestLine| {
                    line.path.rsplit_once("/project/").is_some_and(|(_, id)| id.parse::<u64>().is_ok())
                };
                assert_eq!(
                    stage.jira.requests().iter().filter(is_lookup).count(),
                    5,
                    "not all are looked up in vain"
                );
                assert_eq!(run.status, RunStatus::CompletedWithErrors);
                let message = run.error_message.unwrap();
                for part in [
                    "9 of 10 projects",
                    "180 of 200 issues",
                    "Data check page",
                    "--site demo --accept-losses",
                ] {
                    assert!(message.contains(part), "{part}: {message}");
                }
                assert_eq!((stage.count(MARKED).await, stage.texts(LOST).await), (0, vec![]));
                assert_eq!(stage.texts(DOUBT).await, [Doubt::ProjectsLost.as_str()]);
            }
            // Naming one project confirms only that one.
            let named = Selection { projects: vec![gone[0].clone()], ..confirmed() };
            stage.sync_part(SyncMode::Census, named).await;
            assert_eq!(stage.count(MARKED).await, 0);
            assert_eq!(stage.texts(DOUBT).await, [Doubt::ProjectsLost.as_str()]);

            let (run, _) = stage.sync_part(SyncMode::Incremental, confirmed()).await;
            assert_eq!((run.status.0.as_str(), run.error_message), ("completed", None));
            assert_eq!((stage.count(MARKED).await, stage.texts(LOST).await.len()), (180, 9));
            assert_eq!(stage.texts(DOUBT).await, [""]);
            let warnings = stage.database.runs().warnings(run.id).await.unwrap();
            assert_eq!(warnings.len(), 9, "the run says what it marked");
            assert!(
                warnings.iter().all(|row| row.problem.contains("20 issues are marked as access_lost")),
                "{warnings:?}"
            );

            permit(&stage, &gone, true);
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn losing_a_project_with_half_of_all_issues_needs_confirmation() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::new(&url, DemoConfig { projects: 5, issues: 4, ..config }).await;
            let large = stage.project_keys().remove(2);
            let new = || jira_sync::demo::NewIssue {
                project: large.clone(),
                summary: "One of many".to_owned(),
                ..Default::default()
            };
            (0..12).for_each(|_| drop(stage.jira.site().create_issue(new()).unwrap()));
            stage.sync_ok(SyncMode::Full).await;
            stage.jira.site().set_permission(&large, false).unwrap();
            let (run, _) = stage.sync(SyncMode::Incremental).await;
            let message = run.error_message.unwrap();
            assert!(message.contains("1 of 5 projects of demo, with 16 of 32 issues"), "{message}");
            assert_eq!(stage.count(MARKED).await, 0);
            // Archiving reported by Jira itself needs no confirmation.
            stage.jira.site().set_permission(&large, true).unwrap();
            stage.jira.site().set_project_state(&large, ProjectState::Archived).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(MARKED).await, 16);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn site_that_suddenly_lists_no_projects_fails_and_marks_nothing() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::synced(&url, config).await;
            let synced = stage.database.sites().all().await.unwrap()[0].last_synced_at;
            let all = stage.project_keys();
            permit(&stage, &all, false);
            for mode in [SyncMode::Incremental, SyncMode::Census] {
                let (run, rows) = stage.sync(mode).await;
                assert_eq!(run.status, RunStatus::Failed);
                assert_eq!((rows.len(), rows[0].status.0.as_str()), (1, "failed"));
                let message = rows[0].error_message.clone().unwrap();
                for part in ["accepts the sign-in", "lists no project", "Grant it Browse Projects"] {
                    assert!(message.contains(part), "{part}: {message}");
                }
                assert!(run.error_message.unwrap().contains(&message));
                let site = stage.database.sites().all().await.unwrap().remove(0);
                assert_eq!((site.connected, site.last_synced_at), (Some(false), synced));
                assert_eq!(site.error_message.as_ref(), Some(&message));
                assert_eq!(stage.count(MARKED).await, 0);
            }
            let compared = stage.compare().await;
            assert!(compared[0].error_message.as_ref().unwrap().contains("lists no project"), "{compared:?}");

            let (run, _) = stage.sync_part(SyncMode::Incremental, confirmed()).await;
            assert_eq!(run.status, RunStatus::Completed);
            assert_eq!((stage.count(MARKED).await, stage.texts(LOST).await.len()), (60, 3));
            permit(&stage, &all, true);
            stage.sync_ok(SyncMode::Incremental).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.texts(DOUBT).await, [""]);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn site_without_visible_projects_reports_the_missing_permission() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::new(&url, config).await;
            let all = stage.project_keys();
            permit(&stage, &all, false);
            let run = stage.sync_ok(SyncMode::Incremental).await;
            let message = run.error_message.unwrap();
            assert!(
                message.contains("demo lists no project") && message.contains("Browse Projects"),
                "{message}"
            );
            assert_eq!(stage.texts(DOUBT).await, [Doubt::NoProjects.as_str()]);
            permit(&stage, &all, true);
            assert_eq!(stage.sync_ok(SyncMode::Incremental).await.error_message, None);
            assert_eq!(stage.texts(DOUBT).await, [""]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_reports_projects_that_jira_no_longer_lists() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::synced(&url, config).await;
            let hidden = stage.project_keys().remove(1);
            stage.jira.site().set_permission(&hidden, false).unwrap();
            let compared = stage.compare().await;
            let report = compared[0].projects.iter().find(|report| report.project_key == hidden).unwrap();
            assert_eq!((report.issues, report.surplus), (0, 20));
            assert!(report.error_message.as_ref().unwrap().contains("does not list"), "{report:?}");
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn project_listed_or_selected_twice_is_read_once() {
    on_each_database(async |url| {
        for config in small_editions() {
            let edition = config.edition;
            let stage = Stage::new(&url, config).await;
            let mut projects: Vec<_> = stage
                .jira
                .site()
                .truth()
                .projects
                .iter()
                .map(|project| json!({"id": project.id.to_string(), "key": project.key, "name": project.key}))
                .collect();
            projects.push(projects[0].clone());
            let (path, body) = match edition {
                Edition::Cloud => {
                    let page = json!({"values": projects, "total": 4, "isLast": true});
                    ("/rest/api/3/project/search", page)
                }
                Edition::DataCenter => ("/rest/api/2/project", json!(projects)),
            };
            let of = if edition == Edition::Cloud { "status=live" } else { "expand=lead" };
            stage.jira.faults().add(Fault::on(path, answer(&body)).containing(of));
            let twice =
                Selection { projects: vec![stage.project_keys()[0].clone(); 2], ..Selection::default() };
            let (run, rows) = stage.sync_part(SyncMode::Full, twice).await;
            assert_eq!((run.total_projects, run.total_issues, rows.len()), (1, 20, 1), "{run:?}");
            clear(&stage).await;
        }
    })
    .await;
}
