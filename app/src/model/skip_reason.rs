use serde::{Deserialize, Serialize};

use super::named::named;

/// Why a slot of a schedule has no run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// A run was active.
    AlreadyRunning,
    /// The last sync was started too recently for the schedule's minimum gap.
    TooRecent,
    /// A maintenance window was open.
    MaintenanceWindow,
    /// Somebody had paused the schedule.
    Paused,
    /// No server looked in time; a later slot replaces it.
    Missed,
    /// The schedule was switched off before the slot was looked at.
    Disabled,
    /// The schedule was changed before the slot was looked at.
    Superseded,
}

named!(SkipReason {
    AlreadyRunning => "already_running",
    TooRecent => "too_recent",
    MaintenanceWindow => "maintenance_window",
    Paused => "paused",
    Missed => "missed",
    Disabled => "disabled",
    Superseded => "superseded",
});
