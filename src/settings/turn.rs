//! One turn to change settings: a transaction during which nobody else changes settings or writes the file, in this
//! process or another. A person may still edit the file; the write notices that.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use app::model::PerformanceSettings;
use serde_json::json;

use super::{
    FILE, PERFORMANCE, SettingsError,
    exchange::{edited_performance, edited_schedule, known_after_write, missing_in_file},
    file::{Reading, SyncConfig, SyncConfigFile},
    stored,
};
use crate::store::{ScheduleSetting, SettingsTurn, StoreError};

/// A turn; dropping it changes nothing.
pub(crate) struct Turn {
    held: SettingsTurn,
    /// What the file contained when it last agreed with the database.
    known: SyncConfig,
    /// What it contains now; None if this database does not follow it.
    file: Option<Reading>,
    unwritten: Arc<AtomicBool>,
}

impl Turn {
    pub(super) fn new(
        held: SettingsTurn,
        known: SyncConfig,
        file: Option<Reading>,
        unwritten: Arc<AtomicBool>,
    ) -> Self {
        Self { held, known, file, unwritten }
    }

    /// What the database contains.
    pub(crate) fn held(&self) -> &SettingsTurn {
        &self.held
    }

    pub(super) async fn performance(&self) -> Result<PerformanceSettings, StoreError> {
        Ok(stored(PERFORMANCE, self.held.setting(PERFORMANCE).await?)?.unwrap_or_default())
    }

    /// `held` with hand edits of the file applied.
    pub(crate) fn edited_schedule(&self, held: ScheduleSetting) -> ScheduleSetting {
        edited_schedule(&self.known, self.config(), held)
    }

    /// `held` with hand edits of the file applied.
    pub(super) fn edited_performance(&self, held: PerformanceSettings) -> PerformanceSettings {
        edited_performance(&self.known, self.config(), held)
    }

    /// Records that the schedule of the file is imported.
    pub(crate) async fn keep_schedule(&self) -> Result<(), StoreError> {
        let Some(config) = self.config() else { return Ok(()) };
        let known = SyncConfig { performance: self.known.performance.clone(), ..config.clone() };
        self.keep(&known).await
    }

    /// Records that the performance settings of the file are imported.
    pub(super) async fn keep_performance(&self) -> Result<(), StoreError> {
        let Some(config) = self.config() else { return Ok(()) };
        let known = SyncConfig { performance: config.performance.clone(), ..self.known.clone() };
        self.keep(&known).await
    }

    /// Commits the changes. The file must be written afterwards.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.unwritten.store(true, Ordering::Relaxed);
        self.held.commit().await
    }

    /// Writes to the file what the database contains and the file does not. Blocks on the disk, so that a cancelled
    /// caller does not end the turn before the file is written. Returns false if somebody else wrote the file at the
    /// same moment.
    pub(super) async fn write(self, file: &SyncConfigFile) -> Result<bool, SettingsError> {
        let Some(reading) = &self.file else { return Ok(true) };
        let schedule = self.held.default_schedule().await?.map(|row| row.setting());
        let change =
            missing_in_file(&self.known, reading.config.as_ref(), schedule, &self.performance().await?);
        if change == SyncConfig::default() {
            self.held.rollback().await?;
            return Ok(true);
        }
        let Some(config) = file.write(reading, &change)? else { return Ok(false) };
        self.keep(&known_after_write(&self.known, reading.config.as_ref(), &config)).await?;
        self.held.commit().await?;
        Ok(true)
    }

    fn config(&self) -> Option<&SyncConfig> {
        self.file.as_ref()?.config.as_ref()
    }

    async fn keep(&self, known: &SyncConfig) -> Result<(), StoreError> {
        if *known == self.known { Ok(()) } else { self.held.save(FILE, &json!(known)).await }
    }
}
