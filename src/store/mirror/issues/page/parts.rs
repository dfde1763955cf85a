//! Divides pages, so that no transaction is large: others wait for SQLite's only writer, and a disk may be slow.

use super::Page;
use crate::store::{
    IssueId,
    mirror::tables::{issue_rows::IssueRows, person::Shown},
};

/// Rows per transaction. A page of a hundred issues has a few thousand; an issue is never divided.
const MAX_ROWS: usize = 20_000;

impl Page {
    /// The page itself if it is small enough; otherwise its parts, the last of which has the page's quarantined
    /// documents, warnings and watermark.
    pub fn parts(mut self) -> Vec<Self> {
        self.divided(MAX_ROWS)
    }

    fn divided(&mut self, most: usize) -> Vec<Self> {
        let mut groups = vec![Vec::new()];
        let mut rows = 0;
        for issue in std::mem::take(&mut self.issues) {
            rows += issue.count();
            if rows > most && groups.last().is_some_and(|group: &Vec<IssueRows>| !group.is_empty()) {
                rows = issue.count();
                groups.push(Vec::new());
            }
            if let Some(group) = groups.last_mut() {
                group.push(issue);
            }
        }
        let last = groups.pop().unwrap_or_default();
        let mut parts: Vec<Self> = groups.into_iter().map(|issues| self.part(issues)).collect();
        let whole = Self {
            people: if parts.is_empty() { std::mem::take(&mut self.people) } else { self.people_of(&last) },
            quarantined: std::mem::take(&mut self.quarantined),
            warnings: std::mem::take(&mut self.warnings),
            watermark: self.watermark,
            ..self.part(last)
        };
        parts.push(whole);
        parts
    }

    /// The issue's id if the page contains one issue and nothing else.
    pub fn only_issue(&self) -> Option<IssueId> {
        match self.issues.as_slice() {
            [rows] if !self.has_more_than_issues() && self.watermark.is_none() => Some(rows.issue.id),
            _ => None,
        }
    }

    fn has_more_than_issues(&self) -> bool {
        !self.quarantined.is_empty() || !self.warnings.is_empty()
    }

    /// Smaller pages, to find the issue that the database refuses: one of the quarantined documents and warnings, the
    /// halves of the issues, and the watermark after them.
    pub fn divide(mut self) -> Vec<Self> {
        let mut first = std::mem::take(&mut self.issues);
        let second = first.split_off(first.len() / 2);
        let halves = [first, second].into_iter().filter(|issues| !issues.is_empty());
        let halves: Vec<Self> = halves.map(|issues| self.part(issues)).collect();
        let whole = self.has_more_than_issues().then(|| Self {
            quarantined: std::mem::take(&mut self.quarantined),
            warnings: std::mem::take(&mut self.warnings),
            ..self.part(Vec::new())
        });
        let end = self.watermark.map(|mark| Self { watermark: Some(mark), ..self.part(Vec::new()) });
        whole.into_iter().chain(halves).chain(end).collect()
    }

    fn part(&self, issues: Vec<IssueRows>) -> Self {
        Self {
            place: self.place.clone(),
            people: self.people_of(&issues),
            issues,
            quarantined: Vec::new(),
            warnings: Vec::new(),
            watermark: None,
        }
    }

    /// The people that these issues show.
    fn people_of(&self, issues: &[IssueRows]) -> Vec<Shown> {
        let by = |id: &IssueId| issues.iter().any(|rows| rows.issue.id == *id);
        let forms = self.people.iter().map(|shown| Shown {
            person: shown.person.clone(),
            issues: shown.issues.iter().copied().filter(by).collect(),
        });
        forms.filter(|shown| !shown.issues.is_empty()).collect()
    }
}
