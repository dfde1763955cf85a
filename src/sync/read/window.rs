//! Pages over a listing that changes meanwhile: the lower bound moves forward and the offset restarts at 0. If an
//! offset is needed, each page begins with the last issue of the page before. Pure.

use chrono::{DateTime, SubsecRound, Utc};

use crate::jira::LoopGuard;

/// How often one window is restarted because issues moved.
const RESTARTS: u32 = 5;

/// What paging needs to know about a page.
#[derive(Clone, Copy, Debug)]
pub(in crate::sync) struct Shape {
    /// Ids of the first and the last issue, if known.
    pub ends: Option<(u64, u64)>,
    /// How many issues were received.
    pub received: u64,
    /// How many positions of the listing the page covers. A deleted issue may still take one.
    pub places: u64,
    /// How many positions the whole listing has.
    pub total: u64,
}

impl Shape {
    /// A page of at most `max_results` of `total` issues.
    pub(in crate::sync) fn of(ends: Option<(u64, u64)>, received: u64, max_results: u64, total: u64) -> Self {
        Self { ends, received, places: max_results.max(received).min(total), total }
    }
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sync) struct Window {
    pub from: Option<DateTime<Utc>>,
    pub offset: u64,
    /// The issue that the page must begin with.
    expected: Option<u64>,
    restarts: u32,
    /// An issue may have been missed between two pages.
    pub unsure: bool,
}

/// Detects loops of a listing by windows, which may repeat: a restarted window, and the first page of a window if all
/// issues of the page before share one second.
pub(in crate::sync) fn loop_guard() -> LoopGuard {
    LoopGuard::with_repeats(RESTARTS as usize + 1)
}

/// The time cut to whole seconds, as in the index: a bound within a second would exclude other issues of that second.
pub(in crate::sync) fn second(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(0)
}

impl Window {
    pub(in crate::sync) fn from(from: Option<DateTime<Utc>>) -> Self {
        Self { from, ..Self::default() }
    }

    /// Whether the page continues the one before it. If an issue leaves an earlier page, all others move up by one, and
    /// one of them moves past the reader.
    pub(in crate::sync) fn follows(&self, page: &Shape) -> bool {
        self.expected.is_none() || self.expected == page.ends.map(|ends| ends.0)
    }

    /// The window after a page. Everything before `passed` has been listed. None after the last page.
    pub(in crate::sync) fn next(&self, page: &Shape, passed: Option<DateTime<Utc>>) -> Option<Self> {
        let follows = self.follows(page);
        if !follows && self.restarts < RESTARTS {
            return Some(Self { offset: 0, expected: None, restarts: self.restarts + 1, ..*self });
        }
        let end = self.offset + page.places;
        if page.places == 0 || end >= page.total {
            return None;
        }
        let unsure = self.unsure || !follows;
        let passed = passed.map(second);
        if passed > self.from {
            return Some(Self { unsure, ..Self::from(passed) });
        }
        match page.ends {
            Some((_, last)) if page.received == page.places && page.places > 1 => {
                Some(Self { offset: end - 1, expected: Some(last), unsure, ..*self })
            }
            _ => Some(Self { offset: end, expected: None, unsure: true, ..*self }),
        }
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

    /// A whole page of the issues from `first` to `last`.
    fn page(first: u64, last: u64, total: u64) -> Shape {
        let received = last - first + 1;
        Shape { ends: Some((first, last)), received, places: received, total }
    }

    #[test]
    fn lower_bound_moves_to_the_second_of_the_last_issue() {
        let next = Window::default().next(&page(1, 50, 80), at(3));
        assert_eq!(next, Some(Window::from(floor(3))));
    }

    #[test]
    fn pages_within_one_second_overlap_by_offset() {
        let next = Window::from(floor(3)).next(&page(1, 50, 180), at(3)).unwrap();
        assert_eq!((next.from, next.offset, next.expected), (floor(3), 49, Some(50)));
        let next = next.next(&page(50, 99, 180), at(3)).unwrap();
        assert_eq!((next.offset, next.expected, next.unsure), (98, Some(99), false));
        assert_eq!(next.next(&page(99, 148, 180), at(4)), Some(Window::from(floor(4))));
    }

    #[test]
    fn window_with_moving_issues_restarts_and_ends_up_unsure() {
        let mut window = Window { offset: 49, expected: Some(50), ..Window::from(floor(3)) };
        for restart in 1..=RESTARTS {
            // Issue 7 left the first page.
            window = window.next(&page(51, 100, 180), at(3)).unwrap();
            assert_eq!((window.offset, window.expected, window.restarts), (0, None, restart));
            window = window.next(&page(1, 50, 180), at(3)).unwrap();
        }
        assert!(!window.follows(&page(51, 100, 180)));
        let next = window.next(&page(51, 100, 180), at(3)).unwrap();
        assert_eq!((next.offset, next.unsure), (98, true));
        assert!(next.next(&page(100, 149, 180), at(4)).unwrap().unsure, "for the rest of the listing");
    }

    #[test]
    fn positions_of_deleted_issues_are_skipped() {
        let window = Window { offset: 50, ..Window::from(floor(3)) };
        let ghosts = Shape { ends: None, received: 0, places: 50, total: 180 };
        let next = window.next(&ghosts, None).unwrap();
        assert_eq!((next.offset, next.unsure), (100, true));
    }

    #[test]
    fn last_page_ends_the_listing() {
        let window = Window { offset: 50, ..Window::from(floor(3)) };
        assert_eq!(window.next(&page(51, 80, 80), at(4)), None);
        let nothing = Shape { ends: None, received: 0, places: 0, total: 80 };
        assert_eq!(window.next(&nothing, None), None);
    }
}
