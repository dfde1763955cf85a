use std::time::Duration;

/// How long a run counts as alive without a heartbeat, and the time between heartbeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseTimes {
    /// At least three times `beat`.
    pub lease: Duration,
    pub beat: Duration,
}

impl Default for LeaseTimes {
    fn default() -> Self {
        Self { lease: Duration::from_secs(30), beat: Duration::from_secs(1) }
    }
}
