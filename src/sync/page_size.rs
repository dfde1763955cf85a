//! How many issues are requested at once: fewer after a response that was too large or too slow, more again while
//! responses are quick.

use std::{
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use crate::jira::JiraError;

/// The size of a site's next request, shared by all its projects.
#[derive(Debug)]
pub(super) struct PageSize {
    now: AtomicUsize,
    most: usize,
    /// How long a request may take.
    limit: Duration,
}

impl PageSize {
    pub(super) fn new(most: usize, limit: Duration) -> Self {
        let most = most.max(1);
        Self { now: AtomicUsize::new(most), most, limit }
    }

    pub(super) fn get(&self) -> usize {
        self.now.load(Relaxed)
    }

    /// Shrinks after a failed request for `asked` issues to the size of the parts that are requested next.
    pub(super) fn shrink(&self, asked: usize, error: &JiraError) {
        self.now.fetch_min(part_of(asked, error), Relaxed);
    }

    /// Grows after a response of `received` issues that took `took`: a page twice as large takes twice as long, and must
    /// leave half of the time limit.
    pub(super) fn grow(&self, received: usize, took: Duration) {
        if received >= self.get() && took * 4 < self.limit {
            self.now.fetch_max((received * 2).min(self.most), Relaxed);
        }
    }
}

/// How many of `asked` issues are requested together after a request for all of them failed: half, or fewer after a
/// timeout, because halving seven times would mean seven timeouts of a minute, and a project has five minutes.
pub(super) fn part_of(asked: usize, error: &JiraError) -> usize {
    asked.div_ceil(if error.is_late() { 8 } else { 2 }).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jira::NetworkFault;

    #[test]
    fn failure_halves_the_size_and_quick_responses_double_it() {
        let size = PageSize::new(200, Duration::from_secs(60));
        let too_large = JiraError::TooLarge { request: "GET x".to_owned(), limit: 1 };
        let late = JiraError::Network {
            request: "GET x".to_owned(),
            attempts: 1,
            fault: NetworkFault::Timeout,
            detail: String::new(),
        };
        assert_eq!((part_of(200, &too_large), part_of(200, &late), part_of(3, &late)), (100, 25, 1));
        size.shrink(200, &too_large);
        assert_eq!(size.get(), 100);
        size.grow(100, Duration::from_secs(20));
        assert_eq!(size.get(), 100, "twice as many would take too long");
        size.grow(50, Duration::from_secs(1));
        assert_eq!(size.get(), 100, "a short last page says nothing");
        size.grow(100, Duration::from_secs(14));
        assert_eq!(size.get(), 200);
        size.grow(200, Duration::from_secs(1));
        assert_eq!(size.get(), 200);
        size.shrink(25, &too_large);
        assert_eq!(size.get(), 13);
        size.shrink(1, &too_large);
        assert_eq!(size.get(), 1);
    }
}
