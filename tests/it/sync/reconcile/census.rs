//! Issues that Jira no longer shows are marked with the reason, return when Jira shows them again, and are never marked
//! while their absence is doubtful.

use app::model::{RunStatus, SyncMode};
use jira_sync::{
    demo::{DemoConfig, Fault, FaultKind, IssueAccess, ProjectState},
    store::Selection,
};
use std::collections::BTreeMap;

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, clear, editions},
};

const GONE: &str = "select key || ' ' || deletion_kind from issues where deleted_at is not null order by id";

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_issue_is_marked_with_its_comments_and_worklogs() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let gone = &stage.issue_keys(0)[..3];
            gone.iter().for_each(|key| stage.jira.site().delete_issue(key).unwrap());
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.texts(GONE).await, [""; 0], "an incremental run cannot know");
            let run = stage.sync_ok(SyncMode::Census).await;
            assert_eq!(
                stage.texts(GONE).await,
                gone.iter().map(|key| format!("{key} deleted")).collect::<Vec<_>>()
            );
            stage.assert_equal_to_truth().await;
            let marked =
                "select count(*) from sync_run_metrics where name = 'issues_gone' and value = 3 and run_id";
            assert_eq!(stage.count(&format!("{marked} = '{}'", run.id)).await, 1);
            clear(&stage).await;
        }
    })
    .await;
}

/// Data Center returns it like any other issue, with the date on which it was archived.
#[tokio::test(flavor = "multi_thread")]
async fn individually_archived_issue_is_marked_and_can_return() {
    on_each_database(async |url| {
        let [_, data_center] = editions();
        let stage = Stage::new(&url, data_center).await;
        stage.sync_ok(SyncMode::Full).await;
        let away = &stage.issue_keys(0)[1..4];
        let set_all = |access| away.iter().for_each(|key| stage.jira.site().set_access(key, access).unwrap());
        set_all(IssueAccess::Archived);
        stage.sync_ok(SyncMode::Census).await;
        let marked: Vec<String> = away.iter().map(|key| format!("{key} archived")).collect();
        assert_eq!(stage.texts(GONE).await, marked);
        stage.assert_equal_to_truth().await;
        set_all(IssueAccess::Open);
        stage.sync_ok(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
    })
    .await;
}

/// A restored issue may keep its archived date; the search lists it, so it is there.
#[tokio::test(flavor = "multi_thread")]
async fn listed_issue_with_an_archived_date_is_stored() {
    let database = TestDatabase::sqlite();
    let [_, data_center] = editions();
    let stage = Stage::new(&database.url, data_center).await;
    let with = br#""archiveddate":"2024-01-05T10:00:00.000+0000""#.to_vec();
    let dated = FaultKind::Replace { text: r#""archiveddate":null"#.to_owned(), with };
    stage.jira.faults().add(Fault::on("/rest/api/2/search", dated));
    for mode in [SyncMode::Full, SyncMode::Census, SyncMode::Incremental] {
        stage.sync_ok(mode).await;
        stage.assert_equal_to_truth().await;
    }
    assert!(stage.jira.faults().hits() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_trashed_or_hidden_project_is_marked_and_can_return() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == jira_sync::demo::Edition::Cloud;
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let site = stage.jira.site();
            let key = site.truth().projects[1].key.clone();
            let kinds = format!("select distinct deletion_kind from issues where project_key = '{key}'");
            let state = format!("select state from projects where key = '{key}'");
            let change = |to, permitted| {
                site.set_project_state(&key, to).unwrap();
                site.set_permission(&key, permitted).unwrap();
            };
            for (to, permitted, expected) in [
                (ProjectState::Archived, true, ["archived", "archived"]),
                // Data Center has no trash that could be read.
                (
                    ProjectState::Trashed,
                    true,
                    if cloud { ["trashed", "deleted"] } else { ["access_lost"; 2] },
                ),
                (ProjectState::Live, false, ["access_lost", "access_lost"]),
            ] {
                change(to, permitted);
                stage.sync_ok(SyncMode::Incremental).await;
                assert_eq!([stage.texts(&state).await, stage.texts(&kinds).await].concat(), expected);
                let live = format!("select count(*) from live_issues where project_key = '{key}'");
                assert_eq!(stage.count(&live).await, 0);
                change(ProjectState::Live, true);
                stage.sync_ok(SyncMode::Incremental).await;
                stage.assert_equal_to_truth().await;
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn loss_of_half_a_project_is_marked_only_after_confirmation() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, DemoConfig { issues: 20, ..config }).await;
            stage.sync_ok(SyncMode::Full).await;
            let gone = &stage.issue_keys(0)[..10];
            gone.iter().for_each(|key| stage.jira.site().delete_issue(key).unwrap());
            let (run, projects) = stage.sync(SyncMode::Census).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors);
            let reasons: Vec<_> = projects.iter().filter_map(|row| row.error_message.as_deref()).collect();
            assert!(reasons.len() == 1 && reasons[0].contains("10 of 20 issues vanished"), "{reasons:?}");
            assert_eq!(stage.texts(GONE).await, [""; 0]);
            let key = stage.jira.site().truth().projects[0].key.clone();
            let confirmed = |projects| Selection { projects, accept_losses: true, ..Selection::default() };
            let ended = async |selection| stage.start_with(SyncMode::Census, selection).await.ended().await;
            let other = stage.jira.site().truth().projects[1].key.clone();
            assert_eq!(ended(confirmed(vec![other])).await, RunStatus::Completed);
            assert_eq!(ended(confirmed(Vec::new())).await, RunStatus::CompletedWithErrors);
            let whole_site = Selection { site: Some("demo".to_owned()), ..confirmed(Vec::new()) };
            assert_eq!(ended(whole_site).await, RunStatus::CompletedWithErrors);
            assert_eq!(stage.texts(GONE).await, [""; 0], "something else was confirmed");
            assert_eq!(ended(confirmed(vec![key.clone(), key])).await, RunStatus::Completed);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moved_issue_missing_from_a_late_index_is_not_marked_deleted() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, DemoConfig { index_lag_ms: 4 * 60 * 1000, ..config }).await;
            stage.sync_ok(SyncMode::Full).await;
            let site = stage.jira.site();
            let moved = stage.issue_keys(0)[0].clone();
            site.move_issue(&moved, &site.truth().projects[1].key).unwrap();
            // Its old project still lists it. This stores it in its new project, which does not list it yet.
            stage.sync_ok(SyncMode::Census).await;
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!(stage.texts(GONE).await, [""; 0]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_marked_when_the_count_and_the_list_disagree() {
    let database = TestDatabase::sqlite();
    let [cloud, _] = editions();
    let stage = Stage::new(&database.url, cloud).await;
    stage.sync_ok(SyncMode::Full).await;
    stage.jira.site().delete_issue(&stage.issue_keys(0)[0]).unwrap();
    let fault =
        FaultKind::Status { status: 200, headers: BTreeMap::new(), body: Some(r#"{"count": 7}"#.to_owned()) };
    stage.jira.faults().add(Fault::on("/rest/api/3/search/approximate-count", fault));
    let (_, projects) = stage.sync(SyncMode::Census).await;
    let reasons: Vec<_> = projects.iter().filter_map(|row| row.error_message.as_deref()).collect();
    assert_eq!(reasons.len(), 3, "the counts of all projects are wrong: {reasons:?}");
    assert!(reasons.iter().all(|reason| reason.contains("Jira counts 7 issues")), "{reasons:?}");
    assert_eq!(stage.texts(GONE).await, [""; 0]);
    stage.jira.faults().clear();
    stage.sync_ok(SyncMode::Census).await;
    stage.assert_equal_to_truth().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_lost_during_a_census_marks_nothing() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let myself = format!(
            "/rest/api/{}/myself",
            if config.edition == jira_sync::demo::Edition::Cloud { 3 } else { 2 }
        );
        let stage = Stage::new(&database.url, config).await;
        stage.sync_ok(SyncMode::Full).await;
        stage.jira.site().delete_issue(&stage.issue_keys(0)[0]).unwrap();
        let key = stage.jira.site().truth().projects[1].key.clone();
        stage.jira.site().set_permission(&key, false).unwrap();
        // The first request is the sign-in; the later ones check that it is still valid.
        stage.jira.faults().add(Fault::on(&myself, FaultKind::Empty { status: 401 }).skip(1));
        let (run, _) = stage.sync(SyncMode::Census).await;
        assert_ne!(run.status, RunStatus::Completed);
        assert_eq!(stage.texts(GONE).await, [""; 0]);
        stage.jira.faults().clear();
        stage.sync_ok(SyncMode::Census).await;
        stage.assert_equal_to_truth().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn census_refetches_missing_and_outdated_issues() {
    use sea_orm::ConnectionTrait;
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let [lost, outdated] = [0, 1].map(|n| stage.issue_keys(0)[n].clone());
            for damage in [
                format!("delete from comments where issue_id = (select id from issues where key = '{lost}')"),
                format!("delete from issues where key = '{lost}'"),
                format!(
                    "update issues set summary = 'old', content_hash = 0, updated_at = created_at where key = '{outdated}'"
                ),
            ] {
                stage.sql.execute_unprepared(&damage).await.unwrap();
            }
            stage.sync_ok(SyncMode::Census).await;
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.count("select count(*) from issues where summary = 'old'").await, 0);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_issue_keeps_its_id_and_is_found_by_every_key_it_had() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let site = stage.jira.site();
            let old = stage.issue_keys(0)[0].clone();
            let id = stage.count(&format!("select id from issues where key = '{old}'")).await;
            let to = site.truth().projects[2].key.clone();
            let moved = site.move_issue(&old, &to).unwrap();
            site.rename_project(&to, "RENAMED").unwrap();
            let renamed = moved.replace(&to, "RENAMED");
            stage.sync_ok(SyncMode::Census).await;
            let known = format!("select key || ' ' || cast(current as integer) from issue_keys where issue_id = {id} order by current, key");
            let mut former = [format!("{old} 0"), format!("{moved} 0")];
            former.sort();
            let found = stage.texts(&known.replace("cast(current as integer)", "case when current then 1 else 0 end")).await;
            assert!(found.contains(&format!("{old} 0")), "{found:?}");
            assert_eq!(found.last(), Some(&format!("{renamed} 1")));
            assert_eq!(stage.texts(&format!("select key || project_key from issues where id = {id}")).await, [format!("{renamed}RENAMED")]);
            stage.assert_equal_to_truth().await;
            for key in [&old, &renamed] {
                let found = stage.database.issues().by_key(key).await.unwrap();
                assert_eq!(found.map(|issue| issue.key).as_deref(), Some(renamed.as_str()), "{key}");
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_status_and_project_key_reach_unchanged_issues() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let site = stage.jira.site();
            let key = site.truth().projects[0].key.clone();
            site.rename_status("Done", "Shipped").unwrap();
            site.rename_project(&key, "NEWKEY").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count("select count(*) from issues where status = 'Done'").await, 0);
            assert_ne!(stage.count("select count(*) from issues where status = 'Shipped'").await, 0);
            let old =
                format!("select count(*) from issues where key like '{key}-%' or project_key = '{key}'");
            assert_eq!(stage.count(&old).await, 0);
            for (table, column) in [("issues", "parent_key"), ("issue_links", "linked_issue_key")] {
                let old = format!("select count(*) from {table} where {column} like '{key}-%'");
                assert_eq!(stage.count(&old).await, 0, "{column}");
            }
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_that_returns_gets_its_links_and_children_back() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let (one, two) = (stage.issue_keys(0)[0].clone(), stage.issue_keys(1)[0].clone());
            site.link_issues(&one, &two, "Blocks").unwrap();
            // After this, `one` is no longer among the latest changes that each sync rereads.
            site.advance_clock(chrono::TimeDelta::minutes(10));
            site.add_comment(&stage.issue_keys(0)[1], "later").unwrap();
            stage.sync_ok(SyncMode::Full).await;
            let links = "select count(*) from issue_links";
            let parents = "select count(*) from issues where parent_key is not null";
            let before = [stage.count(links).await, stage.count(parents).await];
            // Into a hidden project, where a direct lookup finds nothing either.
            let hidden = site.truth().projects[2].key.clone();
            site.set_permission(&hidden, false).unwrap();
            let moved = site.move_issue(&two, &hidden).unwrap();
            stage.sync_ok(SyncMode::Census).await;
            site.set_permission(&hidden, true).unwrap();
            site.move_issue(&moved, &two[..two.rfind('-').unwrap()]).unwrap();
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!([stage.count(links).await, stage.count(parents).await], before);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn permission_lost_during_a_census_marks_nothing() {
    on_each_database(async |url| {
        for config in editions() {
            let cloud = config.edition == jira_sync::demo::Edition::Cloud;
            let stage = Stage::new(&url, config).await;
            stage.sync_ok(SyncMode::Full).await;
            let site = stage.jira.site();
            let project = site.truth().projects[0].key.clone();
            let issue = site.truth_page(Some(&project), None, 1).issues.remove(0);
            site.delete_issue(&issue.key).unwrap();
            let version = if cloud { 3 } else { 2 };
            let hold = stage.jira.hold(&format!("/rest/api/{version}/issue/{}", issue.id));
            let run = stage.start(SyncMode::Census).await;
            let run_id = run.run_id;
            hold.wait_for(1).await;
            site.set_permission(&project, false).unwrap();
            hold.release();
            assert_eq!(run.ended().await, RunStatus::CompletedWithErrors);
            let rows = stage.database.runs().projects(run_id).await.unwrap();
            let failed = rows.iter().find(|row| row.project_key == project).unwrap();
            assert!(failed.error_message.as_ref().unwrap().contains("right to browse"), "{failed:?}");
            assert_eq!(stage.count("select count(*) from issues where deleted_at is not null").await, 0);
            clear(&stage).await;
        }
    })
    .await;
}
