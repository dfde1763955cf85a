//! Where the schedule and the performance settings are kept.
//!
//! On SQLite the file `sync_config.json` is the truth, since people edit it by hand: it is read at each start and
//! wins. On PostgreSQL, where replicas share them, it is imported once and the database is the truth.

use app::model::PerformanceSettings;

use super::error::SchedulerError;
use crate::{
    config::sync_config::{SyncConfig, SyncConfigFile},
    store::{Database, Kind, ScheduleSetting, StoreError},
};

const PERFORMANCE: &str = "performance";

/// Minutes between two runs, and the switch, when nobody has said otherwise.
const DEFAULT_MINUTES: u32 = 2;
const DEFAULT_ENABLED: bool = true;

/// The kept settings; cheap to clone.
#[derive(Clone, Debug)]
pub struct Settings {
    database: Database,
    file: SyncConfigFile,
}

impl Settings {
    /// The settings of this database and this file.
    pub fn new(database: Database, file: SyncConfigFile) -> Self {
        Self { database, file }
    }

    /// The schedule to begin with, as the file says it, and whether the file wins over a schedule that is in
    /// the database already.
    pub fn initial_schedule(&self) -> Result<(ScheduleSetting, bool), SchedulerError> {
        let file = self.file.read()?;
        let setting = ScheduleSetting {
            enabled: file.enabled.unwrap_or(DEFAULT_ENABLED),
            interval_seconds: i64::from(file.interval_minutes.unwrap_or(DEFAULT_MINUTES)) * 60,
        };
        let says_something = file.enabled.is_some() || file.interval_minutes.is_some();
        Ok((setting, self.file_wins() && says_something))
    }

    /// Writes the schedule where the file is the truth. Gives what it said before, for [`Settings::restore`].
    pub(super) fn save_schedule(
        &self,
        setting: ScheduleSetting,
    ) -> Result<Option<SyncConfig>, SchedulerError> {
        if !self.file_wins() {
            return Ok(None);
        }
        let before = self.file.read()?;
        let minutes = u32::try_from(setting.interval_seconds / 60).ok();
        self.file.save(&SyncConfig {
            enabled: Some(setting.enabled),
            interval_minutes: minutes,
            ..SyncConfig::default()
        })?;
        Ok(Some(before))
    }

    /// Takes [`Settings::save_schedule`] back, since the database did not follow.
    pub(super) fn restore(&self, before: Option<SyncConfig>) -> Result<(), SchedulerError> {
        let Some(before) = before else { return Ok(()) };
        let change = SyncConfig {
            enabled: before.enabled.or(Some(DEFAULT_ENABLED)),
            interval_minutes: before.interval_minutes.or(Some(DEFAULT_MINUTES)),
            performance: None,
        };
        Ok(self.file.save(&change)?)
    }

    /// How hard a run works: defaults where nothing was saved.
    pub async fn performance(&self) -> Result<PerformanceSettings, SchedulerError> {
        if self.file_wins() {
            return Ok(self.file.read()?.performance.unwrap_or_default());
        }
        let saved = self.database.setting(PERFORMANCE).await?;
        saved.map_or_else(
            || Ok(PerformanceSettings::default()),
            |value| {
                serde_json::from_value(value).map_err(|error| {
                    StoreError::Value { table: "settings", reason: format!("{PERFORMANCE}: {error}") }.into()
                })
            },
        )
    }

    /// Saves how hard a run works; the next run goes by it.
    pub async fn save_performance(&self, settings: &PerformanceSettings) -> Result<(), SchedulerError> {
        if self.file_wins() {
            let change = SyncConfig { performance: Some(settings.clone()), ..SyncConfig::default() };
            return Ok(self.file.save(&change)?);
        }
        Ok(self.database.save_setting(PERFORMANCE, &serde_json::json!(settings)).await?)
    }

    /// Imports the file's performance settings into a database that has none yet.
    pub(super) async fn import_performance(&self) -> Result<(), SchedulerError> {
        if self.file_wins() || self.database.setting(PERFORMANCE).await?.is_some() {
            return Ok(());
        }
        match self.file.read()?.performance {
            Some(performance) => self.save_performance(&performance).await,
            None => Ok(()),
        }
    }

    fn file_wins(&self) -> bool {
        self.database.kind() == Kind::Sqlite
    }
}
