//! Reads and changes schedules. A change starts no run: that is the planner's job.

use chrono::{DateTime, Utc};

use super::{decide::decide, error::SchedulerError, rows};
use crate::settings::Settings;
use crate::store::{
    DEFAULT_SCHEDULE, Database, PlanningState, ScheduleKey, ScheduleRow, ScheduleSetting, SlotSkip,
    StoreError,
};

/// Reads and changes schedules; cheap to clone.
#[derive(Clone)]
pub struct ScheduleEditor {
    database: Database,
    settings: Settings,
}

impl ScheduleEditor {
    /// An editor of the schedules of this database. `sync_config.json` describes the one named `default`.
    pub fn new(database: Database, settings: Settings) -> Self {
        Self { database, settings }
    }

    /// Called once at start: creates the schedule named `default` if it is missing, and imports hand edits of
    /// `sync_config.json`.
    ///
    /// # Errors
    ///
    /// Also if the file cannot be understood.
    pub async fn set_up(&self) -> Result<(), SchedulerError> {
        self.settings.first_start().await?;
        self.import_edits().await
    }

    /// Imports hand edits of `sync_config.json`, and writes to it what it does not contain yet.
    ///
    /// # Errors
    ///
    /// Also if the file cannot be understood. If it cannot be written, the failure is logged and the write is retried.
    pub async fn import_edits(&self) -> Result<(), SchedulerError> {
        self.change(ScheduleKey::Default, |setting| setting).await?;
        self.settings.change_performance(|settings| Ok(settings.clone())).await?;
        Ok(())
    }

    /// The schedule named `default`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Value`] if it was not created yet.
    pub async fn default_schedule(&self) -> Result<ScheduleRow, StoreError> {
        let missing = StoreError::Value { table: "schedules", reason: "it has no schedule".to_owned() };
        self.database.schedules().default_schedule().await?.ok_or(missing)
    }

    /// Changes the switch and the interval of a schedule. Its next slot is then one interval from now, and due slots
    /// get their outcome first. An unchanged schedule keeps its slots, and one without a slot gets its first. Hand
    /// edits of `sync_config.json` are applied to the schedule named `default` first.
    ///
    /// Returns a warning for the user if the change was saved but `sync_config.json` could not be written.
    ///
    /// # Errors
    ///
    /// Also if there is no such schedule, or the file was edited and cannot be understood. Nothing is changed then.
    pub async fn change(
        &self,
        key: ScheduleKey,
        change: impl Fn(ScheduleSetting) -> ScheduleSetting + Send + Sync,
    ) -> Result<Option<String>, SchedulerError> {
        let turn = self.settings.turn().await?;
        let state = turn.held().schedule(key).await?;
        let present = state.schedule.setting();
        let is_default = state.schedule.name == DEFAULT_SCHEDULE;
        let setting = change(if is_default { turn.edited_schedule(present) } else { present });
        // A schedule that was just created has no slot yet.
        let is_new = setting.enabled && state.schedule.next_due.is_none();
        if setting != present || is_new {
            let (next_due, skips) = replanned(&state, setting);
            turn.held().reschedule(state.schedule.id, setting, next_due, &skips).await?;
        }
        if is_default {
            turn.keep_schedule().await?;
        }
        turn.commit().await?;
        Ok(self.settings.write_file().await)
    }
}

/// The next slot of a schedule after a change of its setting, and the outcomes of the slots that are due.
fn replanned(state: &PlanningState, setting: ScheduleSetting) -> (Option<DateTime<Utc>>, Vec<SlotSkip>) {
    let due = decide(&rows::schedule(&state.schedule), &rows::situation(state), state.now).superseded();
    let changed = rows::changed(&state.schedule, setting);
    (rows::schedule(&changed).rescheduled(state.now).next_due, rows::skips(&due))
}
