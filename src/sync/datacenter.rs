//! Reading a project of a Data Center site by windows: the lower bound moves to the last `updated` seen and the
//! offset starts at 0 again; an offset is used only inside one second that more issues share than a page holds.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};

use super::{
    batch::{Batch, Message, Outlet, Source},
    bounds::watermark_of,
    children,
};
use crate::jira::{JiraError, SearchPage, wire::Issue};

/// Sends the whole project, from the source's bound on.
pub(super) async fn read(source: &Source, outlet: &Outlet) -> Result<(), JiraError> {
    let started = source.client.server_now();
    let mut window = Window { from: source.from, offset: 0, total: None };
    let mut seen: HashMap<u64, Option<DateTime<Utc>>> = HashMap::new();
    let mut first = true;
    loop {
        let permit = source.permit().await?;
        let jql = source.query(window.from).to_string();
        let page =
            source.client.search_page(&jql, window.offset, source.batch_size(), &source.catalog).await?;
        if std::mem::take(&mut first) {
            let _ = outlet.send(Message::Expect(page.total)).await;
        }
        let shape = Shape::of(&page);
        let last = page.issues.iter().filter_map(|issue| issue.updated).max();
        let watermark = watermark_of(page.issues.iter().map(|issue| &issue.updated), started);
        let brings_new = page.issues.iter().any(|issue| !seen.contains_key(&issue.id));
        let mut fresh: Vec<Issue> = page
            .issues
            .into_iter()
            .filter(|issue| seen.insert(issue.id, issue.updated) != Some(issue.updated))
            .collect();
        children::complete(&source.client, &mut fresh).await?;
        let batch =
            Batch { issues: fresh, failed: 0, unreadable: page.unreadable, watermark, _permit: permit };
        if outlet.send(Message::Batch(batch)).await.is_err() {
            return Ok(());
        }
        match window.next(&shape, last) {
            // What only changed again since this began is the next run's: an issue that changes all the time would
            // otherwise keep this one going for ever. But Jira's clock may have been ahead before, so that what is
            // dated later than now may yet bring something new.
            Some(next) if brings_new || next.offset > 0 || next.from.is_none_or(|from| from <= started) => {
                window = next;
            }
            _ => return Ok(()),
        }
    }
}

/// The size of a page and of what it is a page of.
pub(super) struct Shape {
    pub received: u64,
    pub total: u64,
}

impl Shape {
    fn of(page: &SearchPage) -> Self {
        Self { received: (page.issues.len() + page.unreadable.len()) as u64, total: page.total }
    }
}

/// Where the next page begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub from: Option<DateTime<Utc>>,
    pub offset: u64,
    /// What this window held at its last page.
    total: Option<u64>,
}

impl Window {
    /// The window after a page whose latest `updated` is `last`; None after the last page.
    pub(super) fn next(&self, page: &Shape, last: Option<DateTime<Utc>>) -> Option<Window> {
        if page.received == 0 || self.offset + page.received >= page.total {
            return None;
        }
        // The index keeps whole seconds, so that a bound inside a second would leave out its neighbours.
        let second = last.map(|last| last.trunc_subsecs(0));
        if second > self.from {
            return Some(Window { from: second, offset: 0, total: None });
        }
        // An issue that left the window has moved those behind it forward: begin the window again.
        let shrunk = self.total.is_some_and(|total| page.total < total);
        let offset = if shrunk { 0 } else { self.offset + page.received };
        Some(Window { from: self.from, offset, total: Some(page.total) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u32) -> Option<DateTime<Utc>> {
        format!("2026-11-24T12:00:{second:02}.500Z").parse().ok()
    }

    fn floor(second: u32) -> Option<DateTime<Utc>> {
        format!("2026-11-24T12:00:{second:02}Z").parse().ok()
    }

    #[test]
    fn the_bound_moves_to_the_second_of_the_last_issue() {
        let window = Window { from: None, offset: 0, total: None };
        let next = window.next(&Shape { received: 50, total: 80 }, at(3));
        assert_eq!(next, Some(Window { from: floor(3), offset: 0, total: None }));
    }

    #[test]
    fn inside_one_second_the_offset_moves() {
        let window = Window { from: floor(3), offset: 0, total: None };
        let next = window.next(&Shape { received: 50, total: 80 }, at(3));
        assert_eq!(next, Some(Window { from: floor(3), offset: 50, total: Some(80) }));
    }

    #[test]
    fn a_second_that_lost_an_issue_is_read_again() {
        let window = Window { from: floor(3), offset: 50, total: Some(180) };
        let next = window.next(&Shape { received: 50, total: 179 }, at(3));
        assert_eq!(next, Some(Window { from: floor(3), offset: 0, total: Some(179) }));
    }

    #[test]
    fn the_last_page_ends_it() {
        let window = Window { from: floor(3), offset: 50, total: Some(80) };
        assert_eq!(window.next(&Shape { received: 30, total: 80 }, at(4)), None);
        assert_eq!(window.next(&Shape { received: 0, total: 80 }, None), None);
    }
}
