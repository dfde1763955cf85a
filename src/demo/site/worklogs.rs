//! The site-wide feeds of changed and deleted worklogs.

use super::{OrderBy, Scan, State};
use crate::demo::data::{WORKLOG_REACH, Worklog};

/// Most entries of one page of the feeds.
const PAGE: usize = 1000;

/// (milliseconds since 1970, worklog id), oldest first.
type Feed = Vec<(i64, u64)>;

impl State {
    /// Worklogs changed at or after `since` and before `until`, of projects that the account finds;
    /// a page of them, and whether it is the last.
    pub(crate) fn updated_worklogs(&self, since: i64, until: i64) -> (Feed, bool) {
        let projects: Vec<usize> =
            (0..self.projects.len()).filter(|p| self.projects[*p].searchable()).collect();
        let mut feed: Feed = Vec::new();
        let add = |feed: &mut Feed, logs: &[Worklog]| {
            feed.extend(
                logs.iter().filter(|w| w.updated >= since && w.updated < until).map(|w| (w.updated, w.id)),
            );
        };
        for entry in self.overlay.values().flatten().filter(|e| projects.contains(&e.issue.project)) {
            add(&mut feed, &entry.worklogs);
        }
        let scan = Scan { order: OrderBy::Updated, updated: (since, i64::MAX), ..Scan::all(projects) };
        for head in self.scan(&scan) {
            if self.overlay.contains_key(&head.id) {
                continue;
            }
            if feed.len() > PAGE {
                feed.sort_unstable();
                feed.truncate(PAGE + 1);
                if head.updated - WORKLOG_REACH > feed[PAGE].0 {
                    break;
                }
            }
            if self.generator.worklog_count(head.project, head.number) > 0 {
                let issue = self.generator.issue(head.project, head.number);
                add(&mut feed, &self.generator.worklogs(&issue));
            }
        }
        page(feed)
    }

    /// Worklogs deleted at or after `since` and before `until`.
    pub(crate) fn worklogs_deleted(&self, since: i64, until: i64) -> (Feed, bool) {
        page(self.deleted_worklogs.iter().filter(|(at, _)| *at >= since && *at < until).copied().collect())
    }
}

/// A page ends between two times: entries of one time are never torn apart, or asking again from the
/// last time of a page would not get past it.
fn page(mut feed: Feed) -> (Feed, bool) {
    feed.sort_unstable();
    if feed.len() <= PAGE {
        return (feed, true);
    }
    let end = feed[PAGE].0;
    let cut = feed.iter().position(|(at, _)| *at == end).filter(|at| *at > 0).unwrap_or(PAGE);
    feed.truncate(cut);
    (feed, false)
}
