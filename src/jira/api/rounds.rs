//! Whether a loop over pages gets on. A server that repeats its pages or tokens, or that always promises more, would
//! otherwise be asked for ever.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::jira::{error::JiraError, transport::request::Request};

/// Empty pages of one loop after which more are promised. A few are in order: what an account may not see is taken out
/// of a page after it was made.
const EMPTY: usize = 20;

/// Pages within which the number of items that are left must fall.
const PAGES_TO_SHRINK: usize = 20;

/// What one loop over pages, tokens or a feed has met. Every such loop has one, and shows it each page after which it
/// goes on.
#[derive(Debug, Default)]
pub struct Rounds {
    /// Times that one page may come again.
    repeats: usize,
    pages: usize,
    /// How often each page came, by a hash of what it holds.
    met: HashMap<u64, usize>,
    /// The place and the hash of the page before.
    last: Option<(u64, u64)>,
    tokens: HashSet<u64>,
    /// The fewest items that were left, and after which page.
    least_left: Option<(u64, usize)>,
}

impl Rounds {
    /// Of a loop that never meets a page twice.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of a loop that may meet a page so many times again: where it reads a part once more on purpose.
    pub fn with_repeats(repeats: usize) -> Self {
        Self { repeats, ..Self::default() }
    }

    /// Records a page that holds `items`.
    ///
    /// # Errors
    ///
    /// If the same page came before.
    pub(crate) fn page<T: Hash>(&mut self, request: &Request, items: &[T]) -> Result<(), JiraError> {
        self.note(hash(&items), items.is_empty()).map_err(|what| self.error(request, what))
    }

    /// Notes a page that was asked for from `place` on.
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
            return Err(self.error(request, &format!("the page from {place} on is the page before it")));
        }
        self.page(request, items)
    }

    /// Records the token of the next page, and the token that was sent for this page.
    ///
    /// # Errors
    ///
    /// If the token came before.
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
        Err(self.error(request, "a page token came again"))
    }

    /// Records how many items are left after a page.
    ///
    /// # Errors
    ///
    /// If they do not become fewer.
    pub(crate) fn left(&mut self, request: &Request, left: u64) -> Result<(), JiraError> {
        match self.least_left {
            Some((least, since)) if left >= least => {
                if self.pages - since < PAGES_TO_SHRINK {
                    return Ok(());
                }
                Err(self.error(request, &format!("{least} items and more stay left")))
            }
            _ => {
                self.least_left = Some((left, self.pages));
                Ok(())
            }
        }
    }

    fn note(&mut self, page: u64, is_empty: bool) -> Result<(), &'static str> {
        self.pages += 1;
        let times = self.met.entry(page).or_default();
        *times += 1;
        match is_empty {
            true if *times > EMPTY => Err("pages are empty, and more are promised"),
            false if *times > self.repeats + 1 => Err("a page came again"),
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
    fn a_token_that_comes_again_is_a_circle() {
        let mut rounds = Rounds::new();
        assert_eq!(rounds.token(&request(), None, "100"), Ok(()));
        assert_eq!(rounds.token(&request(), Some("100"), "200"), Ok(()));
        let error = rounds.token(&request(), Some("200"), "100").unwrap_err().to_string();
        assert!(error.contains("circles") && error.contains("rest/api/3/x"), "{error}");
        assert!(Rounds::new().token(&request(), Some("same"), "same").is_err());
    }

    #[test]
    fn a_page_may_come_again_as_often_as_the_loop_reads_it_again() {
        for repeats in [0, 3] {
            let mut rounds = Rounds::with_repeats(repeats);
            for _ in 0..=repeats {
                assert_eq!(rounds.page(&request(), &[1, 2]), Ok(()));
                assert_eq!(rounds.page(&request(), &[3]), Ok(()));
            }
            assert!(rounds.page(&request(), &[1, 2]).is_err());
        }
    }

    #[test]
    fn the_same_page_at_another_place_shows_that_the_place_is_ignored() {
        let mut rounds = Rounds::with_repeats(9);
        assert_eq!(rounds.page_at(&request(), 0, &[1, 2]), Ok(()));
        assert_eq!(rounds.page_at(&request(), 0, &[1, 2]), Ok(()), "another window that begins alike");
        assert!(rounds.page_at(&request(), 1, &[1, 2]).is_err());
    }

    #[test]
    fn some_pages_may_be_empty_and_not_all() {
        let mut rounds = Rounds::new();
        for _ in 0..EMPTY {
            assert_eq!(rounds.page::<u64>(&request(), &[]), Ok(()));
        }
        assert!(rounds.page::<u64>(&request(), &[]).is_err());
    }

    #[test]
    fn what_is_left_must_become_less() {
        let mut rounds = Rounds::new();
        for page in 0..500_u64 {
            rounds.page(&request(), &[page]).unwrap();
            rounds.left(&request(), 500 - page).unwrap();
        }
        let mut rounds = Rounds::new();
        let pages = (0..500_u64).take_while(|page| {
            rounds.page(&request(), &[*page]).unwrap();
            rounds.left(&request(), 200 + page).is_ok()
        });
        assert_eq!(pages.count(), PAGES_TO_SHRINK);
    }
}
