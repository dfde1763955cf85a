use serde::{Deserialize, Serialize};

use super::{Run, SkipReason, Timestamp, number};

/// The scheduler's current state, with the schedule that the slider and the switch change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SchedulerStatus {
    /// That schedule's id.
    pub schedule_id: i64,
    pub enabled: bool,
    pub interval_minutes: u32,
    /// Whether the scheduler is alive (a heartbeat within the last few seconds), not whether a sync is running.
    pub is_running: bool,
    /// None when disabled, and while no site is enabled.
    pub next_run_time: Option<Timestamp>,
    /// Whether no site is enabled: nothing is planned, and no run starts.
    #[serde(default)]
    pub waits_for_site: bool,
    /// Whether a sync is active.
    pub sync_active: bool,
    /// The server's clock at the time of the response, so that the countdown is right even if the browser's clock is
    /// wrong.
    pub server_time: Timestamp,
    /// The version of the bundled time-zone database, e.g. `2026b`.
    pub tzdb_version: String,
    /// How well the current interval fits the last runs.
    pub advice: Option<IntervalAdvice>,
}

/// What an administrator saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SchedulerConfig {
    #[serde(deserialize_with = "number::enabled")]
    pub enabled: bool,
    /// Minutes between two syncs.
    #[serde(alias = "interval", deserialize_with = "number::interval_minutes")]
    pub interval_minutes: u32,
}

/// How well an interval fits the site's size and its last runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct IntervalAdvice {
    /// The assessed interval, in minutes.
    pub interval_minutes: u32,
    /// The recommended range on the slider, in minutes, both ends included.
    pub recommended_min: u32,
    pub recommended_max: u32,
    /// The share of slots that would be skipped, 0..=1.
    pub skipped_share: f64,
    /// The median duration of the last completed runs, in seconds; None before the first.
    pub median_seconds: Option<f64>,
    /// One sentence in plain words.
    pub text: String,
}

/// `success` and what happened, in the format that older scripts read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Acknowledgement {
    pub success: bool,
    pub message: String,
    /// A warning about a change that was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

impl Acknowledgement {
    /// It was done.
    pub fn done(message: impl Into<String>) -> Self {
        Self { success: true, message: message.into(), warning: None }
    }

    /// It was not done.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { success: false, ..Self::done(message) }
    }
}

/// The response to Start and Stop; `success: false` without `sync_id` if a run was already (or not) active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SyncAnswer {
    pub success: bool,
    pub message: String,
    pub sync_id: Option<String>,
}

/// The outcome of a due slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SlotOutcome {
    Run,
    Skip,
}

/// One due slot of a schedule and its recorded outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Slot {
    /// The schedule's id.
    pub schedule_id: i64,
    /// When it was due (the last of `count` slots that are recorded together).
    pub due_at: Timestamp,
    pub outcome: SlotOutcome,
    /// How many consecutive slots this row stands for.
    pub count: u64,
    /// Why it was skipped; None if it started a run.
    pub reason: Option<SkipReason>,
    /// The run it started, or the run in its way.
    pub sync_id: Option<String>,
    /// That run, if the slot started it.
    pub run: Option<Run>,
}

/// Outcomes, the newest slots first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SlotList {
    pub items: Vec<Slot>,
}

/// The next fires of the schedule in its current state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct UpcomingRuns {
    pub times: Vec<Timestamp>,
}
