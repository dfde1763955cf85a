//! Settings that change while jira-sync runs. Changes take turns, across all processes.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    Kind, PlanningState, ScheduleKey, ScheduleRow, ScheduleSetting, Settings, SlotSkip, StoreError,
    database::{sql, writer::WriteTransaction},
    schedules::{
        COLUMNS, DEFAULT_SCHEDULE,
        planning::{record, state_of},
    },
};

/// The transaction of a change of settings. Others wait until it ends; dropping it changes nothing.
///
/// While it is open, do not use the [`Database`] in any other way: a database in memory has a single connection.
#[derive(Debug)]
pub struct SettingsTurn {
    tx: WriteTransaction,
    now: DateTime<Utc>,
}

impl Settings<'_> {
    /// A setting; None if it was never saved.
    pub async fn get(&self, name: &str) -> Result<Option<Value>, StoreError> {
        sql::value(self.database.connection(), "select value from settings where name = $1", [name.into()])
            .await
    }

    /// Two settings as they were at one moment.
    pub async fn get_both(&self, names: [&str; 2]) -> Result<[Option<Value>; 2], StoreError> {
        let value = |place: usize| format!("(select value from settings where name = ${place})");
        let query = format!("select {} as first, {} as second", value(1), value(2));
        let found: Option<Pair> = sql::row(self.database.connection(), &query, names.map(Into::into)).await?;
        Ok(found.map_or([None, None], |pair| [pair.first, pair.second]))
    }

    /// Saves a setting, replacing the earlier value.
    pub async fn save(&self, name: &str, value: &Value) -> Result<(), StoreError> {
        let turn = self.turn().await?;
        turn.save(name, value).await?;
        turn.commit().await
    }

    /// Waits for the turn to change settings.
    pub async fn turn(&self) -> Result<SettingsTurn, StoreError> {
        let tx = self.database.begin_urgent().await?;
        // On SQLite there is only one writer anyway.
        if self.database.kind() == Kind::Postgres {
            sql::execute(&tx, "select pg_advisory_xact_lock(7301967)", []).await?;
        }
        let now = sql::now(&tx).await?;
        Ok(SettingsTurn { tx, now })
    }
}

#[derive(sea_orm::FromQueryResult)]
struct Pair {
    first: Option<Value>,
    second: Option<Value>,
}

impl SettingsTurn {
    /// A setting; None if it was never saved.
    pub async fn setting(&self, name: &str) -> Result<Option<Value>, StoreError> {
        sql::value(&self.tx, "select value from settings where name = $1", [name.into()]).await
    }

    /// Saves a setting, replacing the earlier value.
    pub async fn save(&self, name: &str, value: &Value) -> Result<(), StoreError> {
        sql::execute(
            &self.tx,
            "insert into settings (name, value) values ($1, $2)
             on conflict (name) do update set value = excluded.value",
            [name.into(), value.clone().into()],
        )
        .await?;
        Ok(())
    }

    /// Creates the schedule named `default` if it is missing; it has no slot yet. Returns whether it was
    /// missing.
    pub async fn create_schedule(&self, setting: ScheduleSetting) -> Result<bool, StoreError> {
        let created = sql::execute(
            &self.tx,
            "insert into schedules (name, enabled, interval_seconds, updated_at)
             values ($1, $2, $3, $4) on conflict do nothing",
            [
                DEFAULT_SCHEDULE.into(),
                setting.enabled.into(),
                setting.interval_seconds.into(),
                self.now.into(),
            ],
        )
        .await?;
        Ok(created == 1)
    }

    /// The schedule named `default`; None before it is created.
    pub async fn default_schedule(&self) -> Result<Option<ScheduleRow>, StoreError> {
        self.row("name = $1", DEFAULT_SCHEDULE.into()).await
    }

    /// A schedule, and what a plan for it is based on. Nobody plans it until the turn ends.
    ///
    /// # Errors
    ///
    /// [`StoreError::Value`] if there is no such schedule.
    pub async fn schedule(&self, key: ScheduleKey) -> Result<PlanningState, StoreError> {
        let found = match key {
            ScheduleKey::Default => self.default_schedule().await?,
            ScheduleKey::Id(id) => self.row("id = $1", id.into()).await?,
        };
        let reason = || format!("there is no schedule {key:?}");
        let schedule = found.ok_or_else(|| StoreError::Value { table: "schedules", reason: reason() })?;
        state_of(&self.tx, schedule, self.now).await
    }

    async fn row(&self, condition: &str, value: sea_orm::Value) -> Result<Option<ScheduleRow>, StoreError> {
        let query = format!("select {COLUMNS} from schedules where {condition}");
        sql::row(&self.tx, &sql::locking(&self.tx, &query, "for update"), [value]).await
    }

    /// Stores a schedule's new setting and next slot, after recording the outcomes of earlier slots.
    pub async fn reschedule(
        &self,
        id: i64,
        setting: ScheduleSetting,
        next_due: Option<DateTime<Utc>>,
        skips: &[SlotSkip],
    ) -> Result<(), StoreError> {
        for skip in skips {
            record(&self.tx, id, skip, self.now).await?;
        }
        sql::execute(
            &self.tx,
            "update schedules set enabled = $1, interval_seconds = $2, next_due = $3, updated_at = $4 where id = $5",
            [
                setting.enabled.into(),
                setting.interval_seconds.into(),
                next_due.into(),
                self.now.into(),
                id.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Commits the changes.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }

    /// Discards the changes.
    pub async fn rollback(self) -> Result<(), StoreError> {
        self.tx.rollback().await
    }
}
