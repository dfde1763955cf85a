use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use chrono::{DateTime, Utc};

use super::job::{ProgressCell, is_named};
use crate::store::{RunTotals, WaitingSite, mirror::PageOutcome};

/// Counts what the parts of a run do: the progress that the heartbeat stores, and figures that only the run's result
/// shows.
#[derive(Debug)]
pub(super) struct Tracker {
    progress: ProgressCell,
    failed_sites: AtomicU64,
    warnings: AtomicU64,
    gone: AtomicU64,
    quarantined: AtomicU64,
    open_projects: AtomicU64,
    messages: Mutex<Messages>,
    /// Keys of selected projects that a site has.
    found: Mutex<Vec<String>>,
}

/// Messages about the run as a whole.
#[derive(Debug, Default)]
struct Messages {
    /// Why it is not complete.
    incomplete: Vec<String>,
    others: Vec<String>,
}

impl Tracker {
    pub(super) fn new(progress: ProgressCell) -> Self {
        Self {
            progress,
            failed_sites: AtomicU64::new(0),
            warnings: AtomicU64::new(0),
            gone: AtomicU64::new(0),
            quarantined: AtomicU64::new(0),
            open_projects: AtomicU64::new(0),
            messages: Mutex::default(),
            found: Mutex::default(),
        }
    }

    pub(super) fn totals(&self) -> RunTotals {
        self.progress.snapshot().totals
    }

    /// How many sites could not be read at all.
    pub(super) fn failed_sites(&self) -> u64 {
        self.failed_sites.load(Relaxed)
    }

    /// How many values in Jira's responses were odd; their documents were stored nonetheless.
    pub(super) fn warnings(&self) -> u64 {
        self.warnings.load(Relaxed)
    }

    /// How many issues were marked as gone.
    pub(super) fn marked(&self) -> u64 {
        self.gone.load(Relaxed)
    }

    pub(super) fn gone(&self, issues: u64) {
        self.gone.fetch_add(issues, Relaxed);
    }

    /// How many issues are quarantined in the part of the mirror that the run reads.
    pub(super) fn quarantine_size(&self) -> u64 {
        self.quarantined.load(Relaxed)
    }

    pub(super) fn quarantined(&self, issues: u64) {
        self.quarantined.fetch_add(issues, Relaxed);
    }

    /// How many projects were read to their end, but not everything in them could be settled.
    pub(super) fn open_projects(&self) -> u64 {
        self.open_projects.load(Relaxed)
    }

    pub(super) fn leave_open(&self) {
        self.open_projects.fetch_add(1, Relaxed);
    }

    /// Records the keys of projects that a site has.
    pub(super) fn found<'k>(&self, keys: impl Iterator<Item = &'k String>) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(keys.cloned());
    }

    /// Which of these projects do not exist on any site.
    pub(super) fn missing<'k>(&self, keys: &'k [String]) -> Vec<&'k str> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        keys.iter().map(String::as_str).filter(|key| !is_named(&found, key)).collect()
    }

    pub(super) fn plan(&self, projects: u64) {
        self.progress.update(|p| p.totals.total_projects += projects);
    }

    pub(super) fn begin(&self, project_key: &str) {
        self.progress.update(|p| p.current_project = Some(project_key.to_owned()));
    }

    pub(super) fn expect(&self, issues: u64) {
        self.progress.update(|p| p.totals.issues_expected = p.totals.issues_expected.saturating_add(issues));
    }

    pub(super) fn page(&self, project_key: Option<String>, outcome: &PageOutcome, failed: u64) {
        self.progress.update(|progress| {
            progress.pages += 1;
            progress.current_project = project_key;
            progress.totals.total_issues += outcome.handled() + failed;
            progress.totals.issues_created += outcome.created;
            progress.totals.issues_updated += outcome.updated;
            progress.totals.issues_failed += failed;
        });
    }

    pub(super) fn succeed(&self) {
        self.progress.update(|p| p.totals.successful_projects += 1);
    }

    pub(super) fn fail(&self) {
        self.progress.update(|p| p.totals.failed_projects += 1);
    }

    pub(super) fn fail_site(&self) {
        self.failed_sites.fetch_add(1, Relaxed);
    }

    /// Adds a message about something that the run left undone.
    pub(super) fn report_incomplete(&self, message: String) {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).incomplete.push(message);
    }

    /// Adds a message that does not make the run incomplete.
    pub(super) fn report(&self, message: String) {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).others.push(message);
    }

    /// Whether a message says that the run is incomplete.
    pub(super) fn is_incomplete(&self) -> bool {
        !self.messages.lock().unwrap_or_else(PoisonError::into_inner).incomplete.is_empty()
    }

    /// All messages.
    pub(super) fn messages(&self) -> Vec<String> {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.incomplete.iter().chain(&messages.others).cloned().collect()
    }

    pub(super) fn warn(&self, count: u64) {
        self.warnings.fetch_add(count, Relaxed);
    }

    /// Sets the time until which all requests to the site wait; None when they continue.
    pub(super) fn wait(&self, instance: &str, until: Option<DateTime<Utc>>) {
        self.progress.update(|progress| {
            progress.waiting.retain(|site| site.instance != instance);
            if let Some(until) = until {
                progress.waiting.push(WaitingSite { instance: instance.to_owned(), until });
            }
        });
    }
}
