//! Several schedules: each is planned separately, with its own outcomes and selection.

use app::model::SyncMode;
use jira_sync::store::{Database, Planned, ScheduleKey, ScheduleSetting, SlotRow};

use super::scheduled;
use crate::support::{
    control::{Control, by_hand},
    database::on_each_database,
};

/// The id of the second schedule.
const OTHER: i64 = 100;

/// Two schedules; the second one syncs two projects.
async fn with_second_schedule(url: &str) -> Control {
    let control = scheduled(url).await;
    by_hand(
        url,
        &format!(
            r#"insert into schedules (id, name, enabled, interval_seconds, min_gap_seconds, selection, updated_at)
            values ({OTHER}, 'night', true, 3600, 0, '{{"site": "work", "projects": ["ABC", "XYZ"]}}',
                '2026-01-01T00:00:00+00:00')"#
        ),
    )
    .await;
    control
}

/// Makes only the second schedule due.
async fn only_the_second_is_due(control: &Control, url: &str) {
    control.make_due(0).await;
    by_hand(url, &format!("update schedules set next_due = '2999-01-01T00:00:00+00:00' where id <> {OTHER}"))
        .await;
}

async fn outcomes(database: &Database) -> Vec<SlotRow> {
    database.schedules().slot_outcomes(OTHER, 100).await.unwrap()
}

#[tokio::test]
async fn second_schedule_starts_runs_with_its_own_selection() {
    on_each_database(async |url| {
        let mut control = with_second_schedule(&url).await;
        assert_eq!(control.planner.tick().await.unwrap().len(), 1, "the second schedule gets its first slot");
        only_the_second_is_due(&control, &url).await;
        assert!(matches!(
            control.planner.tick().await.unwrap()[..],
            [Planned::Written { started: Some(_), .. }]
        ));
        let job = control.began.recv().await.unwrap();
        assert_eq!(job.order.selection.site.as_deref(), Some("work"));
        assert_eq!(job.order.selection.projects, ["ABC", "XYZ"]);
        let run = control.database.runs().newest().await.unwrap().unwrap();
        assert_eq!((run.schedule_id, run.sync_type.0.as_str()), (Some(OTHER), "scheduled"));
        let slots = outcomes(&control.database).await;
        assert_eq!((slots.len(), slots[0].schedule_id, slots[0].run_id), (1, OTHER, Some(run.id)));
        assert_eq!(control.outcomes().await, [], "the first schedule has no outcomes");
    })
    .await;
}

#[tokio::test]
async fn two_schedules_due_at_the_same_time_each_record_an_outcome() {
    on_each_database(async |url| {
        let mut control = with_second_schedule(&url).await;
        control.make_due(0).await;
        assert_eq!(control.planner.tick().await.unwrap().len(), 2);
        let (first, second) =
            (control.outcomes().await.remove(0), outcomes(&control.database).await.remove(0));
        assert_eq!(
            (first.reason.map(|stored| stored.0.as_str()), second.reason.map(|stored| stored.0.as_str())),
            (None, Some("already_running"))
        );
        assert_eq!(first.run_id, second.run_id);
        control.finish_one_run().await;
    })
    .await;
}

#[tokio::test]
async fn saving_one_schedule_leaves_the_other_unchanged_and_starts_no_run() {
    on_each_database(async |url| {
        let control = with_second_schedule(&url).await;
        control.make_due(1).await;
        control.change(|old| ScheduleSetting { interval_seconds: 300, ..old }).await.unwrap();
        assert_eq!(outcomes(&control.database).await, []);
        control
            .editor
            .change(ScheduleKey::Id(OTHER), |old| ScheduleSetting { interval_seconds: 7200, ..old })
            .await
            .unwrap();
        for slots in [control.outcomes().await, outcomes(&control.database).await] {
            assert_eq!(
                (slots.len(), slots[0].reason.map(|stored| stored.0.as_str())),
                (1, Some("superseded"))
            );
        }
        assert_eq!(control.schedule().await.interval_seconds, 300);
        assert_eq!(control.database.runs().newest().await.unwrap(), None);
        let file = std::fs::read_to_string(control.folder().join("sync_config.json"));
        assert!(file.is_err() || !file.unwrap().contains("120"), "the file is about the first");
        assert!(control.editor.change(ScheduleKey::Id(OTHER + 1), |old| old).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn invalid_schedule_does_not_block_other_schedules() {
    on_each_database(async |url| {
        let control = with_second_schedule(&url).await;
        by_hand(
            &url,
            &format!(r#"update schedules set selection = '{{"project": "ABC"}}' where id = {OTHER}"#),
        )
        .await;
        control.make_due(0).await;
        by_hand(
            &url,
            &format!("update schedules set next_due = '2001-01-01T00:00:00+00:00' where id = {OTHER}"),
        )
        .await;
        let error = control.planner.tick().await.unwrap_err().to_string();
        assert!(error.contains("selection of night") && error.contains("project"), "{error}");
        assert_eq!(control.outcomes().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_a_schedule_of_all_sites_runs_the_daily_census() {
    on_each_database(async |url| {
        let mut control = with_second_schedule(&url).await;
        control.gate.add_permits(1);
        control.start(&[]).await.ended().await;
        control.began.recv().await.unwrap();
        only_the_second_is_due(&control, &url).await;
        control.planner.tick().await.unwrap();
        assert_eq!(control.began.recv().await.unwrap().order.mode, SyncMode::Incremental);
        control.gate.add_permits(1);
        crate::support::limit::eventually("its end", async || {
            control.database.runs().newest().await.unwrap().unwrap().completed_at.is_some()
        })
        .await;
        by_hand(&url, "update schedules set min_gap_seconds = 0").await;
        control.make_due(0).await;
        by_hand(&url, &format!("update schedules set enabled = false where id = {OTHER}")).await;
        control.planner.tick().await.unwrap();
        assert_eq!(control.began.recv().await.unwrap().order.mode, SyncMode::Census);
    })
    .await;
}
