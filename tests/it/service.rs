//! The services on a database: what they return to REST and pages.

use app::model::{ProjectState, SkipReason};
use std::sync::Arc;

use app::{
    model::{FirstSync, Repair, RunFilter, RunStatus, SchedulerConfig, SlotOutcome, SyncMode, SystemHealth},
    service::{CallerServices, Permission, Principal},
};
use jira_sync::{
    config::SiteRegistry,
    scheduler::heartbeat::Heartbeat,
    service::{Parts, build},
    store::{Place, ProjectId, ProjectRef, RunProjectRow, RunTotals, SiteId},
    sync::SyncEngine,
};

use crate::support::{
    control::{Control, by_hand},
    database::on_each_database,
    limit::eventually,
};

mod issues;

async fn services(control: &Control) -> CallerServices {
    control.editor.set_up().await.unwrap();
    let services = build(Parts {
        database: control.database.clone(),
        engine: Arc::new(SyncEngine::new(control.database.clone(), SiteRegistry::fixed(Vec::new()))),
        settings: control.settings.clone(),
        runner: control.runner.clone(),
        editor: control.editor.clone(),
        heartbeat: Heartbeat::start(Arc::new(|| Box::pin(async {}))).await.unwrap(),
        data_folder: control.folder().to_owned(),
    });
    services.for_caller(Principal::new("tester", &Permission::ALL))
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_reports_progress_stops_on_request_and_appears_in_summary() {
    on_each_database(async |url| {
        let mut control = Control::new(&url).await;
        let services = services(&control).await;
        assert_eq!(services.runs.progress().await.unwrap().status, RunStatus::Idle);
        assert!(!services.runs.stop().await.unwrap().success);

        let started = services.runs.start(SyncMode::Full).await.unwrap();
        let id = started.sync_id.unwrap();
        let again = services.runs.start(SyncMode::Full).await.unwrap();
        assert_eq!((again.success, again.sync_id), (false, None));

        let job = control.began.recv().await.unwrap();
        let abc = Place::Project(ProjectRef { id: ProjectId(1), key: "ABC".to_owned() });
        let row = RunProjectRow { issues_total: Some(80), ..RunProjectRow::queued(SiteId(1), "site", &abc) };
        control.database.runs().upsert_project(&job.handle, &row).await.unwrap();
        job.progress.update(|progress| {
            progress.totals = RunTotals { issues_expected: 80, total_issues: 20, ..RunTotals::default() };
        });
        eventually("progress", async || services.runs.progress().await.unwrap().progress_percentage == 25.0)
            .await;
        let progress = services.runs.progress().await.unwrap();
        assert_eq!((progress.total_issues, progress.projects[0].issues_total), (80, Some(80)));
        assert!(progress.seconds_left.unwrap() > 0.0);

        assert_eq!(services.runs.stop().await.unwrap().sync_id, Some(id.clone()));
        eventually("the end of the run", async || {
            services.runs.run(&id).await.unwrap().completed_at.is_some()
        })
        .await;
        let run = services.runs.run(&id).await.unwrap();
        assert_eq!(
            (run.status, run.mode, run.initiated_by.as_str()),
            (RunStatus::Stopped, SyncMode::Full, "tester")
        );
        assert_eq!(services.runs.projects(&id).await.unwrap().projects[0].status, ProjectState::Stopped);
        let figures = services.runs.summary().await.unwrap();
        assert_eq!((figures.total_syncs, figures.successful_syncs, figures.failed_syncs), (1, 0, 0));
        assert_eq!(figures.success_rate, 0.0, "a stopped run is neither a success nor a failure");
        assert_eq!(figures.last_sync, Some(run));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_filtered_and_paged_and_invalid_filters_are_422() {
    let control = Control::new("sqlite::memory:").await;
    let services = services(&control).await;
    let wrong = [
        ("status", RunFilter { status: Some("done".to_owned()), ..RunFilter::default() }),
        ("sync_type", RunFilter { sync_type: Some("cron".to_owned()), ..RunFilter::default() }),
        ("start_date", RunFilter { start_date: Some("soon".to_owned()), ..RunFilter::default() }),
        ("limit", RunFilter { limit: Some(0), ..RunFilter::default() }),
        ("limit", RunFilter { limit: Some(501), ..RunFilter::default() }),
    ];
    for (field, filter) in wrong {
        let error = services.runs.history(filter).await.unwrap_err();
        assert_eq!((error.status, error.errors[0].field.as_str()), (422, field));
    }
    for id in ["nonsense", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(services.runs.run(id).await.unwrap_err().status, 404);
        assert_eq!(services.runs.projects(id).await.unwrap_err().status, 404);
        assert_eq!(services.runs.metrics(id).await.unwrap_err().status, 404);
    }

    control.gate.add_permits(3);
    for _ in 0..3 {
        control.start(&[]).await.ended().await;
    }
    let filter = RunFilter { limit: Some(2), status: Some("completed".to_owned()), ..RunFilter::default() };
    let page = services.runs.history(filter.clone()).await.unwrap();
    assert_eq!((page.total, page.items.len(), page.has_more), (3, 2, true));
    let rest = services.runs.history(RunFilter { offset: Some(2), ..filter.clone() }).await.unwrap();
    assert_eq!((rest.items.len(), rest.has_more), (1, false));
    let past = RunFilter { end_date: Some("2020-01-01".to_owned()), ..filter.clone() };
    assert_eq!(services.runs.history(past).await.unwrap().total, 0);
    let far = RunFilter { offset: Some(u64::MAX), ..filter };
    assert!(!services.runs.history(far).await.unwrap().has_more);
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_schedule_shows_in_status_upcoming_runs_and_slot_log() {
    on_each_database(async |url| {
        let mut control = Control::new(&url).await;
        let services = services(&control).await;
        for interval_minutes in [0, 1, 1441, u32::MAX] {
            let refused = services.scheduler.save(SchedulerConfig { enabled: true, interval_minutes }).await;
            assert_eq!(refused.unwrap_err().status, 422);
        }
        services.scheduler.save(SchedulerConfig { enabled: true, interval_minutes: 45 }).await.unwrap();
        let status = services.scheduler.status().await.unwrap();
        assert_eq!((status.enabled, status.interval_minutes, status.sync_active), (true, 45, false));
        assert_eq!(
            status.next_run_time.clone(),
            Some(services.scheduler.upcoming(3, None).await.unwrap().times[0].clone())
        );
        assert!(status.advice.unwrap().median_seconds.is_none());

        services.scheduler.set_enabled(false).await.unwrap();
        let off = services.scheduler.status().await.unwrap();
        assert_eq!((off.enabled, off.next_run_time), (false, None));
        assert_eq!(services.scheduler.upcoming(3, None).await.unwrap().times, []);

        services.scheduler.set_enabled(true).await.unwrap();
        control.make_due(1).await;
        control.planner.tick().await.unwrap();
        control.finish_one_run().await;
        control.make_due(0).await;
        control.planner.tick().await.unwrap();
        let slots = services.scheduler.slots(10).await.unwrap().items;
        assert_eq!(
            (slots[0].outcome, slots[0].reason.map(SkipReason::as_str)),
            (SlotOutcome::Skip, Some("too_recent"))
        );
        assert_eq!(slots[1].outcome, SlotOutcome::Run);
        assert_eq!(slots[1].run.as_ref().map(|run| run.status), Some(RunStatus::Completed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn performance_settings_are_saved_and_each_invalid_field_is_reported() {
    on_each_database(async |url| {
        let control = Control::new(&url).await;
        let services = services(&control).await;
        let bad = serde_json::json!({"max_workers": 17, "batch_size": 1, "max_retries": 4});
        let error = services.settings.save_performance(bad).await.unwrap_err();
        assert_eq!((error.status, error.errors.len()), (422, 2));
        assert_eq!(services.settings.performance().await.unwrap().max_retries, 3);

        let saved = services.settings.save_performance(serde_json::json!({"max_workers": 4})).await.unwrap();
        assert_eq!((saved.settings.max_workers, saved.settings.first_sync), (4, FirstSync::Everything));
        let window =
            services.settings.save_performance(serde_json::json!({"lookback_days": 30})).await.unwrap();
        let window = window.settings;
        assert_eq!(window.first_sync, FirstSync::Lookback);
        assert_eq!(services.settings.performance().await.unwrap(), window);
        assert_eq!(window.max_workers, 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn status_reports_health_connected_sites_and_schedule() {
    on_each_database(async |url| {
        let control = Control::new(&url).await;
        let services = services(&control).await;
        let empty = services.status.system().await.unwrap();
        assert_eq!((empty.system_health, empty.database_connected), (SystemHealth::Warning, true));

        by_hand(
            &url,
            "insert into sites (name, base_url, connected) values ('good', 'https://a.example', true);
             insert into sites (name, base_url, connected, error_message)
             values ('bad', 'https://b.example', false, 'HTTP 401')",
        )
        .await;
        let status = services.status.system().await.unwrap();
        assert_eq!(status.system_health, SystemHealth::Warning, "{:?}", status.health_reasons);
        assert!(status.jira_instances_connected["good"]);
        assert!(!status.jira_instances_connected["bad"]);
        assert_eq!(status.scheduler_info.interval_minutes, 2);
        assert!(status.next_sync_time.is_some() && services.status.database_is_up().await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn status_reports_degraded_when_the_database_is_down() {
    let control = Control::new("sqlite::memory:").await;
    let services = services(&control).await;
    control.database.close().await.unwrap();
    let status = services.status.system().await.unwrap();
    assert_eq!((status.system_health, status.database_connected), (SystemHealth::Degraded, false));
    assert!(!services.status.database_is_up().await.unwrap());
    assert_eq!(services.runs.progress().await.unwrap_err().status, 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_site_nothing_starts_and_the_answer_says_why() {
    on_each_database(async |url| {
        let control = Control::new(&url).await;
        control.has_site.store(false, std::sync::atomic::Ordering::Relaxed);
        let services = services(&control).await;
        for mode in [SyncMode::Incremental, SyncMode::Full] {
            let answer = services.runs.start(mode).await.unwrap();
            assert_eq!((answer.success, answer.sync_id), (false, None));
            assert!(answer.message.starts_with("No Jira site is connected."), "{}", answer.message);
        }
        assert!(!services.runs.repair(Repair::default()).await.unwrap().success);
        assert!(!services.drift.check().await.unwrap().success);
        assert_eq!(control.database.runs().newest().await.unwrap(), None);

        let schedule = services.scheduler.status().await.unwrap();
        assert_eq!((schedule.enabled, schedule.waits_for_site, schedule.next_run_time), (true, true, None));
        assert!(services.scheduler.upcoming(3, None).await.unwrap().times.is_empty());
        let status = services.status.system().await.unwrap();
        assert_eq!(status.system_health, SystemHealth::Warning);
        assert_eq!(status.health_reasons.len(), 1, "{:?}", status.health_reasons);
    })
    .await;
}
