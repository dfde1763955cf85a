use serde::{Deserialize, Serialize};

/// The schedule as `/api/config/sync` reads and writes it.
pub use super::scheduler::SchedulerConfig as SyncConfig;

/// What the first sync of a project reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FirstSync {
    /// Every issue there is.
    #[default]
    Everything,
    /// Only issues updated within `lookback_days`. Once `everything` is chosen, the next sync reads the rest.
    Lookback,
}

/// How hard a run works. Ranges are checked where they are saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PerformanceSettings {
    /// Most requests in flight to one site, and most projects at work at once. 1..=16.
    #[cfg_attr(feature = "ssr", schema(minimum = 1, maximum = 16))]
    pub max_workers: u32,
    /// Seconds one project may take in a run. 60..=1800.
    #[cfg_attr(feature = "ssr", schema(minimum = 60, maximum = 1800))]
    pub project_timeout: u32,
    /// Issues committed together. 50..=1000.
    #[cfg_attr(feature = "ssr", schema(minimum = 50, maximum = 1000))]
    pub batch_size: u32,
    /// The first sync's window in days, where `first_sync` is `lookback`. 1..=365.
    #[cfg_attr(feature = "ssr", schema(minimum = 1, maximum = 365))]
    pub lookback_days: u32,
    /// Times a request is tried again. 0..=10.
    #[cfg_attr(feature = "ssr", schema(minimum = 0, maximum = 10))]
    pub max_retries: u32,
    /// Seconds before the first retry, doubled each time. 0.1..=5.
    #[cfg_attr(feature = "ssr", schema(minimum = 0.1, maximum = 5.0))]
    pub backoff_factor: f64,
    /// The least seconds to wait after a 429; the server's own headers rule above it. 0..=10.
    #[cfg_attr(feature = "ssr", schema(minimum = 0.0, maximum = 10.0))]
    pub rate_limit_pause: f64,
    /// Connections kept to one site. 5..=50.
    #[cfg_attr(feature = "ssr", schema(minimum = 5, maximum = 50))]
    pub connection_pool_size: u32,
    /// Whether a request waits for a pooled connection instead of opening one more.
    pub connection_pool_block: bool,
    pub first_sync: FirstSync,
    /// Hours between two scheduled runs that also look for what is gone. 1..=720.
    #[cfg_attr(feature = "ssr", schema(minimum = 1, maximum = 720))]
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
