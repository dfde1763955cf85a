use app::{
    error::ApiError,
    model::{FirstSync, PerformanceSettings},
    service::{Principal, SettingsService},
};
use async_trait::async_trait;
use serde_json::Value;

use super::failure;
use crate::{config::performance::merged, scheduler::settings::Settings};

/// How hard runs work, as the admin panel reads and saves it.
pub(super) struct PerformanceStore {
    settings: Settings,
    /// One change at a time, since each builds on what is saved.
    changing: tokio::sync::Mutex<()>,
}

impl PerformanceStore {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, changing: tokio::sync::Mutex::default() }
    }
}

#[async_trait]
impl SettingsService for PerformanceStore {
    async fn performance(&self, _: &Principal) -> Result<PerformanceSettings, ApiError> {
        self.settings.performance().await.map_err(failure::scheduler)
    }

    async fn save_performance(
        &self,
        caller: &Principal,
        changes: Value,
    ) -> Result<PerformanceSettings, ApiError> {
        let _turn = self.changing.lock().await;
        let current = self.performance(caller).await?;
        let mut settings = merged(&current, &changes).map_err(ApiError::invalid)?;
        // Scripts of the earlier system know only the window's length; setting it means wanting it.
        if settings.lookback_days != current.lookback_days && changes.get("first_sync").is_none() {
            settings.first_sync = FirstSync::Lookback;
        }
        self.settings.save_performance(&settings).await.map_err(failure::scheduler)?;
        Ok(settings)
    }
}
