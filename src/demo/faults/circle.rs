//! Page tokens that loop.

use std::collections::HashMap;

/// The tokens issued for each listing.
#[derive(Debug, Default)]
pub(super) struct Circles(HashMap<String, Listing>);

#[derive(Debug, Default)]
struct Listing {
    tokens: Vec<String>,
    given: usize,
}

impl Circles {
    /// The token to issue instead of `next` (`None` on the last page), so that `length` different tokens loop. `fresh` makes
    /// each token a new text. Returns `None` only if the listing has a single page.
    pub(super) fn follow(
        &mut self,
        purpose: &str,
        next: Option<String>,
        length: usize,
        fresh: bool,
    ) -> Option<String> {
        let listing = self.0.entry(purpose.to_owned()).or_default();
        listing.given += 1;
        let known = next.as_ref().is_some_and(|next| listing.tokens.contains(next));
        let token = match next {
            Some(next) if known => next,
            Some(next) if listing.tokens.len() < length.max(1) => {
                listing.tokens.push(next.clone());
                next
            }
            _ => listing.tokens.first()?.clone(),
        };
        Some(if fresh { format!("{token}~{}", listing.given) } else { token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_number_of_tokens_loops() {
        let mut circles = Circles::default();
        let mut at = 0;
        let mut follow = |length, fresh| {
            let token = circles.follow("a", Some(format!("{}", at + 100)), length, fresh).unwrap();
            at = token.split('~').next().unwrap().parse::<u32>().unwrap();
            token
        };
        assert_eq!([(); 5].map(|()| follow(2, false)), ["100", "200", "100", "200", "100"]);
        assert_eq!(follow(2, true), "200~6");
        assert_eq!(circles.follow("b", None, 2, false), None);
        assert_eq!(circles.follow("a", None, 2, false).as_deref(), Some("100"), "the last page goes on");
    }
}
