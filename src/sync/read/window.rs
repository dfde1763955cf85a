//! Paging by offset over a listing that moves meanwhile: the lower bound moves along and the offset starts at 0 again;
//! where it must be an offset, each page begins with the issue that the one before it ended with. Pure.

use chrono::{DateTime, SubsecRound, Utc};

use crate::jira::Rounds;

/// Times that one window is begun again because issues moved under it.
const RESTARTS: u32 = 5;

/// A page, as far as paging is concerned.
#[derive(Clone, Copy, Debug)]
pub(in crate::sync) struct Shape {
    /// Ids of the first and the last issue; None when they are not known.
    pub ends: Option<(u64, u64)>,
    /// Issues that came.
    pub received: u64,
    /// Places of the listing that the page stands for. An issue that was deleted may still have a place.
    pub places: u64,
    /// Places of the whole listing.
    pub total: u64,
}

impl Shape {
    /// Of a page that Jira made of at most `max_results` of `total` issues.
    pub(in crate::sync) fn of(ends: Option<(u64, u64)>, received: u64, max_results: u64, total: u64) -> Self {
        Self { ends, received, places: max_results.max(received).min(total), total }
    }
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sync) struct Window {
    pub from: Option<DateTime<Utc>>,
    pub offset: u64,
    /// The issue that the page is to begin with.
    expected: Option<u64>,
    restarts: u32,
    /// An issue may have slipped through between two pages.
    pub unsure: bool,
}

/// What a listing by windows may meet again: a window that is begun again, and the first page of a window, when all
/// issues of the page before it share one second.
pub(in crate::sync) fn rounds() -> Rounds {
    Rounds::with_repeats(RESTARTS as usize + 1)
}

/// The second of a moment. The index keeps whole seconds: a bound inside of one would leave out its neighbours.
pub(in crate::sync) fn second(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(0)
}

impl Window {
    pub(in crate::sync) fn from(from: Option<DateTime<Utc>>) -> Self {
        Self { from, ..Self::default() }
    }

    /// Whether the page follows on the one before it: an issue that left an earlier page has moved all others a place
    /// forward, and one of them past the reader.
    pub(in crate::sync) fn follows(&self, page: &Shape) -> bool {
        self.expected.is_none() || self.expected == page.ends.map(|ends| ends.0)
    }

    /// The window after a page. Everything before `passed` is known to have been listed. None after the last page.
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
    fn the_bound_moves_to_the_second_of_the_last_issue() {
        let next = Window::default().next(&page(1, 50, 80), at(3));
        assert_eq!(next, Some(Window::from(floor(3))));
    }

    #[test]
    fn inside_one_second_the_offset_moves_and_the_pages_overlap() {
        let next = Window::from(floor(3)).next(&page(1, 50, 180), at(3)).unwrap();
        assert_eq!((next.from, next.offset, next.expected), (floor(3), 49, Some(50)));
        let next = next.next(&page(50, 99, 180), at(3)).unwrap();
        assert_eq!((next.offset, next.expected, next.unsure), (98, Some(99), false));
        assert_eq!(next.next(&page(99, 148, 180), at(4)), Some(Window::from(floor(4))));
    }

    #[test]
    fn a_window_under_which_issues_move_is_begun_again_and_in_the_end_not_trusted() {
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
    fn places_of_deleted_issues_are_passed_over() {
        let window = Window { offset: 50, ..Window::from(floor(3)) };
        let ghosts = Shape { ends: None, received: 0, places: 50, total: 180 };
        let next = window.next(&ghosts, None).unwrap();
        assert_eq!((next.offset, next.unsure), (100, true));
    }

    #[test]
    fn the_last_page_ends_it() {
        let window = Window { offset: 50, ..Window::from(floor(3)) };
        assert_eq!(window.next(&page(51, 80, 80), at(4)), None);
        let nothing = Shape { ends: None, received: 0, places: 0, total: 80 };
        assert_eq!(window.next(&nothing, None), None);
    }
}
