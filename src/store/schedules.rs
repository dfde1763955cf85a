use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{Database, StoreError, sql};

/// The one schedule there is for now.
pub const DEFAULT_SCHEDULE: &str = "default";

/// A row of `schedules`.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ScheduleRow {
    pub id: i64,
    pub enabled: bool,
    /// At least 1.
    pub interval_seconds: i64,
    /// A slot is skipped when the last sync began less than so many seconds ago.
    pub min_gap_seconds: i64,
    /// The first slot without a recorded outcome; None when disabled.
    pub next_due: Option<DateTime<Utc>>,
}

/// What an administrator may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduleSetting {
    pub enabled: bool,
    /// At least 1.
    pub interval_seconds: i64,
}

impl ScheduleRow {
    /// The part of it that an administrator sets.
    pub fn setting(&self) -> ScheduleSetting {
        ScheduleSetting { enabled: self.enabled, interval_seconds: self.interval_seconds }
    }
}

pub(super) const COLUMNS: &str = "id, enabled, interval_seconds, min_gap_seconds, next_due";

impl Database {
    /// Creates the schedule where it is missing, its first slot one interval from now. Gives whether it was.
    pub async fn create_schedule(&self, setting: ScheduleSetting) -> Result<bool, StoreError> {
        let tx = self.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let first = now + chrono::TimeDelta::seconds(setting.interval_seconds);
        let created = sql::execute(
            &tx,
            "insert into schedules (name, enabled, interval_seconds, next_due, updated_at)
             values ($1, $2, $3, $4, $5) on conflict do nothing",
            [
                DEFAULT_SCHEDULE.into(),
                setting.enabled.into(),
                setting.interval_seconds.into(),
                setting.enabled.then_some(first).into(),
                now.into(),
            ],
        )
        .await?;
        tx.commit().await?;
        Ok(created == 1)
    }

    /// The schedule; None before [`Database::create_schedule`].
    pub async fn schedule(&self) -> Result<Option<ScheduleRow>, StoreError> {
        let query = format!("select {COLUMNS} from schedules where name = $1");
        sql::row(self.connection(), &query, [DEFAULT_SCHEDULE.into()]).await
    }
}
