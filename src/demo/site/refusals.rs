//! Lists that a realistic site always refuses, and lists that are slow or fail at first.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::Site;
use crate::demo::config::{DemoConfig, Edition};
use crate::demo::data::salt;
use crate::demo::faults::{Fault, FaultKind};
use crate::demo::rng::Rng;

/// Number of lists that are always refused.
const REFUSED: usize = 2;
/// Delay of a slow list, in milliseconds.
const SLOW: u64 = 30;

/// The refused and troubled lists of a site.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    seed: Option<u64>,
    rules: Vec<Fault>,
    /// Lists that were requested before.
    seen: Mutex<HashSet<String>>,
}

impl Refusals {
    /// Chosen by the seed; none unless the site is realistic.
    pub(super) fn of(config: &DemoConfig) -> Self {
        if !config.realistic {
            return Self::default();
        }
        let forbidden = || FaultKind::Status { status: 403, headers: Default::default(), body: None };
        let broken = || FaultKind::Status { status: 500, headers: Default::default(), body: None };
        let no_scope = || match config.edition {
            Edition::Cloud => FaultKind::ScopeMismatch,
            Edition::DataCenter => forbidden(),
        };
        let mut lists = vec![
            Fault::on("/rest/agile/1.0/board/1/sprint", forbidden()),
            Fault::on("/rest/agile/1.0/board/3/sprint", broken()),
            Fault::on("/rest/agile/", no_scope()),
            Fault::on("/rest/api/*/project/10000/version", forbidden()),
            Fault::on("/rest/api/*/project/10001/component", forbidden()),
            Fault::on("/rest/api/*/users/search", forbidden()),
            Fault::on("/rest/api/*/user/search", forbidden()),
            Fault::on("/rest/api/*/priority", no_scope()),
            Fault::on("/rest/api/*/resolution", broken()),
            Fault::on("/rest/api/*/worklog/", no_scope()),
        ];
        let mut rng = Rng::of(config.seed, salt::RIGHTS, 0, 0);
        let rules = (0..REFUSED).map(|_| lists.swap_remove(rng.index(lists.len()))).collect();
        Self { seed: Some(config.seed), rules, seen: Mutex::default() }
    }

    fn refusal(&self, path: &str) -> Option<FaultKind> {
        self.rules.iter().find(|rule| rule.fits(path, "")).map(|rule| rule.fault.clone())
    }

    fn trouble(&self, path: &str) -> Option<FaultKind> {
        let seed = self.seed?;
        let own = ["/issue/", "/search/", "/changelog/", "/myself", "/serverInfo"];
        if own.iter().any(|part| path.contains(part)) || path.ends_with("/search") {
            return None;
        }
        let kind = Rng::of(seed, salt::RIGHTS, xxhash_rust::xxh3::xxh3_64(path.as_bytes()), 1).below(8);
        let first = || self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        match kind {
            0 if first() => Some(FaultKind::Empty { status: 503 }),
            1 => Some(FaultKind::Delay { ms: SLOW }),
            _ => None,
        }
    }
}

impl Site {
    /// The fault of a list that this site always refuses.
    pub(crate) fn refusal(&self, path: &str) -> Option<FaultKind> {
        self.inner.refusals.refusal(path)
    }

    /// The fault of a list that fails on the first request or is slow.
    pub(crate) fn trouble(&self, path: &str) -> Option<FaultKind> {
        self.inner.refusals.trouble(path)
    }

    /// The lists that are always refused, as starts of paths; see [`Fault::path`].
    pub fn refused(&self) -> Vec<String> {
        self.inner.refusals.rules.iter().map(|rule| rule.path.clone()).collect()
    }
}
