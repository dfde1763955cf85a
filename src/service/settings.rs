use app::{
    error::ApiError,
    model::{FirstSync, PerformanceSettings, SavedPerformance},
    service::{Principal, SettingsService},
};
use async_trait::async_trait;
use serde_json::Value;

use super::failure;
use crate::settings::{Settings, performance::merged};

/// The performance settings, as the admin panel reads and saves them.
pub(super) struct PerformanceStore {
    settings: Settings,
}

impl PerformanceStore {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings }
    }
}

#[async_trait]
impl SettingsService for PerformanceStore {
    async fn performance(&self, _: &Principal) -> Result<PerformanceSettings, ApiError> {
        self.settings.performance().await.map_err(failure::settings)
    }

    async fn save_performance(&self, _: &Principal, changes: Value) -> Result<SavedPerformance, ApiError> {
        let change = |current: &PerformanceSettings| {
            let mut settings = merged(current, &changes)?;
            // Scripts of the earlier system only know the window's length; a script that sets it wants the window.
            if settings.lookback_days != current.lookback_days && changes.get("first_sync").is_none() {
                settings.first_sync = FirstSync::Lookback;
            }
            Ok(settings)
        };
        self.settings.change_performance(change).await.map_err(failure::settings)
    }
}
