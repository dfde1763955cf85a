pub mod census_plan;
pub mod planning;
pub mod slots;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{Schedules, Selection, StoreError, database::sql};

/// The schedule that the slider and the switch change, and the only one that is created automatically.
pub const DEFAULT_SCHEDULE: &str = "default";

/// Which schedule is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleKey {
    /// The one named `default`.
    Default,
    Id(i64),
}

/// A row of `schedules`.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ScheduleRow {
    pub id: i64,
    pub name: String,
    pub enabled: bool,
    /// At least 1.
    pub interval_seconds: i64,
    /// A slot is skipped if the last sync was started less than this many seconds ago.
    pub min_gap_seconds: i64,
    /// The first slot without a recorded outcome; None when disabled.
    pub next_due: Option<DateTime<Utc>>,
    /// The part of the mirror that its runs read, as JSON; None for all of it.
    pub selection: Option<serde_json::Value>,
}

/// What an administrator may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduleSetting {
    pub enabled: bool,
    /// At least 1.
    pub interval_seconds: i64,
}

impl ScheduleSetting {
    /// An interval of whole minutes.
    pub fn of_minutes(enabled: bool, minutes: u32) -> Self {
        Self { enabled, interval_seconds: i64::from(minutes) * 60 }
    }

    /// The interval in minutes. An interval that was set in seconds is rounded up.
    pub fn minutes(&self) -> u32 {
        let minutes = self.interval_seconds.max(0).unsigned_abs().div_ceil(60);
        u32::try_from(minutes).unwrap_or(u32::MAX)
    }
}

impl ScheduleRow {
    /// The part of the mirror that its runs read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Value`] if the column has another format.
    pub fn selection(&self) -> Result<Selection, StoreError> {
        Selection::of_stored(self.selection.as_ref()).map_err(|error| StoreError::Value {
            table: "schedules",
            reason: format!("selection of {}: {error}", self.name),
        })
    }

    /// The part of the row that an administrator sets.
    pub fn setting(&self) -> ScheduleSetting {
        ScheduleSetting { enabled: self.enabled, interval_seconds: self.interval_seconds }
    }
}

pub(super) const COLUMNS: &str = "id, name, enabled, interval_seconds, min_gap_seconds, next_due, selection";

impl Schedules<'_> {
    /// The schedule named `default`; None before it is created.
    pub async fn default_schedule(&self) -> Result<Option<ScheduleRow>, StoreError> {
        let query = format!("select {COLUMNS} from schedules where name = $1");
        sql::row(self.database.connection(), &query, [DEFAULT_SCHEDULE.into()]).await
    }

    /// Every schedule that may have a due slot by the database's clock, the longest due first. Locks nothing.
    pub async fn due(&self) -> Result<Vec<ScheduleRow>, StoreError> {
        let now = sql::clock(self.database.connection());
        let query = format!(
            "select {COLUMNS} from schedules
             where next_due <= {now} or (next_due is null and enabled = true) order by next_due, id"
        );
        sql::rows(self.database.connection(), &query, []).await
    }
}
