use std::time::Duration;

use app::model::{PerformanceSettings, SyncMode, SyncType};

use crate::store::Selection;

/// A requested run.
#[derive(Clone, Debug)]
pub struct RunOrder {
    pub sync_type: SyncType,
    /// `scheduler`, or the person or program that requested it.
    pub initiated_by: String,
    pub mode: SyncMode,
    pub selection: Selection,
    /// The settings to run with; the history keeps them.
    pub settings: PerformanceSettings,
    /// Somebody requested it just now, and waits for the result.
    pub by_hand: bool,
}

impl RunOrder {
    /// Whether it is what people think of as a sync: neither a comparison nor a refetch for webhooks.
    pub fn is_sync(&self) -> bool {
        self.sync_type != SyncType::Webhook && self.mode != SyncMode::Verify
    }

    /// In each scope, one run at a time is active.
    pub(super) fn scope(&self) -> &'static str {
        if self.mode == SyncMode::Verify { "verify" } else { "all" }
    }
}

/// The process that claims a run.
#[derive(Clone, Debug)]
pub struct Holder {
    /// For people to read.
    pub name: String,
    /// How long its run counts as alive without a heartbeat.
    pub lease: Duration,
}
