//! A problem of one issue affects only that issue, whatever it is requested together with, and it is retried later.

use std::time::Duration;

use app::model::{ProjectState, RunStatus, SyncMode};
use chrono::TimeDelta;
use jira_sync::demo::{Edition, Fault, FaultKind, IssueEdit, NewIssue};
use sea_orm::ConnectionTrait;

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::{
        stage::{Stage, clear, editions},
        write::quarantine,
    },
};

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, headers: Default::default(), body: None }
}

async fn quarantined(stage: &Stage) -> Vec<String> {
    stage.texts("select document_key from quarantined_issues order by document_key").await
}

/// Key and id of an issue in the middle of the first project.
fn damaged(stage: &Stage) -> (String, u64) {
    let site = stage.jira.site();
    let project = site.truth().projects[0].key.clone();
    let issue = site.truth_page(Some(&project), None, 70).issues.pop().unwrap();
    (issue.key, issue.id)
}

/// Each sync rereads the latest changes; this makes sure the issues under test are no longer among them.
async fn make_later_changes(stage: &Stage) {
    let site = stage.jira.site();
    site.advance_clock(TimeDelta::hours(1));
    let edit = IssueEdit { summary: Some("Later".to_owned()), ..IssueEdit::default() };
    site.edit_issue(&stage.issue_keys(0)[5], edit).unwrap();
    site.advance_clock(TimeDelta::hours(1));
    stage.sync_ok(SyncMode::Incremental).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_that_fails_every_request_is_quarantined_alone() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let (key, id) = damaged(&stage);
            stage.jira.faults().add(Fault::on("", status(500)).holding(&key));
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
            assert_eq!(quarantined(&stage).await, [id.to_string()]);
            let stored = stage.count("select count(*) from live_issues").await;
            assert_eq!(stored + 1, stage.jira.site().truth().issues);

            // The watermark did not wait for it: the next run reads only the overlap, and still reports the quarantine.
            let hits = stage.jira.faults().hits();
            let (run, _) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors);
            assert_eq!(run.error_message.as_deref(), Some("1 issue is quarantined."));
            assert!(run.total_issues < 60, "{run:?}");
            if stage.jira.site().config().edition == Edition::Cloud {
                assert_eq!(stage.jira.faults().hits(), hits, "it is not asked for before its pause ends");
            }

            // A census continues as well.
            let (run, projects) = stage.sync(SyncMode::Census).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
            assert!(projects.iter().all(|row| row.status == ProjectState::Completed), "{projects:?}");

            stage.jira.faults().clear();
            stage.end_pause().await;
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(quarantined(&stage).await, [""; 0]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_whose_changelog_or_comments_fail_is_quarantined() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let edition = config.edition;
        let stage = Stage::new(&database.url, config).await;
        let site = stage.jira.site();
        let (history, history_id) = damaged(&stage);
        let project = site.truth().projects[1].key.clone();
        let comments = site.truth_page(Some(&project), None, 9).issues.pop().unwrap();
        // More comments than an issue document includes.
        (0..25).for_each(|n| drop(site.add_comment(&comments.key, &format!("comment {n}")).unwrap()));
        match edition {
            Edition::Cloud => {
                let bulk = Fault::on("/rest/api/*/changelog/bulkfetch", status(500)).holding(&history);
                stage.jira.faults().add(bulk);
                stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/changelog", status(500)));
                stage
                    .jira
                    .faults()
                    .add(Fault::on("/rest/api/*/issue/*/comment", status(502)).holding(&comments.key));
            }
            Edition::DataCenter => {
                stage.jira.faults().add(Fault::on("", status(500)).containing("changelog").holding(&history));
            }
        }
        let (run, projects) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
        let mut expected = vec![history_id.to_string()];
        if edition == Edition::Cloud {
            expected.push(comments.id.to_string());
        }
        expected.sort();
        assert_eq!(quarantined(&stage).await, expected);
        let stored = stage.count("select count(*) from live_issues").await;
        assert_eq!(stored + expected.len() as u64, site.truth().issues);
        stage.jira.faults().clear();
        stage.end_pause().await;
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
        clear(&stage).await;
        stage.sql.execute_unprepared("delete from quarantined_issues").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_issue_leaves_the_quarantine() {
    let database = TestDatabase::sqlite();
    for config in editions() {
        let stage = Stage::new(&database.url, config).await;
        let (key, id) = damaged(&stage);
        stage.jira.faults().add(Fault::on("", status(500)).holding(&key));
        stage.sync(SyncMode::Full).await;
        assert_eq!(quarantined(&stage).await, [id.to_string()]);
        stage.jira.faults().clear();
        stage.jira.site().delete_issue(&key).unwrap();
        stage.end_pause().await;
        stage.sync_ok(SyncMode::Incremental).await;
        assert_eq!(quarantined(&stage).await, [""; 0]);
        stage.assert_equal_to_truth().await;
        clear(&stage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_issue_that_was_never_stored_leaves_no_parent_or_link() {
    on_each_database(async |url| {
        for (config, in_quarantine) in editions().into_iter().flat_map(|config| [(config.clone(), false), (config, true)])
        {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let keys = stage.issue_keys(0);
            let project = keys[0].split_once('-').unwrap().0.to_owned();
            let parent = site.create_issue(NewIssue { project: project.clone(), ..NewIssue::default() }).unwrap();
            let child = NewIssue {
                project,
                issue_type: "Sub-task".to_owned(),
                parent: Some(parent.clone()),
                ..NewIssue::default()
            };
            let child = site.create_issue(child).unwrap();
            site.link_issues(&keys[0], &parent, "Blocks").unwrap();
            stage.sync_ok(SyncMode::Full).await;
            let names = format!(
                "select key from issues where parent_key = '{parent}' union
                 select i.key from issues i join issue_links l on l.issue_id = i.id where linked_issue_key = '{parent}'
                 order by 1"
            );
            let mut naming = vec![child, keys[0].clone()];
            naming.sort();
            assert_eq!(stage.texts(&names).await, naming);
            make_later_changes(&stage).await;

            let unstored = format!("select id from issues where key = '{parent}'");
            for (table, id) in [("issue_links", "issue_id"), ("issue_keys", "issue_id"), ("issues", "id")] {
                let statement = format!("delete from {table} where {id} in ({unstored})");
                stage.sql.execute_unprepared(&statement).await.unwrap();
            }
            let id = site.truth_page(None, None, 1000).issues.into_iter().find(|issue| issue.key == parent);
            let id = id.unwrap().id;
            site.delete_issue(&parent).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.texts(&names).await, naming, "no list shows it");
            if in_quarantine {
                let entry = format!(
                    "insert into quarantined_issues (site_id, project_id, document_key, issue_id, document, reason,
                         first_seen_at, last_seen_at)
                     values (1, 0, '{id}', {id}, 'null', 'a test', '2024-01-01T00:00:00+00:00',
                         '2024-01-01T00:00:00+00:00')"
                );
                stage.sql.execute_unprepared(&entry).await.unwrap();
            }
            let mode = if in_quarantine { SyncMode::Incremental } else { SyncMode::Census };
            stage.sync_ok(mode).await;
            assert_eq!(stage.texts(&names).await, [""; 0]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

/// Data Center names the epic of an issue by key alone.
#[tokio::test(flavor = "multi_thread")]
async fn deleted_epic_that_was_never_stored_is_removed_from_its_children() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let project = stage.issue_keys(0)[0].split_once('-').unwrap().0.to_owned();
            let of = |issue_type: &str, parent: Option<String>| NewIssue {
                project: project.clone(),
                issue_type: issue_type.to_owned(),
                parent,
                ..NewIssue::default()
            };
            let epic = site.create_issue(of("Epic", None)).unwrap();
            let story = site.create_issue(of("Story", Some(epic.clone()))).unwrap();
            stage.sync_ok(SyncMode::Full).await;
            let naming = format!("select key from issues where parent_key = '{epic}'");
            assert_eq!(stage.texts(&naming).await, [story.as_str()]);
            make_later_changes(&stage).await;
            for (table, id) in [("issue_keys", "issue_id"), ("issues", "id")] {
                let unstored = format!("(select id from issues where key = '{epic}')");
                let statement = format!("delete from {table} where {id} in {unstored}");
                stage.sql.execute_unprepared(&statement).await.unwrap();
            }
            site.delete_issue(&epic).unwrap();
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!(stage.texts(&naming).await, [""; 0]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issues_are_stored_when_time_tracking_and_comments_are_off() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.jira.site().set(|settings| {
                settings.time_tracking = false;
                settings.comments = false;
            });
            stage.sync_ok(SyncMode::Full).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.count("select count(*) from worklogs").await, 0);
            let asked = |list: &str| {
                let lines = stage.jira.requests();
                lines.iter().filter(|line| line.path.ends_with(list)).count()
            };
            // A list that the project has switched off is requested only by the issues being read at that moment.
            assert!(
                asked("/worklog") < 60 && asked("/comment") < 60,
                "{} {}",
                asked("/worklog"),
                asked("/comment")
            );
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failing_remote_links_of_one_issue_do_not_affect_others() {
    on_each_database(async |url| {
        for (config, code) in editions().into_iter().zip([413, 500]) {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let of_issues =
                "select cast(issue_id as text) from remote_links group by issue_id order by issue_id";
            let with_links = stage.texts(of_issues).await;
            assert!(with_links.len() > 2, "{with_links:?}");
            stage.sql.execute_unprepared("delete from remote_links").await.unwrap();
            stage.sql.execute_unprepared("update issues set remote_links_stale = true").await.unwrap();
            let bad = with_links[1].clone();
            stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", status(code)).holding(&bad));
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
            assert_eq!(quarantined(&stage).await, [format!("{bad}/remotelink")]);
            let others: Vec<&String> = with_links.iter().filter(|id| **id != bad).collect();
            assert_eq!(stage.texts(of_issues).await.iter().collect::<Vec<_>>(), others);
            assert_eq!(stage.texts("select name from sites where connected = true").await, ["demo"]);
            stage.jira.faults().clear();
            stage.end_pause().await;
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.texts(of_issues).await, with_links);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_links_outside_the_token_scope_are_kept_with_a_warning() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.sync_ok(SyncMode::Full).await;
    let stored = stage.count("select count(*) from remote_links").await;
    stage.sql.execute_unprepared("update issues set remote_links_stale = true").await.unwrap();
    stage.jira.faults().add(Fault::on("/rest/api/*/issue/*/remotelink", FaultKind::ScopeMismatch));
    let run = stage.sync_ok(SyncMode::Incremental).await;
    assert_eq!(stage.count("select count(*) from remote_links").await, stored);
    let warnings = stage.database.runs().warnings(run.id).await.unwrap();
    assert!(warnings.iter().any(|row| row.path == "issue/*/remotelink"), "{warnings:?}");
    assert!(stage.jira.faults().hits() <= 50, "it is not asked for issue by issue");
    assert_eq!(quarantined(&stage).await, [""; 0]);
    stage.jira.faults().clear();
    stage.sync_ok(SyncMode::Full).await;
    assert_eq!(stage.count("select count(*) from issues where remote_links_stale = true").await, 0);
}

/// With enough batches that the reader has used all memory permits while the writer stores one batch in parts.
#[tokio::test(flavor = "multi_thread")]
async fn issue_refused_by_the_database_does_not_block_a_large_project() {
    on_each_database(async |url| {
        for config in editions() {
            let stage =
                Stage::new(&url, jira_sync::demo::DemoConfig { projects: 1, issues: 450, ..config }).await;
            let (_, id) = damaged(&stage);
            quarantine::refuse(&stage, id).await;
            let settings = app::model::PerformanceSettings { batch_size: 50, ..Default::default() };
            stage.set(settings).await;
            let run = tokio::time::timeout(Duration::from_secs(120), stage.sync(SyncMode::Full)).await;
            let (run, projects) = run.expect("it ends");
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "{run:?} {projects:?}");
            assert_eq!(stage.count("select count(*) from live_issues").await, 449);
            assert_eq!(quarantined(&stage).await, [id.to_string()]);
            quarantine::accept(&stage).await;
            stage.sql.execute_unprepared("delete from quarantined_issues").await.unwrap();
            clear(&stage).await;
        }
    })
    .await;
}
