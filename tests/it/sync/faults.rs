use app::model::{ProjectState, RunStatus, SyncMode};
use jira_sync::{
    demo::{Fault, FaultKind},
    store::{IssueId, JiraId},
};

use super::stage::{Stage, editions};
use crate::support::{database::on_each_database, site};

#[tokio::test(flavor = "multi_thread")]
async fn site_that_refuses_the_token_does_not_affect_other_sites() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::with_sites(&url, cloud, |jira| {
            vec![site("good", &jira.base_url(), "demo"), site("bad", &jira.base_url(), "wrong")]
        })
        .await;
        let (run, projects) = stage.sync(SyncMode::Incremental).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors);
        assert_eq!(run.total_issues.cast_unsigned(), stage.jira.site().truth().issues);
        let bad: Vec<_> = projects.iter().filter(|row| row.instance == "bad").collect();
        assert_eq!(bad.len(), 1);
        assert_eq!(bad[0].status, ProjectState::Failed);
        assert!(bad[0].error_message.as_ref().unwrap().contains("token"), "{bad:?}");
        assert_eq!(projects.iter().filter(|row| row.status == ProjectState::Completed).count(), 3);
        let connected = "select name from sites where connected = true order by name";
        assert_eq!(stage.texts(connected).await, ["good"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failing_project_does_not_affect_other_projects() {
    for config in editions() {
        let database = crate::support::database::TestDatabase::sqlite();
        let stage = Stage::new(&database.url, config).await;
        let project = stage.jira.site().truth().projects[1].clone();
        stage.jira.faults().fail_project(&project.key);
        let (run, projects) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
        let failed: Vec<_> = projects.iter().filter(|row| row.status == ProjectState::Failed).collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].project_key, project.key);
        stage.jira.faults().clear();
        stage.sync_ok(SyncMode::Full).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_deleted_while_being_read_does_not_fail_the_run() {
    let database = crate::support::database::TestDatabase::sqlite();
    let [_, datacenter] = editions();
    let stage = Stage::new(&database.url, datacenter).await;
    let site = stage.jira.site();
    let issue = site.truth_page(None, None, 1).issues.remove(0);
    (0..25).for_each(|_| drop(site.add_worklog(&issue.key, 60, None).unwrap()));
    let project = format!("project = {} ", site.truth().projects[0].id);
    let hold = stage.jira.hold_containing("/rest/api/2/search", &project);
    let run = stage.start(SyncMode::Full).await;
    hold.wait_for(1).await;
    site.delete_issue(&issue.key).unwrap();
    hold.release();
    assert_eq!(run.ended().await, RunStatus::Completed);
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_that_bulk_fetch_reports_as_error_is_read_individually() {
    let database = crate::support::database::TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    // Each bulk fetch reports its first three issues as errors, even if they are requested again.
    let fault = FaultKind::IssueErrors { count: 3 };
    stage.jira.faults().add(Fault::on("/rest/api/3/issue/bulkfetch", fault));
    stage.sync_ok(SyncMode::Full).await;
    stage.assert_equal_to_truth().await;
}

/// A webhook may name an issue of a project that no sync has seen yet.
#[tokio::test(flavor = "multi_thread")]
async fn issue_of_an_unlisted_project_is_marked_when_access_is_lost() {
    on_each_database(async |url| {
        let [cloud, _] = editions();
        let stage = Stage::new(&url, cloud).await;
        let site = stage.jira.site();
        let project = site.truth().projects[0].key.clone();
        let issue = site.truth_page(Some(&project), None, 1).issues.remove(0);
        let site_id = stage.database.sites().all().await.unwrap()[0].id;
        stage.database.mirror(site_id).enqueue_refetch(&[IssueId::of_jira(issue.id)], false).await.unwrap();
        stage.sync_ok(SyncMode::Refetch).await;
        let live = format!("select count(*) from live_issues where id = {}", issue.id);
        assert_eq!(stage.count(&live).await, 1);
        site.set_permission(&project, false).unwrap();
        stage.sync_ok(SyncMode::Incremental).await;
        assert!(stage.count("select count(*) from sprints").await > 0, "a refetch reads no costly lists");
        assert_eq!(stage.count(&live).await, 0);
        let kind = format!("select deletion_kind from issues where id = {}", issue.id);
        assert_eq!(stage.texts(&kind).await, ["access_lost"]);
    })
    .await;
}
