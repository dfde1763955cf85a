//! The list of all projects, put together from pages that may not fit each other. Pure.

use std::collections::HashSet;

use serde_json::Value;

use super::page::count;
use crate::jira::wire::{Parsed, Project, Reader, Warning, document, id_of};

/// Most projects that Cloud puts on a page.
pub(in crate::jira) const MAX_PAGE: u64 = 100;

/// The projects of a site, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    pub projects: Vec<Project>,
    /// Entries that name no project, and lists that were refused.
    pub warnings: Vec<Warning>,
    /// Why a project that is not in it may be there nevertheless.
    pub doubt: Option<RosterDoubt>,
}

/// Why a list of projects may lack some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterDoubt {
    /// Its pages did not fit each other.
    #[error("projects came or went each time the list was read")]
    Moving,
    /// It is not as long as Jira says.
    #[error("Jira counts {counted} projects and lists {listed}")]
    Count { counted: u64, listed: u64 },
}

impl Roster {
    /// A list that came as a whole.
    pub(in crate::jira) fn of(listed: Parsed<Vec<Project>>) -> Self {
        let mut roster = Self::default();
        roster.add(Listing { projects: listed.value, warnings: listed.warnings, ..Listing::default() }, None);
        roster
    }

    /// Takes a project as its own endpoint shows it.
    pub(in crate::jira) fn settle(&mut self, project: Project) {
        merge(&mut self.projects, vec![project]);
    }

    /// Adds a list. A project that is in more than one was changed between them: the later tells.
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
    /// The id of every entry, should it even be no project.
    ids: Vec<Option<u64>>,
    total: Option<u64>,
    is_last: Option<bool>,
    /// Most entries that Jira puts on a page.
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

/// What one reading of a list gave.
#[derive(Debug, Default)]
pub(in crate::jira) struct Listing {
    pub(in crate::jira) projects: Vec<Project>,
    pub(in crate::jira) warnings: Vec<Warning>,
    /// Entries so far, each counted once although pages overlap.
    entries: u64,
    known: HashSet<u64>,
    /// The id of the last entry.
    last: Option<Option<u64>>,
    total: Option<u64>,
    moved: bool,
}

impl Listing {
    /// Where the next page starts: with the last entry, which must then be its first.
    pub(in crate::jira) fn next_start(&self) -> u64 {
        self.entries.saturating_sub(1)
    }

    /// Takes the page that starts at [`Self::next_start`]; says whether another is to be asked for.
    pub(in crate::jira) fn take(&mut self, page: Page) -> bool {
        self.moved |= self.last.is_some_and(|last| page.ids.first() != Some(&last));
        self.moved |= self.total.is_some_and(|total| page.total != Some(total));
        let received = page.ids.len() as u64;
        let end = self.next_start() + received;
        let more = match (page.is_last, page.total) {
            (Some(is_last), _) => !is_last,
            (None, Some(total)) => end < total,
            // A full page without a word on where the list ends.
            (None, None) => received >= page.granted,
        };
        let before = self.known.len();
        self.known.extend(page.ids.iter().flatten());
        // Pages that lead nowhere would be asked for for ever.
        let goes_on = self.known.len() > before;
        self.moved |= more && !goes_on;
        self.entries = self.entries.max(end);
        self.last = page.ids.last().copied().or(self.last);
        self.total = page.total.or(self.total);
        merge(&mut self.projects, page.projects);
        self.warnings.extend(page.warnings);
        more && goes_on
    }

    /// Whether it may lack projects.
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
