//! The generated content of a sample Jira, independent of the edition. Every method of [`Generator`] is a pure function
//! of its settings and arguments.

mod catalog;
mod children;
mod histories;
mod issue;
mod model;
mod oddities;
mod people;
mod planning;
mod projects;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use catalog::{
    DONE, FIELDS, Field, ISSUE_TYPES, LINK_TYPES, PRIORITIES, RESOLUTIONS, STATUSES, TODO, category,
    field_names,
};
pub(crate) use children::MAX_WORKLOG_AGE;
pub(crate) use histories::item;
pub(crate) use issue::resolves;
pub(crate) use model::{
    Attachment, Comment, Component, Custom, Entry, History, Issue, Item, Kind, Link, RemoteLink, Version,
    Worklog,
};
pub(crate) use people::Person;
pub(crate) use planning::Sprint;
pub use planning::SprintState;
pub(crate) use projects::{CATEGORIES as PROJECT_CATEGORIES, Project, ProjectType, date};

use super::config::DemoConfig;
use super::timeline::Timeline;

/// The first issue id. The ids of generated issues are distributed round-robin over the projects.
pub(crate) const FIRST_ISSUE_ID: u64 = 100_000;
/// The first id of projects, versions and components.
pub(crate) const FIRST_ID: u64 = 10_000;
/// Number of ids per issue for its comments, worklogs, changelog entries, attachments and links.
pub(crate) const CHILD_IDS: u64 = 256;
/// The first id of comments, worklogs and the like that are added later.
pub(crate) const FIRST_LATER_CHILD: u64 = 10_000_000_000;

/// The purposes of random streams.
pub(crate) mod salt {
    pub(crate) const CORE: u64 = 1;
    pub(crate) const TEXT: u64 = 2;
    pub(crate) const COMMENTS: u64 = 3;
    pub(crate) const WORKLOGS: u64 = 4;
    pub(crate) const HISTORIES: u64 = 5;
    pub(crate) const COUNTS: u64 = 6;
    pub(crate) const PEOPLE: u64 = 7;
    pub(crate) const CUSTOM: u64 = 8;
    pub(crate) const EXTRAS: u64 = 9;
    pub(crate) const SUMMARY: u64 = 10;
    pub(crate) const FORMS: u64 = 11;
    pub(crate) const AUTHORS: u64 = 12;
    pub(crate) const ACCESS: u64 = 13;
    pub(crate) const RIGHTS: u64 = 14;
    pub(crate) const ODD: u64 = 15;
}

/// Computes the initial content of a site.
#[derive(Clone, Debug)]
pub(crate) struct Generator {
    pub(crate) seed: u64,
    pub(crate) epoch: i64,
    pub(crate) projects: u64,
    pub(crate) issues: u64,
    /// Whether texts, links and times imitate real sites.
    pub(crate) realistic: bool,
}

impl Generator {
    pub(crate) fn new(config: &DemoConfig) -> Self {
        Self {
            seed: config.seed,
            epoch: config.epoch.timestamp_millis(),
            projects: u64::from(config.projects.max(1)),
            issues: config.issues,
            realistic: config.realistic,
        }
    }

    pub(crate) fn timeline(&self, project: usize) -> Timeline {
        Timeline::new(self.epoch, self.issues, project as u64, self.seed)
    }

    /// The id of the issue with this number (from 1).
    pub(crate) fn id(&self, project: usize, number: u64) -> u64 {
        FIRST_ISSUE_ID + (number - 1) * self.projects + project as u64
    }

    /// The project and number that a generated issue was created with.
    pub(crate) fn place(&self, id: u64) -> Option<(usize, u64)> {
        let index = id.checked_sub(FIRST_ISSUE_ID)?;
        let (number, project) = (index / self.projects + 1, (index % self.projects) as usize);
        (number <= self.issues).then_some((project, number))
    }

    /// The first id after those of the generated issues.
    pub(crate) fn free_id(&self) -> u64 {
        FIRST_ISSUE_ID + self.projects * self.issues
    }

    pub(crate) fn child_id(&self, project: usize, number: u64, index: u64) -> u64 {
        FIRST_ID + (self.id(project, number) - FIRST_ISSUE_ID) * CHILD_IDS + index
    }

    /// The generated issue that a generated comment, worklog or the like belongs to.
    pub(crate) fn owner_of_child(&self, child: u64) -> Option<u64> {
        let id = child.checked_sub(FIRST_ID)? / CHILD_IDS + FIRST_ISSUE_ID;
        self.place(id).map(|_| id)
    }
}
