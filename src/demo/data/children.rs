//! Comments, worklogs, attachments and links of generated issues.

use super::issue::PEOPLE;
use super::words::note;
use super::{Attachment, Comment, Generator, Issue, Link, RemoteLink, Worklog, salt};
use crate::demo::rng::Rng;

const HOUR: i64 = 3_600_000;
/// Offsets of the ids of each kind within those of an issue; see `CHILD_IDS`.
const REMOTE_AT: u64 = 200;
const ATTACHMENTS_AT: u64 = 210;
const LINKS_AT: u64 = 220;
/// A generated worklog is at most this much older than its issue's `updated`, so that a time range of worklogs can be
/// found by a range of issues.
pub(crate) const MAX_WORKLOG_AGE: i64 = 10 * 24 * HOUR;

impl Generator {
    /// Number of comments of an issue: sometimes more than 20, rarely more than 100.
    pub(crate) fn comment_count(&self, project: usize, number: u64) -> u64 {
        let mut rng = Rng::of(self.seed, salt::COUNTS, project as u64 + 0x1_0000, number);
        match number % 250 {
            4 => 101 + rng.below(50),
            3 | 53 | 103 | 153 | 203 => 21 + rng.below(20),
            _ => rng.below(6).saturating_sub(1),
        }
    }

    /// Number of worklogs of an issue: sometimes more than 20.
    pub(crate) fn worklog_count(&self, project: usize, number: u64) -> u64 {
        let mut rng = Rng::of(self.seed, salt::COUNTS, project as u64 + 0x2_0000, number);
        match number % 60 {
            5 => 21 + rng.below(25),
            _ => rng.below(5).saturating_sub(2),
        }
    }

    pub(crate) fn comments(&self, issue: &Issue) -> Vec<Comment> {
        let (project, number) = (issue.project, issue.number);
        let count = self.comment_count(project, number);
        let mut rng = Rng::of(self.seed, salt::COMMENTS, project as u64, number);
        let (from, until) = span(issue.created, issue.updated);
        let mut made: Vec<Comment> = (0..count)
            .map(|i| {
                let created = from + (until - from) * i as i64 / count as i64;
                let edited = rng.percent(10);
                Comment {
                    id: self.child_id(project, number, i),
                    author: (!rng.percent(2)).then(|| rng.index(PEOPLE + 2)),
                    body: self.odd(note(&mut rng, PEOPLE), self.child_id(project, number, i)),
                    created,
                    updated: if edited { (created + HOUR).min(until) } else { created },
                    role: rng.percent(3).then_some("Administrators"),
                }
            })
            .collect();
        made.sort_by_key(|c| c.created);
        made
    }

    pub(crate) fn worklogs(&self, issue: &Issue) -> Vec<Worklog> {
        let (project, number) = (issue.project, issue.number);
        let count = self.worklog_count(project, number);
        let mut rng = Rng::of(self.seed, salt::WORKLOGS, project as u64, number);
        let (from, until) = span(issue.created, issue.updated);
        let from = from.max(until - MAX_WORKLOG_AGE + HOUR);
        (0..count)
            .map(|i| {
                let created = self.coarse(from + (until - from) * i as i64 / count as i64, from);
                let seconds = (1 + rng.below(24)) * 900;
                Worklog {
                    id: self.child_id(project, number, i),
                    author: rng.index(PEOPLE),
                    comment: rng
                        .percent(60)
                        .then(|| self.odd(note(&mut rng, PEOPLE), self.child_id(project, number, i))),
                    created,
                    updated: if rng.percent(10) { (created + HOUR).min(until) } else { created },
                    started: created - seconds as i64 * 1000,
                    seconds,
                }
            })
            .collect()
    }

    pub(crate) fn attachments(&self, issue: &Issue) -> Vec<Attachment> {
        let mut rng = Rng::of(self.seed, salt::EXTRAS, issue.project as u64, issue.number);
        let count = if issue.number.is_multiple_of(9) { 1 + rng.below(3) } else { 0 };
        (0..count)
            .map(|i| {
                let (name, mime) = [
                    ("screenshot 1.png", "image/png"),
                    ("trace.log", "text/plain"),
                    ("Übersicht – Q3.pdf", "application/pdf"),
                    ("画面録画.mp4", "video/mp4"),
                ][rng.index(4)];
                Attachment {
                    id: self.child_id(issue.project, issue.number, ATTACHMENTS_AT + i),
                    name: self.odd_name(name, self.child_id(issue.project, issue.number, ATTACHMENTS_AT + i)),
                    mime,
                    size: 1000 + rng.below(5_000_000),
                    author: Some(rng.index(PEOPLE)),
                    created: issue.created + i as i64 * 1000,
                }
            })
            .collect()
    }

    pub(crate) fn remote_links(&self, issue: &Issue) -> Vec<RemoteLink> {
        let mut rng = Rng::of(self.seed, salt::EXTRAS, issue.project as u64 + 0x1_0000, issue.number);
        let count = if issue.number.is_multiple_of(11) { 1 + rng.below(2) } else { 0 };
        (0..count)
            .map(|i| RemoteLink {
                id: self.child_id(issue.project, issue.number, REMOTE_AT + i),
                url: format!("https://git.example.com/shop/-/merge_requests/{}", rng.below(9000)),
                title: self.odd_name(
                    &format!("Merge request !{}", rng.below(9000)),
                    self.child_id(issue.project, issue.number, REMOTE_AT + i),
                ),
                application: rng.percent(50).then_some(("com.example.git", "Git")),
                resolved: rng.percent(50),
            })
            .collect()
    }

    /// Every seventh issue is linked to the one three before it. Both issues show the link, except for a third of the links
    /// of a realistic site.
    pub(crate) fn links(&self, project: usize, number: u64) -> Vec<Link> {
        let mut links = Vec::new();
        if number > 3 && number.is_multiple_of(7) {
            links.push(self.link(project, number, true));
        }
        let unknown = self.realistic && (number + 3).is_multiple_of(21);
        if (number + 3).is_multiple_of(7) && number + 3 <= self.issues && !unknown {
            links.push(self.link(project, number + 3, false));
        }
        links
    }

    fn link(&self, project: usize, from: u64, outward: bool) -> Link {
        Link {
            id: self.child_id(project, from, LINKS_AT),
            kind: (from / 7) as usize % 4,
            outward,
            other: self.id(project, if outward { from - 3 } else { from }),
        }
    }
}

/// The period from shortly after the creation to the second of `updated`.
pub(super) fn span(created: i64, updated: i64) -> (i64, i64) {
    let until = updated - updated.rem_euclid(1000);
    ((created + 60_000).min(until), until)
}
