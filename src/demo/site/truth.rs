//! Counts of the site's data, to compare a copy with.

use serde::{Deserialize, Serialize};

use super::{IssueAccess, ProjectState, Scan, Site, State};

/// Totals of a whole site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTruth {
    /// All projects, including those that the account cannot see.
    pub projects: Vec<ProjectTruth>,
    /// Number of issues in projects that are live and visible to the account.
    pub issues: u64,
    /// As `issues`.
    pub comments: u64,
    /// As `issues`.
    pub worklogs: u64,
    /// Changelog entries; as `issues`.
    pub histories: u64,
    /// Items of changelog entries; as `issues`.
    pub items: u64,
}

/// Totals of a project, whether or not the account can see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectTruth {
    /// Jira's id.
    pub id: u64,
    /// Current key.
    pub key: String,
    /// Live, archived or in the trash.
    pub state: ProjectState,
    /// Whether the account may browse it.
    pub permitted: bool,
    /// Number of issues, without those that are secured or archived on their own.
    pub issues: u64,
    /// Number of their comments.
    pub comments: u64,
    /// Number of their worklogs.
    pub worklogs: u64,
    /// Number of their changelog entries.
    pub histories: u64,
    /// Number of the items in those entries.
    pub items: u64,
}

/// An issue and its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthIssue {
    /// Jira's id.
    pub id: u64,
    /// Current key.
    pub key: String,
    /// Milliseconds since 1970.
    pub updated: i64,
    /// Number of comments.
    pub comments: u64,
    /// Number of worklogs.
    pub worklogs: u64,
    /// Number of changelog entries.
    pub histories: u64,
}

/// A page of issues, ordered by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthPage {
    /// The issues.
    pub issues: Vec<TruthIssue>,
    /// The parameter `after` of the next page; `None` on the last page.
    pub after: Option<u64>,
}

/// Issues, comments, worklogs, histories, items.
type Counts = [u64; 5];

impl Site {
    /// Counts the site's data. Takes a moment on a large site.
    pub fn truth(&self) -> SiteTruth {
        let state = self.read();
        let projects: Vec<ProjectTruth> = (0..state.projects.len()).map(|p| state.project_truth(p)).collect();
        let seen = |of: fn(&ProjectTruth) -> u64| {
            projects.iter().filter(|p| p.permitted && p.state == ProjectState::Live).map(of).sum()
        };
        SiteTruth {
            issues: seen(|p| p.issues),
            comments: seen(|p| p.comments),
            worklogs: seen(|p| p.worklogs),
            histories: seen(|p| p.histories),
            items: seen(|p| p.items),
            projects,
        }
    }

    /// Up to `limit` issues with an id above `after`, ordered by id, of all live and visible projects or of the one with
    /// this key.
    pub fn truth_page(&self, project: Option<&str>, after: Option<u64>, limit: usize) -> TruthPage {
        let state = self.read();
        let wanted = project.map(|key| state.project(key));
        let projects = (0..state.projects.len())
            .filter(|p| wanted.map_or_else(|| state.projects[*p].searchable(), |w| w == Some(*p)))
            .collect();
        let scan = Scan { after_id: after.unwrap_or(0), ..Scan::all(projects) };
        let mut heads = state
            .scan(&scan)
            .filter(|h| after.is_none_or(|a| h.id > a) && state.access(h.id) == IssueAccess::Open);
        let issues: Vec<TruthIssue> = heads
            .by_ref()
            .take(limit)
            .map(|h| state.truth_issue(h.id, h.project, h.number, h.updated))
            .collect();
        let after = issues.last().map(|i| i.id).filter(|_| heads.next().is_some());
        TruthPage { issues, after }
    }
}

impl State {
    fn truth_issue(&self, id: u64, project: usize, number: u64, updated: i64) -> TruthIssue {
        let [_, comments, worklogs, histories, _] = self.counts(id);
        TruthIssue { id, key: self.key(project, number), updated, comments, worklogs, histories }
    }

    fn counts(&self, id: u64) -> Counts {
        self.shown(self.held(id))
    }

    /// The counts without those that the settings disable.
    fn shown(&self, [issues, comments, worklogs, histories, items]: Counts) -> Counts {
        let comments = if self.settings.comments { comments } else { 0 };
        let worklogs = if self.settings.time_tracking { worklogs } else { 0 };
        [issues, comments, worklogs, histories, items]
    }

    fn held(&self, id: u64) -> Counts {
        match self.overlay.get(&id) {
            Some(Some(e)) => [
                1,
                e.comments.len() as u64,
                e.worklogs.len() as u64,
                e.histories.len() as u64,
                e.histories.iter().map(|h| h.items.len() as u64).sum(),
            ],
            Some(None) => [0; 5],
            None => self.generator.place(id).map_or([0; 5], |(p, n)| self.generated_counts(p, n)),
        }
    }

    fn generated_counts(&self, project: usize, number: u64) -> Counts {
        let g = &self.generator;
        [
            1,
            g.comment_count(project, number),
            g.worklog_count(project, number),
            g.history_count(project, number),
            g.item_count(project, number),
        ]
    }

    fn project_truth(&self, project: usize) -> ProjectTruth {
        let mut sum: Counts = [0; 5];
        let mut add = |counts: Counts| sum.iter_mut().zip(counts).for_each(|(a, b)| *a += b);
        for number in 1..=self.generator.issues {
            let id = self.generator.id(project, number);
            if !self.overlay.contains_key(&id) && self.access(id) == IssueAccess::Open {
                add(self.shown(self.generated_counts(project, number)));
            }
        }
        let changed = self.changed[project].iter().filter(|(_, id)| self.access(*id) == IssueAccess::Open);
        changed.for_each(|(_, id)| add(self.counts(*id)));
        let its = &self.projects[project];
        let [issues, comments, worklogs, histories, items] = sum;
        ProjectTruth {
            id: its.made.id,
            key: its.key.clone(),
            state: its.state,
            permitted: its.permitted,
            issues,
            comments,
            worklogs,
            histories,
            items,
        }
    }
}
