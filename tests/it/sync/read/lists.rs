//! A reference list that is refused or fails is unknown, not empty: its rows stay, and the run has a warning.

mod costly;
mod fields;
mod items;

use std::{collections::BTreeMap, time::Duration};

use app::model::{PerformanceSettings, RunStatus, SyncMode};
use jira_sync::{
    demo::{DemoConfig, Edition, Fault, FaultKind, NewIssue},
    store::RunRow,
    sync::TimeLimits,
};
use sea_orm::ConnectionTrait;

use crate::{
    support::{
        database::{TestDatabase, on_each_database},
        site,
    },
    sync::stage::{Stage, clear, editions},
};

/// The tables of lists; those of boards come last.
const TABLES: [&str; 9] = [
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

const SCOPE: &str = r#"{"code":401,"message":"Unauthorized; scope does not match"}"#;

fn api(edition: Edition) -> &'static str {
    if edition == Edition::Cloud { "/rest/api/3" } else { "/rest/api/2" }
}

fn status(status: u16, body: Option<&str>) -> FaultKind {
    FaultKind::Status { status, headers: BTreeMap::new(), body: body.map(str::to_owned) }
}

/// Every way in which a list can fail permanently.
fn failures() -> Vec<FaultKind> {
    let mut failures: Vec<FaultKind> =
        [403, 404, 409, 413, 500, 503].into_iter().map(|code| status(code, None)).collect();
    failures.push(status(401, Some(SCOPE)));
    failures.push(status(302, None));
    failures.push(status(200, Some(r#"{"unexpected":true}"#)));
    failures.extend([FaultKind::Html { status: 200 }, FaultKind::Empty { status: 200 }]);
    failures.extend([FaultKind::Truncated, FaultKind::Reset]);
    failures
}

/// The paths of all lists of the platform, and their names in warnings (projects and boards are named by id).
fn lists(edition: Edition) -> Vec<(String, &'static str)> {
    let users = if edition == Edition::Cloud { "users/search" } else { "user/search" };
    let paths = [
        ("field", "field"),
        ("status", "status"),
        ("issuetype", "issuetype"),
        ("priority", "priority"),
        ("resolution", "resolution"),
        (users, "users"),
        ("worklog/updated", "worklog/updated"),
        ("worklog/deleted", "worklog/deleted"),
    ];
    paths.into_iter().map(|(path, name)| (format!("{}/{path}", api(edition)), name)).collect()
}

/// The rows of these tables, as text.
async fn rows(stage: &Stage, tables: &[&'static str]) -> Vec<(&'static str, Vec<String>)> {
    let mut all = Vec::new();
    for table in tables.iter().copied() {
        let query = format!(
            "select cast(id as text) || ' ' || name || coalesce(' gone ' || cast(deleted_at as text), '')
             from {table} order by 1"
        );
        let rows = stage.texts(&query).await;
        assert!(!rows.is_empty(), "{table}");
        all.push((table, rows));
    }
    all
}

/// Adds rows that Jira does not have: one of each table, and one of each project and scrum board.
async fn add_ghosts(stage: &Stage) {
    for statement in [
        "insert into fields (site_id, id, name, custom) select id, 'ghost', 'ghost', false from sites",
        "insert into statuses (site_id, id, name) select id, 'ghost', 'ghost' from sites",
        "insert into issue_types (site_id, id, name, subtask) select id, 'ghost', 'ghost', false from sites",
        "insert into priorities (site_id, id, name) select id, 'ghost', 'ghost' from sites",
        "insert into resolutions (site_id, id, name) select id, 'ghost', 'ghost' from sites",
        "insert into versions (site_id, id, project_id, name, released, archived)
             select site_id, 900000000 + id, id, 'ghost', false, false from projects",
        "insert into components (site_id, id, project_id, name)
             select site_id, 900000000 + id, id, 'ghost' from projects",
        "insert into sprints (site_id, id, board_id, name)
             select site_id, 900000000 + id, id, 'ghost' from boards where board_type = 'scrum'",
        "insert into boards (site_id, id, name) select id, 900000000, 'ghost' from sites",
    ] {
        stage.sql.execute_unprepared(statement).await.unwrap();
    }
}

/// The warnings of a run about lists: project and list.
async fn warned(stage: &Stage, run: &RunRow) -> Vec<(String, String)> {
    let warnings = stage.database.runs().warnings(run.id).await.unwrap();
    let lists = warnings.into_iter().filter(|row| row.path != "issue/*/remotelink");
    let mut warned: Vec<_> = lists.map(|row| (row.project_key, row.path)).collect();
    warned.sort();
    warned
}

async fn assert_connected(stage: &Stage) {
    let site = &stage.database.sites().all().await.unwrap()[0];
    assert_eq!((site.connected, site.error_message.as_deref()), (Some(true), None));
}

/// Settings without retries.
fn without_retries() -> PerformanceSettings {
    PerformanceSettings { max_retries: 0, ..PerformanceSettings::default() }
}

fn small(config: DemoConfig) -> DemoConfig {
    DemoConfig { issues: 12, ..config }
}

/// Empties the tables that [`clear`] leaves out.
async fn clear_reference(stage: &Stage) {
    clear(stage).await;
    for table in TABLES.into_iter().chain(["users", "site_cursors"]) {
        stage.sql.execute_unprepared(&format!("delete from {table}")).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_reference_list_keeps_its_rows() {
    on_each_database(async |url| {
        for config in editions().map(small) {
            let (edition, stage) = (config.edition, Stage::new(&url, config).await);
            stage.set(without_retries()).await;
            stage.sync_ok(SyncMode::Full).await;
            add_ghosts(&stage).await;
            let before = rows(&stage, &TABLES).await;
            let site = stage.jira.site();
            let projects: Vec<_> = site.truth().projects.into_iter().map(|p| (p.id, p.key)).collect();
            for failure in failures() {
                site.create_issue(NewIssue { project: projects[0].1.clone(), ..NewIssue::default() })
                    .unwrap();
                let missing = failure == status(404, None);
                let mut expected = Vec::new();
                for (path, name) in lists(edition) {
                    stage.jira.faults().add(Fault::on(&path, failure.clone()));
                    // A feed that a Jira does not have causes no warning.
                    if !(missing && name.starts_with("worklog")) {
                        expected.push(("*".to_owned(), name.to_owned()));
                    }
                }
                for (id, key) in &projects {
                    for list in ["versions", "components"] {
                        let path = format!("{}/project/{id}/{list}", api(edition));
                        stage.jira.faults().add(Fault::on(&path, failure.clone()));
                        expected.push((key.clone(), format!("project/{id}/{list}")));
                    }
                }
                stage.jira.faults().add(Fault::on("/rest/agile/1.0/board/", failure.clone()));
                let scrum = "select 'board/' || id || '/sprint' from boards where board_type = 'scrum'";
                expected.extend(stage.texts(scrum).await.into_iter().map(|name| ("*".to_owned(), name)));
                expected.sort();
                let run = stage.sync_ok(SyncMode::Full).await;
                assert_eq!(warned(&stage, &run).await, expected, "{failure:?}");
                // The list of boards was read, so a board that is not in it is gone.
                for (table, rows) in rows(&stage, &TABLES).await {
                    let known = &before.iter().find(|before| before.0 == table).unwrap().1;
                    assert_eq!(rows == *known, table != "boards", "{table} {failure:?}");
                }
                stage.assert_equal_to_truth().await;
                assert_connected(&stage).await;
                stage.jira.faults().clear();

                unmark(&stage).await;
                if ![403, 404, 500].map(|code| status(code, None)).contains(&failure) {
                    continue;
                }
                // Only the list of boards fails.
                stage.jira.faults().add(Fault::on("/rest/agile/1.0/board", failure.clone()));
                let run = stage.sync_ok(SyncMode::Full).await;
                let expected: &[(String, String)] =
                    if missing { &[] } else { &[("*".to_owned(), "board".to_owned())] };
                assert_eq!(warned(&stage, &run).await, expected, "{failure:?}");
                assert_eq!(rows(&stage, &TABLES[7..]).await, before[7..], "{failure:?}");
                assert_connected(&stage).await;
                stage.jira.faults().clear();
                unmark(&stage).await;
            }
            let run = stage.sync_ok(SyncMode::Full).await;
            assert_eq!(warned(&stage, &run).await, []);
            for table in TABLES {
                let left =
                    format!("select count(*) from {table} where name = 'ghost' and deleted_at is null");
                assert_eq!(stage.count(&left).await, 0, "{table}");
            }
            clear_reference(&stage).await;
        }
    })
    .await;
}

async fn unmark(stage: &Stage) {
    for table in TABLES {
        stage.sql.execute_unprepared(&format!("update {table} set deleted_at = null")).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn token_without_some_scopes_syncs_all_but_the_refused_lists() {
    on_each_database(async |url| {
        for config in editions() {
            let (api, stage) = (api(config.edition), Stage::new(&url, config).await);
            let refused = ["/rest/agile/1.0".to_owned(), format!("{api}/user"), format!("{api}/priority")];
            for path in refused {
                stage.jira.faults().add(Fault::on(&path, status(401, Some(SCOPE))));
            }
            let project = stage.jira.site().truth().projects[1].clone();
            let versions = format!("{api}/project/{}/versions", project.id);
            stage.jira.faults().add(Fault::on(&versions, status(401, Some(SCOPE))));
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(run.error_message, None);
            stage.assert_equal_to_truth().await;
            assert_connected(&stage).await;
            let all = |name: &str| ("*".to_owned(), name.to_owned());
            let of_project = (project.key, format!("project/{}/versions", project.id));
            let expected = [all("board"), all("priority"), all("users"), of_project];
            assert_eq!(warned(&stage, &run).await, expected);
            let warnings = stage.database.runs().warnings(run.id).await.unwrap();
            for warning in warnings.into_iter().filter(|row| row.path != "issue/*/remotelink") {
                assert!(warning.problem.contains("denied access (401) to GET rest/"), "{warning:?}");
                assert!(warning.problem.contains("scope does not match"), "{warning:?}");
                assert_eq!((warning.instance.as_str(), warning.example_issue.as_str()), ("demo", ""));
            }
            clear_reference(&stage).await;
        }
    })
    .await;
}

/// The owners of the ghosts that are not marked as deleted.
async fn ghosts(stage: &Stage, table: &str, owner: &str) -> Vec<String> {
    let query = format!(
        "select cast({owner} as text) from {table} where name = 'ghost' and deleted_at is null order by {owner}"
    );
    stage.texts(&query).await
}

#[tokio::test(flavor = "multi_thread")]
async fn list_failure_of_one_project_or_board_does_not_affect_others() {
    on_each_database(async |url| {
        for config in editions() {
            let (api, stage) = (api(config.edition), Stage::new(&url, config).await);
            stage.sync_ok(SyncMode::Full).await;
            add_ghosts(&stage).await;
            let projects = stage.jira.site().truth().projects;
            let board =
                stage.texts("select cast(min(id) as text) from boards where board_type = 'scrum'").await;
            for (path, code) in [
                (format!("{api}/project/{}/versions", projects[0].id), 403),
                (format!("{api}/project/{}/components", projects[2].id), 403),
                (format!("/rest/agile/1.0/board/{}/sprint", board[0]), 500),
            ] {
                stage.jira.faults().add(Fault::on(&path, status(code, None)));
            }
            let run = stage.sync_ok(SyncMode::Full).await;
            assert_eq!(ghosts(&stage, "versions", "project_id").await, [projects[0].id.to_string()]);
            assert_eq!(ghosts(&stage, "components", "project_id").await, [projects[2].id.to_string()]);
            assert_eq!(ghosts(&stage, "sprints", "board_id").await, board);
            assert_eq!(ghosts(&stage, "boards", "id").await, [""; 0]);
            let expected = [
                ("*".to_owned(), format!("board/{}/sprint", board[0])),
                (projects[0].key.clone(), format!("project/{}/versions", projects[0].id)),
                (projects[2].key.clone(), format!("project/{}/components", projects[2].id)),
            ];
            let mut warned = warned(&stage, &run).await;
            warned.sort_by_key(|warning| warning.1.clone());
            let mut expected = expected.to_vec();
            expected.sort_by_key(|warning| warning.1.clone());
            assert_eq!(warned, expected);
            let real = "select count(*) from versions where name <> 'ghost' and deleted_at is not null";
            assert_eq!(stage.count(real).await, 0);

            // Everything of a hidden project is gone with it, even if other projects' lists are unknown.
            stage.jira.site().set_permission(&projects[1].key, false).unwrap();
            // The first run settles the project at its end; its lists follow in the next run.
            stage.sync_ok(SyncMode::Full).await;
            stage.sync_ok(SyncMode::Full).await;
            let left = format!(
                "select count(*) from versions where project_id = {} and deleted_at is null",
                projects[1].id
            );
            assert_eq!(stage.count(&left).await, 0);
            clear_reference(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn list_that_fails_or_loops_on_a_later_page_keeps_all_rows() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, DemoConfig { projects: 55, issues: 1, ..cloud }).await;
    stage.set(without_retries()).await;
    stage.sync_ok(SyncMode::Full).await;
    let before = rows(&stage, &TABLES).await;
    assert!(before[7].1.len() > 50, "boards come in two pages");
    let boards = |fault| Fault::on("/rest/agile/1.0/board", fault).containing("startAt=50");
    for (fault, why) in [
        (boards(status(500, None)), "status 500"),
        (boards(status(400, None)), "rejected"),
        (boards(FaultKind::Truncated), "unexpected response"),
        (boards(FaultKind::FirstPageAgain), "loop"),
    ] {
        stage.jira.faults().add(fault);
        let run = stage.sync_ok(SyncMode::Full).await;
        assert_eq!(rows(&stage, &TABLES).await, before, "{why}");
        assert_eq!(warned(&stage, &run).await, [("*".to_owned(), "board".to_owned())]);
        let warnings = stage.database.runs().warnings(run.id).await.unwrap();
        assert!(warnings[0].problem.contains(why), "{warnings:?}");
        stage.jira.faults().clear();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hanging_reference_lists_do_not_delay_issues() {
    let database = TestDatabase::sqlite();
    for config in editions().map(small) {
        let (edition, mut stage) = (config.edition, Stage::new(&database.url, config).await);
        let times = TimeLimits { reference: Duration::from_millis(500), ..TimeLimits::default() };
        stage.restart(vec![site("demo", &stage.jira.base_url(), "demo")], times).await;
        let _held: Vec<_> = ["status", "priority"]
            .map(|list| stage.jira.hold(&format!("{}/{list}", api(edition))))
            .into_iter()
            .collect();
        let result = stage.run_with(without_retries()).await;
        assert_eq!(result.status, RunStatus::Completed, "{result:?}");
        stage.assert_equal_to_truth().await;
        let problems =
            stage.texts("select path || ': ' || problem from sync_run_warnings order by path").await;
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            problems[0]
                .starts_with("priority: it was not read: the lists of this site took longer than 0.5 s")
        );
        stage.sql.execute_unprepared("delete from sync_run_warnings; delete from sync_runs").await.unwrap();
        clear_reference(&stage).await;
    }
}
