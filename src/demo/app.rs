//! What the handlers of all requests share.

use std::sync::Arc;

use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::config::DemoConfig;
use super::faults::Faults;
use super::holds::Holds;
use super::site::Site;
use super::stats::Counter;

/// One sample Jira. Cheap to clone; clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) site: Site,
    /// The account's time zone.
    pub(crate) zone: Arc<TimeZone>,
    pub(crate) faults: Faults,
    pub(crate) holds: Holds,
    pub(crate) counter: Counter,
    /// Cancelled when the server stops, which ends responses that would otherwise never end.
    pub(crate) stop: CancellationToken,
}

impl App {
    pub(super) fn new(config: DemoConfig, zone: TimeZone) -> Self {
        Self {
            site: Site::new(config),
            zone: Arc::new(zone),
            faults: Faults::default(),
            holds: Holds::default(),
            counter: Counter::default(),
            stop: CancellationToken::new(),
        }
    }
}
