use app::{
    error::ApiError,
    model::{
        Acknowledgement, IntervalAdvice, SchedulerConfig, SchedulerStatus, Slot, SlotList, SlotOutcome,
        UpcomingRuns, ranges::INTERVAL_MINUTES,
    },
    service::{Principal, SchedulerService},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{
    failure,
    limits::{bounded, limit},
    run_rows,
    sizes::Sizes,
    times::timestamp,
};
use crate::{
    runs::Runner,
    scheduler::{
        SchedulerError, advice::advise, editor::ScheduleEditor, heartbeat::Heartbeat, timezone, upcoming,
        upcoming_after_change,
    },
    store::{Database, ScheduleKey, ScheduleRow, ScheduleSetting, SlotRow, StoreError},
};

/// How many of the newest runs the advice is based on.
const RUNS_FOR_ADVICE: u64 = 20;

/// The schedule: reading it, saving it, and the outcomes of its slots.
pub(super) struct Scheduler {
    database: Database,
    editor: ScheduleEditor,
    heartbeat: Heartbeat,
    runner: Runner,
    sizes: Sizes,
}

impl Scheduler {
    pub(super) fn new(
        database: Database,
        editor: ScheduleEditor,
        heartbeat: Heartbeat,
        runner: Runner,
        sizes: Sizes,
    ) -> Self {
        Self { database, editor, heartbeat, runner, sizes }
    }

    /// The schedule that the slider and the switch change.
    async fn schedule(&self) -> Result<ScheduleRow, StoreError> {
        self.editor.default_schedule().await
    }

    /// Saves a change of that schedule.
    async fn change(
        &self,
        message: String,
        change: impl Fn(ScheduleSetting) -> ScheduleSetting + Send + Sync,
    ) -> Result<Acknowledgement, ApiError> {
        let warning = self.editor.change(ScheduleKey::Default, change).await.map_err(not_saved)?;
        Ok(Acknowledgement { warning, ..Acknowledgement::done(message) })
    }

    pub(super) async fn read(&self) -> Result<SchedulerStatus, StoreError> {
        let schedule = self.schedule().await?;
        let newest = self.database.runs().newest().await?;
        let sync_active = newest.is_some_and(|run| run.status.0.is_active());
        let interval_minutes = schedule.setting().minutes();
        let waits_for_site = !self.runner.has_site().await;
        Ok(SchedulerStatus {
            schedule_id: schedule.id,
            enabled: schedule.enabled,
            interval_minutes,
            is_running: self.heartbeat.is_alive(),
            next_run_time: schedule.next_due.filter(|_| !waits_for_site).map(timestamp),
            waits_for_site,
            sync_active,
            server_time: timestamp(self.database.now().await?),
            tzdb_version: timezone::database_version().to_owned(),
            advice: Some(self.judge(interval_minutes).await?),
        })
    }

    async fn judge(&self, interval_minutes: u32) -> Result<IntervalAdvice, StoreError> {
        let durations = self.database.runs().durations(RUNS_FOR_ADVICE).await?;
        let advice = advise(interval_minutes, &durations, self.sizes.issues().await?);
        Ok(IntervalAdvice {
            interval_minutes,
            recommended_min: advice.recommended_minutes.0,
            recommended_max: advice.recommended_minutes.1,
            skipped_share: advice.skipped_share,
            median_seconds: advice.median_seconds,
            text: advice.text,
        })
    }

    async fn slot(&self, row: SlotRow, now: DateTime<Utc>) -> Result<Slot, StoreError> {
        let skipped = row.reason.is_some();
        let run = match (row.run_id, skipped) {
            (Some(run_id), false) => self.database.runs().get(run_id).await?,
            _ => None,
        };
        Ok(Slot {
            schedule_id: row.schedule_id,
            due_at: timestamp(row.due_at),
            outcome: if skipped { SlotOutcome::Skip } else { SlotOutcome::Run },
            count: row.slots.unsigned_abs(),
            reason: row.reason.map(|reason| reason.0),
            sync_id: row.run_id.map(|id| id.to_string()),
            run: run.map(|run| run_rows::run(&run, now)),
        })
    }
}

#[async_trait]
impl SchedulerService for Scheduler {
    async fn status(&self, _: &Principal) -> Result<SchedulerStatus, ApiError> {
        self.read().await.map_err(failure::store)
    }

    async fn save(&self, _: &Principal, config: SchedulerConfig) -> Result<Acknowledgement, ApiError> {
        let minutes = checked(config.interval_minutes)?;
        let setting = ScheduleSetting::of_minutes(config.enabled, minutes);
        let message = match config.enabled {
            true => format!("Saved: a sync every {minutes} minutes."),
            false => format!("Saved: every {minutes} minutes, as soon as the schedule is turned on."),
        };
        self.change(message, |_| setting).await
    }

    async fn set_enabled(&self, _: &Principal, enabled: bool) -> Result<Acknowledgement, ApiError> {
        let state = if enabled { "on" } else { "off" };
        let message = format!("Automatic syncs are {state}.");
        self.change(message, |setting| ScheduleSetting { enabled, ..setting }).await
    }

    async fn advice(&self, _: &Principal, interval_minutes: u32) -> Result<IntervalAdvice, ApiError> {
        self.judge(checked(interval_minutes)?).await.map_err(failure::store)
    }

    async fn slots(&self, _: &Principal, asked: u64) -> Result<SlotList, ApiError> {
        let limit = limit(Some(asked), 20)?;
        let id = self.schedule().await.map_err(failure::store)?.id;
        let rows = self.database.schedules().slot_outcomes(id, limit).await.map_err(failure::store)?;
        let now = self.database.now().await.map_err(failure::store)?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.push(self.slot(row, now).await.map_err(failure::store)?);
        }
        Ok(SlotList { items })
    }

    async fn upcoming(
        &self,
        _: &Principal,
        count: u64,
        interval_minutes: Option<u32>,
    ) -> Result<UpcomingRuns, ApiError> {
        let count = bounded("count", Some(count), 6)? as usize;
        let schedule = self.schedule().await.map_err(failure::store)?;
        if !self.runner.has_site().await {
            return Ok(UpcomingRuns { times: Vec::new() });
        }
        let times = match interval_minutes {
            None => upcoming(&schedule).take(count).map(timestamp).collect(),
            Some(minutes) => {
                let setting = ScheduleSetting::of_minutes(schedule.enabled, checked(minutes)?);
                let now = self.database.now().await.map_err(failure::store)?;
                upcoming_after_change(&schedule, setting, now).take(count).map(timestamp).collect()
            }
        };
        Ok(UpcomingRuns { times })
    }
}

/// The minutes, if they are allowed as an interval.
fn checked(minutes: u32) -> Result<u32, ApiError> {
    if INTERVAL_MINUTES.contains(&minutes) {
        return Ok(minutes);
    }
    let (least, most) = (INTERVAL_MINUTES.start(), INTERVAL_MINUTES.end());
    Err(ApiError::invalid_field("interval_minutes", format!("must be {least} to {most} minutes")))
}

fn not_saved(error: SchedulerError) -> ApiError {
    let mut answer = failure::scheduler(error);
    answer.detail = format!("The schedule was not saved. {}", answer.detail);
    answer
}
