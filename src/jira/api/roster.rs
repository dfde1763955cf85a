//! The list of all projects, assembled from pages that may be inconsistent. Pure.

use std::collections::HashSet;

use serde_json::Value;

use super::page::count;
use crate::jira::wire::{Parsed, Project, Reader, Warning, document, id_of};

/// Cloud's maximum number of projects per page.
pub(in crate::jira) const MAX_PAGE: u64 = 100;

/// The projects of a site, without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    pub projects: Vec<Project>,
    /// Entries that are not projects, and lists that were refused.
    pub warnings: Vec<Warning>,
    /// Why the roster may lack a project that exists.
    pub doubt: Option<RosterDoubt>,
}

/// Why a list of projects may lack some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterDoubt {
    /// Its pages were inconsistent.
    #[error("projects came or went each time the list was read")]
    Moving,
    /// Its length differs from Jira's count.
    #[error("Jira counts {counted} projects and lists {listed}")]
    Count { counted: u64, listed: u64 },
}

impl Roster {
    /// The roster of a list without pages.
    pub(in crate::jira) fn of(listed: Parsed<Vec<Project>>) -> Self {
        let mut roster = Self::default();
        roster.add(Listing { projects: listed.value, warnings: listed.warnings, ..Listing::default() }, None);
        roster
    }

    /// Replaces a project by what its own endpoint returned.
    pub(in crate::jira) fn replace(&mut self, project: Project) {
        merge(&mut self.projects, vec![project]);
    }

    /// Adds a list. If a project is in more than one, it changed between them, and the later one counts.
    pub(in crate::jira) fn add(&mut self, listing: Listing, doubt: Option<RosterDoubt>) {
        merge(&mut self.projects, listing.projects);
        self.warnings.extend(listing.warnings);
        self.doubt = self.doubt.or(doubt);
    }
}

/// One page of a list.
pub(in crate::jira) struct Page {
    projects: Vec<Project>,
    warnings: Vec<Warning>,
    /// The id of every entry, even if it is not a valid project.
    ids: Vec<Option<u64>>,
    total: Option<u64>,
    is_last: Option<bool>,
    /// Jira's maximum number of entries per page.
    granted: u64,
}

impl Page {
    pub(in crate::jira) fn parse(body: &[u8]) -> Result<Self, String> {
        let Parsed { value: mut page, mut warnings } = document::object(body)?;
        let items = document::take_list(&mut page, "values")?;
        let ids = items.iter().map(|item| item.get("id").and_then(id_of)).collect();
        Ok(Self {
            ids,
            projects: Reader::read_all(items, "values", &mut warnings),
            warnings,
            total: page.get("total").and_then(count),
            granted: page
                .get("maxResults")
                .and_then(count)
                .map_or(MAX_PAGE, |granted| granted.clamp(1, MAX_PAGE)),
            is_last: page.get("isLast").and_then(Value::as_bool),
        })
    }
}

/// One reading of a list.
#[derive(Debug, Default)]
pub(in crate::jira) struct Listing {
    pub(in crate::jira) projects: Vec<Project>,
    pub(in crate::jira) warnings: Vec<Warning>,
    /// Number of entries so far. The overlap of pages is counted once.
    entries: u64,
    known: HashSet<u64>,
    /// The id of the last entry.
    last: Option<Option<u64>>,
    total: Option<u64>,
    moved: bool,
}

impl Listing {
    /// The offset of the next page: that of the last entry, which must be the first of that page.
    pub(in crate::jira) fn next_start(&self) -> u64 {
        self.entries.saturating_sub(1)
    }

    /// Adds the page that starts at [`Self::next_start`]; returns whether another page must be requested.
    pub(in crate::jira) fn take(&mut self, page: Page) -> bool {
        self.moved |= self.last.is_some_and(|last| page.ids.first() != Some(&last));
        self.moved |= self.total.is_some_and(|total| page.total != Some(total));
        let received = page.ids.len() as u64;
        let end = self.next_start() + received;
        let more = match (page.is_last, page.total) {
            (Some(is_last), _) => !is_last,
            (None, Some(total)) => end < total,
            // A full page that does not say where the list ends.
            (None, None) => received >= page.granted,
        };
        let before = self.known.len();
        self.known.extend(page.ids.iter().flatten());
        // Without progress, the loop would never end.
        let goes_on = self.known.len() > before;
        self.moved |= more && !goes_on;
        self.entries = self.entries.max(end);
        self.last = page.ids.last().copied().or(self.last);
        self.total = page.total.or(self.total);
        merge(&mut self.projects, page.projects);
        self.warnings.extend(page.warnings);
        more && goes_on
    }

    /// Why it may lack projects, if so.
    pub(in crate::jira) fn doubt(&self) -> Option<RosterDoubt> {
        let counted = self.total.filter(|total| *total != self.entries);
        let listed = self.entries;
        counted
            .map(|counted| RosterDoubt::Count { counted, listed })
            .or(self.moved.then_some(RosterDoubt::Moving))
    }

    /// Adds another reading of the same list.
    pub(in crate::jira) fn add(&mut self, other: Self) {
        merge(&mut self.projects, other.projects);
        self.warnings = other.warnings;
    }
}

fn merge(all: &mut Vec<Project>, more: Vec<Project>) {
    for project in more {
        match all.iter_mut().find(|known| known.id == project.id) {
            Some(known) => *known = project,
            None => all.push(project),
        }
    }
}

#[cfg(test)]
mod tests;
