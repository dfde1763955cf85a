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
        waits_for_site: false,
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
fn unchanged_events_are_not_published() {
    let mut log = EventLog::starting_at(1);
    assert!(log.publish(scheduler(true, "1")).is_some());
    assert!(log.publish(scheduler(true, "2")).is_none(), "only the time differs");
    assert!(log.publish(scheduler(false, "3")).is_some());
    assert!(log.publish(run("a", RunStatus::Running)).is_some());
    assert!(log.publish(run("a", RunStatus::Running)).is_none());
    assert!(log.publish(run("a", RunStatus::Completed)).is_some());
}

#[test]
fn new_listeners_get_the_newest_event_of_each_kind() {
    let mut log = EventLog::starting_at(10);
    log.publish(run("a", RunStatus::Running));
    log.publish(scheduler(true, "1"));
    log.publish(run("a", RunStatus::Completed));
    assert_eq!(ids(&log.since(None)), [11, 12]);
    assert_eq!(ids(&log.since(Some(7))), [11, 12], "an unknown id");
}

#[test]
fn reconnecting_listeners_also_get_missed_events() {
    let mut log = EventLog::starting_at(10);
    log.publish(scheduler(true, "1"));
    log.publish(run("a", RunStatus::Running));
    log.publish(run("a", RunStatus::Completed));
    log.publish(run("b", RunStatus::Running));
    assert_eq!(ids(&log.since(Some(11))), [10, 12, 13]);
}

#[test]
fn log_size_is_limited() {
    let mut log = EventLog::starting_at(0);
    for number in 0..MAX_RECENT + 10 {
        log.publish(run(&number.to_string(), RunStatus::Running));
    }
    assert_eq!(log.recent.len(), MAX_RECENT);
    assert_eq!(log.since(Some(9)).len(), 1, "event 9 is no longer kept, so only the newest event is sent");
}
