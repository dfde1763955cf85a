use app::model::{Run, RunStatus, SchedulerStatus, SyncMode, SyncType};

use super::*;

fn run(sync_id: &str, status: RunStatus) -> Event {
    Event::Run(Run {
        sync_id: sync_id.to_owned(),
        status,
        sync_type: SyncType::Manual,
        initiated_by: "api".to_owned(),
        schedule_id: None,
        mode: SyncMode::Incremental,
        started_at: Timestamp("2026-01-01T00:00:00Z".to_owned()),
        completed_at: None,
        duration_seconds: 0.0,
        total_projects: 0,
        successful_projects: 0,
        failed_projects: 0,
        total_issues: 0,
        issues_created: 0,
        issues_updated: 0,
        issues_failed: 0,
        issues_per_second: 0.0,
        error_message: None,
        details_removed_at: None,
    })
}

fn scheduler(enabled: bool, server_time: &str) -> Event {
    Event::Scheduler(SchedulerStatus {
        schedule_id: 1,
        enabled,
        interval_minutes: 2,
        is_running: true,
        next_run_time: None,
        sync_active: false,
        server_time: Timestamp(server_time.to_owned()),
        tzdb_version: "2026b".to_owned(),
        advice: None,
    })
}

fn ids(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|(id, _)| *id).collect()
}

#[test]
fn only_what_is_new_is_published() {
    let mut log = EventLog::starting_at(1);
    assert!(log.publish(scheduler(true, "1")).is_some());
    assert!(log.publish(scheduler(true, "2")).is_none(), "only the clock went on");
    assert!(log.publish(scheduler(false, "3")).is_some());
    assert!(log.publish(run("a", RunStatus::Running)).is_some());
    assert!(log.publish(run("a", RunStatus::Running)).is_none());
    assert!(log.publish(run("a", RunStatus::Completed)).is_some());
}

#[test]
fn who_comes_first_gets_the_newest_of_each_kind() {
    let mut log = EventLog::starting_at(10);
    log.publish(run("a", RunStatus::Running));
    log.publish(scheduler(true, "1"));
    log.publish(run("a", RunStatus::Completed));
    assert_eq!(ids(&log.since(None)), [11, 12]);
    assert_eq!(ids(&log.since(Some(7))), [11, 12], "an id of another time");
}

#[test]
fn who_comes_back_also_gets_what_was_missed() {
    let mut log = EventLog::starting_at(10);
    log.publish(scheduler(true, "1"));
    log.publish(run("a", RunStatus::Running));
    log.publish(run("a", RunStatus::Completed));
    log.publish(run("b", RunStatus::Running));
    assert_eq!(ids(&log.since(Some(11))), [10, 12, 13]);
}

#[test]
fn the_log_does_not_grow_for_ever() {
    let mut log = EventLog::starting_at(0);
    for number in 0..KEPT + 10 {
        log.publish(run(&number.to_string(), RunStatus::Running));
    }
    assert_eq!(log.recent.len(), KEPT);
    assert_eq!(log.since(Some(9)).len(), 1, "forgotten, so the snapshot alone");
}
