//! Detects loops over pages that make no progress. Without this, requests to a server that repeats its pages or tokens,
//! or always promises more, would never end.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::jira::{error::JiraError, transport::request::Request};

/// Maximum number of empty pages in one loop. Some are normal: Jira removes what the account may not see only after it
/// has made a page.
const MAX_EMPTY_PAGES: usize = 20;

/// Number of pages within which the number of remaining items must decrease.
const PAGES_TO_SHRINK: usize = 20;

/// The pages seen by one loop over pages, tokens or a feed. Every such loop has one, and records each page that is not
/// the last.
#[derive(Debug, Default)]
pub struct LoopGuard {
    /// How often the same page may be repeated.
    repeats: usize,
    pages: usize,
    /// How often each page was received, by a hash of its content.
    seen: HashMap<u64, usize>,
    /// The position and the hash of the previous page.
    last: Option<(u64, u64)>,
    tokens: HashSet<u64>,
    /// The lowest number of remaining items, and after which page.
    fewest_remaining: Option<(u64, usize)>,
}

impl LoopGuard {
    /// For a loop that never receives a page twice.
    pub fn new() -> Self {
        Self::default()
    }

    /// For a loop that reads parts again on purpose, and may receive a page `repeats` more times.
    pub fn with_repeats(repeats: usize) -> Self {
        Self { repeats, ..Self::default() }
    }

    /// Records a page that contains `items`.
    ///
    /// # Errors
    ///
    /// If the page was already received too often.
    pub(crate) fn page<T: Hash>(&mut self, request: &Request, items: &[T]) -> Result<(), JiraError> {
        self.count(hash(&items), items.is_empty()).map_err(|what| self.error(request, what))
    }

    /// Records a page that was requested starting at `place`.
    pub(crate) fn page_at<T: Hash>(
        &mut self,
        request: &Request,
        place: u64,
        items: &[T],
    ) -> Result<(), JiraError> {
        let page = hash(&items);
        let before = self.last.replace((place, page));
        if !items.is_empty() && before.is_some_and(|before| before.0 < place && before.1 == page) {
            self.pages += 1;
            return Err(self.error(request, &format!("the page at {place} equals the page before it")));
        }
        self.page(request, items)
    }

    /// Records the token of the next page, and the token that was sent for this page.
    ///
    /// # Errors
    ///
    /// If the token was received before.
    pub(crate) fn token(
        &mut self,
        request: &Request,
        sent: Option<&str>,
        next: &str,
    ) -> Result<(), JiraError> {
        self.tokens.extend(sent.map(|sent| hash(&sent)));
        if self.tokens.insert(hash(&next)) {
            return Ok(());
        }
        Err(self.error(request, "a page token was repeated"))
    }

    /// Records how many items remain after a page.
    ///
    /// # Errors
    ///
    /// If their number does not decrease.
    pub(crate) fn remaining(&mut self, request: &Request, remaining: u64) -> Result<(), JiraError> {
        match self.fewest_remaining {
            Some((least, since)) if remaining >= least => {
                if self.pages - since < PAGES_TO_SHRINK {
                    return Ok(());
                }
                Err(self.error(request, &format!("at least {least} items always remain")))
            }
            _ => {
                self.fewest_remaining = Some((remaining, self.pages));
                Ok(())
            }
        }
    }

    fn count(&mut self, page: u64, is_empty: bool) -> Result<(), &'static str> {
        self.pages += 1;
        let times = self.seen.entry(page).or_default();
        *times += 1;
        match is_empty {
            true if *times > MAX_EMPTY_PAGES => Err("empty pages promise more pages"),
            false if *times > self.repeats + 1 => Err("a page was repeated"),
            _ => Ok(()),
        }
    }

    fn error(&self, request: &Request, what: &str) -> JiraError {
        JiraError::Circles { request: request.describe(), pages: self.pages, what: what.to_owned() }
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jira::Reach;

    fn request() -> Request {
        Request::get(Reach::Essential, "rest/api/3/x")
    }

    #[test]
    fn repeated_token_is_a_loop() {
        let mut loop_guard = LoopGuard::new();
        assert_eq!(loop_guard.token(&request(), None, "100"), Ok(()));
        assert_eq!(loop_guard.token(&request(), Some("100"), "200"), Ok(()));
        let error = loop_guard.token(&request(), Some("200"), "100").unwrap_err().to_string();
        assert!(error.contains("loop") && error.contains("rest/api/3/x"), "{error}");
        assert!(LoopGuard::new().token(&request(), Some("same"), "same").is_err());
    }

    #[test]
    fn page_may_repeat_as_often_as_it_is_read_again() {
        for repeats in [0, 3] {
            let mut loop_guard = LoopGuard::with_repeats(repeats);
            for _ in 0..=repeats {
                assert_eq!(loop_guard.page(&request(), &[1, 2]), Ok(()));
                assert_eq!(loop_guard.page(&request(), &[3]), Ok(()));
            }
            assert!(loop_guard.page(&request(), &[1, 2]).is_err());
        }
    }

    #[test]
    fn same_page_at_another_position_is_a_loop() {
        let mut loop_guard = LoopGuard::with_repeats(9);
        assert_eq!(loop_guard.page_at(&request(), 0, &[1, 2]), Ok(()));
        assert_eq!(loop_guard.page_at(&request(), 0, &[1, 2]), Ok(()), "another window that begins alike");
        assert!(loop_guard.page_at(&request(), 1, &[1, 2]).is_err());
    }

    #[test]
    fn only_some_pages_may_be_empty() {
        let mut loop_guard = LoopGuard::new();
        for _ in 0..MAX_EMPTY_PAGES {
            assert_eq!(loop_guard.page::<u64>(&request(), &[]), Ok(()));
        }
        assert!(loop_guard.page::<u64>(&request(), &[]).is_err());
    }

    #[test]
    fn number_of_remaining_items_must_decrease() {
        let mut loop_guard = LoopGuard::new();
        for page in 0..500_u64 {
            loop_guard.page(&request(), &[page]).unwrap();
            loop_guard.remaining(&request(), 500 - page).unwrap();
        }
        let mut loop_guard = LoopGuard::new();
        let pages = (0..500_u64).take_while(|page| {
            loop_guard.page(&request(), &[*page]).unwrap();
            loop_guard.remaining(&request(), 200 + page).is_ok()
        });
        assert_eq!(pages.count(), PAGES_TO_SHRINK);
    }
}
