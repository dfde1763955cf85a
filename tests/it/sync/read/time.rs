//! Clocks, time zones, and issues that share a timestamp or keep changing.

use app::model::{PerformanceSettings, RunStatus, SyncMode};
use chrono::{TimeDelta, Utc};
use jira_sync::demo::{DemoConfig, IssueEdit, NewIssue};

use crate::{
    support::database::TestDatabase,
    sync::stage::{Stage, editions, pages_stored},
};

fn titled(summary: &str) -> IssueEdit {
    IssueEdit { summary: Some(summary.to_owned()), ..IssueEdit::default() }
}

async fn summary(stage: &Stage, key: &str) -> Vec<String> {
    stage.texts(&format!("select summary from issues where key = '{key}'")).await
}

/// More than Data Center returns for one search, at any offset.
#[tokio::test(flavor = "multi_thread")]
async fn twelve_thousand_issues_of_one_minute_are_all_read() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let stage = Stage::new(&database.url, DemoConfig { projects: 1, issues: 12_000, ..config }).await;
        let site = stage.jira.site();
        let minute = stage.jira.site().now() + TimeDelta::minutes(1);
        let mut after = None;
        let mut changed = 0;
        loop {
            let page = site.truth_page(None, after, 5000);
            for issue in &page.issues {
                // Two hundred issues a second.
                let at = Some(minute + TimeDelta::milliseconds(changed * 5));
                site.edit_issue(&issue.key, IssueEdit { at, ..titled("Of one minute") }).unwrap();
                changed += 1;
            }
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(changed, 12_000);
        site.advance_clock(TimeDelta::minutes(5));
        stage.sync_ok(SyncMode::Full).await;
        assert_eq!(
            stage.count("select count(*) from live_issues where summary = 'Of one minute'").await,
            12_000
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_that_changes_all_the_time_is_stored_and_the_run_ends() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let stage = Stage::new(&database.url, DemoConfig { projects: 1, ..config }).await;
        stage.set(PerformanceSettings { batch_size: 50, ..PerformanceSettings::default() }).await;
        let site = stage.jira.site();
        let key = site.truth_page(None, None, 1).issues[0].key.clone();
        let hold = stage.jira.hold("/rest/");
        let run = stage.start(SyncMode::Full).await;
        let mut changes = 0;
        // It changes before every single response.
        let changing = async {
            loop {
                hold.wait_for(1).await;
                changes += 1;
                site.edit_issue(&key, titled(&format!("Change {changes}"))).unwrap();
                hold.release_one();
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = changing => unreachable!(),
            status = run.ended() => assert_eq!(status, RunStatus::Completed),
        }
        assert!(changes > 10, "{changes}");
        assert_eq!(
            stage.count("select count(*) from live_issues").await,
            site.truth().issues,
            "after one run"
        );
        hold.release();
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
        assert_eq!(summary(&stage, &key).await, [format!("Change {changes}")]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn account_time_zone_neither_loses_nor_repeats_issues() {
    for zone in ["Etc/GMT+8", "Asia/Kolkata"] {
        for config in editions() {
            let database = TestDatabase::sqlite();
            let config = DemoConfig { account_time_zone: zone.to_owned(), ..config };
            let stage = Stage::new(&database.url, config).await;
            let issues = stage.jira.site().truth_page(None, None, 500).issues;
            // Makes every watermark recent.
            for issue in issues.iter().skip(1).step_by(100) {
                stage.jira.site().edit_issue(&issue.key, titled("Of a moment ago")).unwrap();
            }
            stage.jira.site().advance_clock(TimeDelta::seconds(5));
            stage.sync_ok(SyncMode::Full).await;
            for (issue, age) in issues.iter().step_by(100).zip([0, 60, 240]) {
                let at = Some(Utc::now() - TimeDelta::seconds(age));
                let edit = IssueEdit { at, ..titled(&format!("Changed {age} s ago")) };
                stage.jira.site().edit_issue(&issue.key, edit).unwrap();
            }
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(run.issues_updated, 3, "{zone}");
            assert!(run.total_issues < 60, "{zone}: a shifted bound reads hours again: {run:?}");
            stage.assert_equal_to_truth().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_jumping_forward_and_back_loses_no_changes() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let stage = Stage::new(&database.url, config).await;
        stage.sync_ok(SyncMode::Full).await;
        let site = stage.jira.site();
        // In one project, and old enough for an edit to change their order.
        let issues = site.truth_page(Some(&site.truth().projects[0].key), None, 2).issues;
        site.advance_clock(TimeDelta::hours(2));
        site.edit_issue(&issues[0].key, titled("While it was ahead")).unwrap();
        // Long enough for the watermark to follow.
        site.advance_clock(TimeDelta::minutes(10));
        stage.sync_ok(SyncMode::Incremental).await;
        site.advance_clock(TimeDelta::minutes(-130));
        site.edit_issue(&issues[1].key, titled("After it was put back")).unwrap();
        let run = stage.sync_ok(SyncMode::Incremental).await;
        assert_eq!(run.issues_updated, 1);
        assert_eq!(summary(&stage, &issues[0].key).await, ["While it was ahead"]);
        assert_eq!(summary(&stage, &issues[1].key).await, ["After it was put back"]);
    }
}

/// Cloud lists ids first and fetches documents later: an issue that changed in between is read with its later time.
#[tokio::test(flavor = "multi_thread")]
async fn changes_after_the_listing_do_not_hide_earlier_ones() {
    let [cloud, _] = editions();
    let database = TestDatabase::sqlite();
    let stage = Stage::new(&database.url, DemoConfig { projects: 1, ..cloud }).await;
    let site = stage.jira.site();
    let issues = site.truth_page(None, None, 2).issues;
    let hold = stage.jira.hold("/rest/api/3/search/jql");
    let run = stage.start(SyncMode::Full).await;
    hold.wait_for(1).await;
    let fetching = stage.jira.hold("/rest/api/3/issue/bulkfetch");
    site.edit_issue(&issues[0].key, titled("Listed, and changed since")).unwrap();
    let new = NewIssue { project: site.truth().projects[0].key.clone(), ..NewIssue::default() };
    let created = site.create_issue(new).unwrap();
    site.advance_clock(TimeDelta::minutes(30));
    site.edit_issue(&issues[1].key, titled("Changed half an hour later")).unwrap();
    hold.release();
    drop(fetching);
    assert_eq!(run.ended().await, RunStatus::Completed);
    stage.sync_ok(SyncMode::Incremental).await;
    assert_eq!(
        summary(&stage, &created).await.len(),
        1,
        "created after the listing, long before the last change"
    );
    stage.assert_equal_to_truth().await;
}

/// The issue that was updated first.
fn oldest(stage: &Stage) -> String {
    let issues = stage.jira.site().truth_page(None, None, 1000).issues;
    issues.into_iter().min_by_key(|issue| (issue.updated, issue.id)).unwrap().key
}

/// Jira lists an issue in its indexed place, but returns the current document.
#[tokio::test(flavor = "multi_thread")]
async fn issue_listed_early_by_a_late_index_hides_no_others() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let index_lag_ms = 4 * 60 * 1000;
        let stage = Stage::new(&database.url, DemoConfig { projects: 1, index_lag_ms, ..config }).await;
        let one_by_one = PerformanceSettings { batch_size: 50, max_workers: 1, ..Default::default() };
        stage.set(one_by_one).await;
        let key = oldest(&stage);
        stage.jira.site().edit_issue(&key, titled("Listed first, changed last")).unwrap();
        stage.jira.site().advance_clock(TimeDelta::minutes(1));
        // The first page is stored, then the run is stopped.
        let run = stage.start(SyncMode::Incremental).await;
        pages_stored(&run, 1).await;
        run.stop.cancel();
        assert_eq!(run.ended().await, RunStatus::Stopped);
        assert_eq!(summary(&stage, &key).await, ["Listed first, changed last"]);
        assert!(stage.count("select count(*) from issues").await < stage.jira.site().truth().issues);
        stage.sync_ok(SyncMode::Incremental).await;
        stage.assert_equal_to_truth().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn full_run_misses_nothing_while_the_search_index_lags() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let index_lag_ms = 4 * 60 * 1000;
        let stage = Stage::new(&database.url, DemoConfig { projects: 1, index_lag_ms, ..config }).await;
        stage.set(PerformanceSettings { batch_size: 50, ..PerformanceSettings::default() }).await;
        stage.jira.site().edit_issue(&oldest(&stage), titled("Listed first, changed last")).unwrap();
        stage.sync_ok(SyncMode::Full).await;
        stage.assert_equal_to_truth().await;
    }
}

/// Within one second Data Center is read by offset, and issues may move between pages.
#[tokio::test(flavor = "multi_thread")]
async fn issues_leaving_an_offset_page_do_not_hide_others() {
    let [_, data_center] = editions();
    let database = TestDatabase::sqlite();
    let stage = Stage::new(&database.url, DemoConfig { projects: 1, ..data_center }).await;
    stage.set(PerformanceSettings { batch_size: 50, ..PerformanceSettings::default() }).await;
    let site = stage.jira.site();
    let issues = site.truth_page(None, None, 1000).issues;
    let at = Some(site.now() + TimeDelta::minutes(1));
    for issue in &issues {
        site.edit_issue(&issue.key, IssueEdit { at, ..titled("Of one second") }).unwrap();
    }
    site.advance_clock(TimeDelta::minutes(10));
    let hold = stage.jira.hold("/rest/api/2/search");
    let run = stage.start(SyncMode::Full).await;
    // The page that finds the second, and the first page within that second.
    for pages in 1..=2 {
        hold.wait_for(1).await;
        hold.release_one();
        pages_stored(&run, pages).await;
    }
    hold.wait_for(1).await;
    // More than the single issue by which pages overlap.
    for issue in &issues[..3] {
        site.edit_issue(&issue.key, titled("Left the first page")).unwrap();
    }
    hold.release();
    assert_eq!(run.ended().await, RunStatus::Completed);
    let stored = stage.count("select count(*) from live_issues").await;
    assert_eq!(stored, issues.len() as u64, "after one run");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_incremental_run_resumes_where_it_stopped() {
    for config in editions() {
        let database = TestDatabase::sqlite();
        let stage = Stage::new(&database.url, DemoConfig { projects: 1, ..config }).await;
        stage.set(PerformanceSettings { batch_size: 50, max_workers: 1, ..Default::default() }).await;
        stage.sync_ok(SyncMode::Full).await;
        let site = stage.jira.site();
        let changed = site.truth_page(None, None, 100).issues;
        for (issue, second) in changed.iter().zip(60..) {
            let at = Some(site.now() + TimeDelta::seconds(second));
            site.edit_issue(&issue.key, IssueEdit { at, ..titled("Behind") }).unwrap();
        }
        site.advance_clock(TimeDelta::minutes(20));
        let run = stage.start(SyncMode::Incremental).await;
        let run_id = run.run_id;
        pages_stored(&run, 1).await;
        run.stop.cancel();
        run.ended().await;
        let first = stage.database.runs().get(run_id).await.unwrap().unwrap().total_issues;
        let second = stage.sync_ok(SyncMode::Incremental).await.total_issues;
        // At most one page is read twice.
        assert!(first > 0 && first + second < 150, "{first} {second}");
        stage.assert_equal_to_truth().await;
    }
}
