//! The site-wide feeds of changed and deleted worklogs.

use super::{OrderBy, Scan, State};
use crate::demo::data::{WORKLOG_REACH, Worklog};

/// (milliseconds since 1970, worklog id), oldest first.
type Feed = Vec<(i64, u64)>;

impl State {
    /// Worklogs changed at or after `since` and before `until`, of projects that the account finds;
    /// a page of them, and whether it is the last.
    pub(crate) fn updated_worklogs(&self, since: i64, until: i64) -> (Feed, bool) {
        let projects: Vec<usize> =
            (0..self.projects.len()).filter(|p| self.projects[*p].searchable()).collect();
        let most = self.settings.feed_page;
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
            if feed.len() > most {
                feed.sort_unstable();
                feed.truncate(most + 1);
                if head.updated - WORKLOG_REACH > feed[most].0 {
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

    /// Worklogs deleted at or after `since` and before `until`.
    pub(crate) fn worklogs_deleted(&self, since: i64, until: i64) -> (Feed, bool) {
        let gone = |(at, _): &&(i64, u64)| *at >= since && *at < until;
        self.feed_page(self.deleted_worklogs.iter().filter(gone).copied().collect())
    }

    /// The first page. It ends between two times, if not told otherwise: where entries of one time are torn apart,
    /// asking again from behind the last time of a page loses some, and from that time on gives some twice.
    fn feed_page(&self, mut feed: Feed) -> (Feed, bool) {
        let most = self.settings.feed_page;
        feed.sort_unstable();
        if feed.len() <= most {
            return (feed, true);
        }
        let end = feed[most].0;
        let whole = feed.iter().position(|(at, _)| *at == end).filter(|at| *at > 0);
        feed.truncate(whole.filter(|_| !self.settings.torn_feeds).unwrap_or(most));
        (feed, false)
    }
}
