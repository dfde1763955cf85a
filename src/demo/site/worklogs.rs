//! The feeds of changed and deleted worklogs of the whole site.

use super::{OrderBy, Scan, State};
use crate::demo::data::{MAX_WORKLOG_AGE, Worklog};

/// (milliseconds since 1970, worklog id), oldest first.
type Feed = Vec<(i64, u64)>;

impl State {
    /// The first page of worklogs of visible projects changed at or after `since` and before `until`, and whether it is the
    /// last.
    pub(crate) fn updated_worklogs(&self, since: i64, until: i64) -> (Feed, bool) {
        let projects: Vec<usize> =
            (0..self.projects.len()).filter(|p| self.projects[*p].searchable()).collect();
        let max = self.settings.feed_page;
        let mut feed: Feed = Vec::new();
        let add = |feed: &mut Feed, logs: &[Worklog]| {
            feed.extend(
                logs.iter().filter(|w| w.updated >= since && w.updated < until).map(|w| (w.updated, w.id)),
            );
        };
        for entry in self.overlay.values().flatten().filter(|e| projects.contains(&e.issue.project)) {
            if !self.may_open(entry.issue.id) {
                continue;
            }
            add(&mut feed, &entry.worklogs);
        }
        let scan = Scan { order: OrderBy::Updated, updated: (since, i64::MAX), ..Scan::all(projects) };
        for head in self.scan(&scan) {
            if self.overlay.contains_key(&head.id) || !self.may_open(head.id) {
                continue;
            }
            if feed.len() > max {
                feed.sort_unstable();
                feed.truncate(max + 1);
                if head.updated - MAX_WORKLOG_AGE > feed[max].0 {
                    break;
                }
            }
            if self.generator.worklog_count(head.project, head.number) > 0 {
                let issue = self.generator.issue(head.project, head.number);
                add(&mut feed, &self.generator.worklogs(&issue));
            }
        }
        self.feed_page(feed)
    }

    /// The same for deleted worklogs of all projects.
    pub(crate) fn worklogs_deleted(&self, since: i64, until: i64) -> (Feed, bool) {
        let in_range = |(at, _): &&(i64, u64)| *at >= since && *at < until;
        self.feed_page(self.deleted_worklogs.iter().filter(in_range).copied().collect())
    }

    /// The first page of a feed. Unless the settings say otherwise, it does not end between entries of the same time:
    /// continuing after the last time of a page would then lose some entries, and continuing from that time would repeat
    /// some.
    fn feed_page(&self, mut feed: Feed) -> (Feed, bool) {
        let max = self.settings.feed_page;
        feed.sort_unstable();
        if feed.len() <= max {
            return (feed, true);
        }
        let end = feed[max].0;
        let boundary = feed.iter().position(|(at, _)| *at == end).filter(|at| *at > 0);
        feed.truncate(boundary.filter(|_| !self.settings.torn_feeds).unwrap_or(max));
        (feed, false)
    }
}
