use serde::{Deserialize, Serialize};

/// The schedule as `/api/config/sync` reads and writes it.
pub use super::scheduler::SchedulerConfig as SyncConfig;

/// What the first sync of a project reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FirstSync {
    /// Every issue.
    #[default]
    Everything,
    /// Only issues updated within `lookback_days`. Once `everything` is chosen, the next sync reads the rest.
    Lookback,
}

/// The performance settings of runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PerformanceSettings {
    /// The maximum number of requests in flight to one site, and of projects synced at once.
    pub max_workers: u32,
    /// Seconds that one project may take in a run.
    pub project_timeout: u32,
    /// Issues committed together.
    pub batch_size: u32,
    /// The first sync's window in days, if `first_sync` is `lookback`.
    pub lookback_days: u32,
    /// How often a failed request is retried.
    pub max_retries: u32,
    /// Seconds before the first retry, doubled each time.
    pub backoff_factor: f64,
    /// The minimum number of seconds to wait after a 429; a longer wait in the server's own headers takes precedence.
    pub rate_limit_pause: f64,
    /// Connections kept open to one site.
    pub connection_pool_size: u32,
    /// Whether a request waits for a pooled connection instead of opening another one.
    pub connection_pool_block: bool,
    pub first_sync: FirstSync,
    /// Hours between two scheduled runs that also check for deleted issues.
    pub census_hours: u32,
}

impl Default for PerformanceSettings {
    fn default() -> Self {
        Self {
            max_workers: 8,
            project_timeout: 300,
            batch_size: 200,
            lookback_days: 60,
            max_retries: 3,
            backoff_factor: 0.5,
            rate_limit_pause: 1.0,
            connection_pool_size: 20,
            connection_pool_block: false,
            first_sync: FirstSync::Everything,
            census_hours: 24,
        }
    }
}

/// The performance settings after a save.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SavedPerformance {
    #[serde(flatten)]
    pub settings: PerformanceSettings,
    /// A warning about settings that were saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}
