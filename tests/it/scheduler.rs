//! The planner on a database: every due slot ends in exactly one recorded outcome.

use app::model::RunStatus;
use jira_sync::store::ScheduleSetting;

use crate::support::{
    control::{Control, by_hand},
    database::on_each_database,
    limit::eventually,
};

mod changes;
mod cron;
mod file;
mod no_site;
mod runner;
mod several;

/// A control plane with the default schedule: every two minutes.
async fn scheduled(url: &str) -> Control {
    let control = Control::new(url).await;
    control.editor.set_up().await.unwrap();
    control
}

#[tokio::test]
async fn new_schedule_is_enabled_with_its_first_slot_in_two_minutes() {
    on_each_database(async |url| {
        let control = scheduled(&url).await;
        let schedule = control.schedule().await;
        assert_eq!(schedule.setting(), ScheduleSetting { enabled: true, interval_seconds: 120 });
        let wait = schedule.next_due.unwrap() - control.database.now().await.unwrap();
        assert!((100..=120).contains(&wait.num_seconds()), "{wait}");
        assert_eq!(control.planner.tick().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn due_slot_starts_a_run_and_the_next_slot_is_one_interval_later() {
    on_each_database(async |url| {
        let mut control = scheduled(&url).await;
        control.make_due(5).await;
        let due = control.schedule().await.next_due.unwrap();
        control.planner.tick().await.unwrap();
        control.finish_one_run().await;

        let run = control.database.runs().newest().await.unwrap().unwrap();
        assert_eq!((run.sync_type.0.as_str(), run.initiated_by.as_str()), ("scheduled", "scheduler"));
        let outcome =
            control.database.schedules().slot_outcomes(run.schedule_id.unwrap(), 1).await.unwrap().remove(0);
        assert_eq!((outcome.due_at, outcome.run_id), (due, Some(run.id)));
        let next = control.schedule().await.next_due.unwrap();
        assert_eq!((next - due).num_seconds(), 120);
    })
    .await;
}

#[tokio::test]
async fn slot_during_or_too_soon_after_a_run_is_skipped_with_reason() {
    on_each_database(async |url| {
        let mut control = scheduled(&url).await;
        let manual = control.start(&[]).await;
        control.make_due(0).await;
        control.planner.tick().await.unwrap();
        let skipped = control.outcomes().await.remove(0);
        assert_eq!(skipped.reason.map(|stored| stored.0.as_str()), Some("already_running"));
        assert_eq!(skipped.run_id, Some(manual.run_id));

        control.finish_one_run().await;
        control.make_due(0).await;
        control.planner.tick().await.unwrap();
        assert_eq!(control.outcomes().await[0].reason.map(|stored| stored.0.as_str()), Some("too_recent"));

        by_hand(&url, "update schedules set min_gap_seconds = 0").await;
        control.make_due(0).await;
        control.planner.tick().await.unwrap();
        assert_eq!(control.outcomes().await[0].reason, None);
        control.finish_one_run().await;
    })
    .await;
}

#[tokio::test]
async fn after_a_stall_one_run_starts_and_missed_slots_are_recorded() {
    on_each_database(async |url| {
        let mut control = scheduled(&url).await;
        control.make_due(120 * 7 + 30).await;
        let first = control.schedule().await.next_due.unwrap();
        control.planner.tick().await.unwrap();
        control.finish_one_run().await;
        assert_eq!(control.planner.tick().await.unwrap(), []);

        let rows = control.outcomes().await;
        let reasons: Vec<_> =
            rows.iter().map(|row| (row.reason.map(|stored| stored.0.as_str()), row.slots)).collect();
        assert_eq!(reasons, [(None, 1), (Some("missed"), 7)]);
        let next = control.schedule().await.next_due.unwrap();
        assert_eq!((next - first).num_seconds() / 120, rows.iter().map(|row| row.slots).sum::<i64>());
    })
    .await;
}

#[tokio::test]
async fn slot_of_a_crashed_process_keeps_its_outcome() {
    on_each_database(async |url| {
        let control = scheduled(&url).await;
        control.make_due(5).await;
        control.planner.tick().await.unwrap();
        by_hand(&url, "update sync_runs set fence = fence + 1, lease_until = '2001-01-01T00:00:00+00:00'")
            .await;
        let other = Control::new(&url).await;
        eventually("the end of the lost run", async || {
            other.planner.tick().await.unwrap();
            other.database.runs().newest().await.unwrap().unwrap().status == RunStatus::Interrupted
        })
        .await;
        assert_eq!(other.outcomes().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_planners_record_each_slot_once_and_runs_never_overlap() {
    on_each_database(async |url| {
        let observer = scheduled(&url).await;
        by_hand(&url, "update schedules set interval_seconds = 1, min_gap_seconds = 0").await;
        observer.make_due(0).await;
        let first = observer.schedule().await.next_due.unwrap();
        let plan = async |url: &str| {
            let control = Control::new(url).await;
            control.gate.add_permits(1000);
            eventually("the slots", async || {
                control.planner.tick().await.unwrap();
                control.outcomes().await.iter().map(|row| row.slots).sum::<i64>() >= 4
            })
            .await;
            control.runner.shut_down().await;
        };
        futures::future::join_all((0..4).map(|_| plan(&url))).await;

        let rows = observer.outcomes().await;
        let next = observer.schedule().await.next_due.unwrap();
        assert_eq!((next - first).num_seconds(), rows.iter().map(|row| row.slots).sum::<i64>());
        let (_, mut runs) = observer.database.runs().page(&Default::default(), 500, 0).await.unwrap();
        runs.reverse();
        for pair in runs.windows(2) {
            assert!(pair[0].completed_at.unwrap() <= pair[1].started_at, "{pair:?}");
        }
    })
    .await;
}
