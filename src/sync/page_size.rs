//! How many issues one request asks for: fewer after an answer that was too large or too slow, more again while answers
//! come quickly.

use std::{
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

/// The size for the next request of a site; all its projects learn from each other.
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

    /// After a request for `asked` issues that failed.
    pub(super) fn shrink(&self, asked: usize) {
        // As large as the larger half, which is asked for next.
        self.now.fetch_min(asked.div_ceil(2), Relaxed);
    }

    /// After an answer of `came` issues that took `took`. A page twice as large takes twice as long: it is only asked
    /// for where that leaves half of the time.
    pub(super) fn grow(&self, came: usize, took: Duration) {
        if came >= self.get() && took * 4 < self.limit {
            self.now.fetch_max((came * 2).min(self.most), Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_halves_the_size_and_quick_answers_double_it() {
        let size = PageSize::new(200, Duration::from_secs(60));
        size.shrink(200);
        assert_eq!(size.get(), 100);
        size.grow(100, Duration::from_secs(20));
        assert_eq!(size.get(), 100, "twice as many would take too long");
        size.grow(50, Duration::from_secs(1));
        assert_eq!(size.get(), 100, "a short last page says nothing");
        size.grow(100, Duration::from_secs(14));
        assert_eq!(size.get(), 200);
        size.grow(200, Duration::from_secs(1));
        assert_eq!(size.get(), 200);
        size.shrink(25);
        assert_eq!(size.get(), 13);
        size.shrink(1);
        assert_eq!(size.get(), 1);
    }
}
