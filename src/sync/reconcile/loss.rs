//! When a loss is too great to be believed. Pure.
//!
//! A census marks in parts, so that one which is ended in the middle loses nothing; and what is gone may show little by
//! little. So half a project is judged over a whole loss: what it has marked already counts as if it were there and
//! vanished now. A loss begins with its first mark, lasts a day at least and as long as no census comes to its end
//! ([`Loss::goes_on`]), and is over at once when a census finds nothing more gone. What somebody has confirmed counts no
//! longer, neither as lost nor as held.

use crate::{store::mirror::Loss, sync::error::CensusRefused};

/// A loss that goes on and the project that it is weighed against.
pub(in crate::sync) struct Weighed<'a> {
    pub project_key: &'a str,
    /// Issues of the project that count as present.
    pub live: u64,
    pub loss: Option<Loss>,
}

impl Weighed<'_> {
    /// Whether `gone` more issues can be believed to be gone.
    pub(in crate::sync) fn believe(&self, gone: u64) -> Result<(), CensusRefused> {
        let counted = |of: fn(&Loss) -> i64| self.loss.as_ref().map_or(0, of).unsigned_abs();
        let (marked, accepted) = (counted(|loss| loss.marked), counted(|loss| loss.accepted));
        let lost = (marked + gone).saturating_sub(accepted);
        let held = (marked + self.live).saturating_sub(accepted);
        if gone > 0 && app::model::is_suspicious(lost, held) {
            return Err(CensusRefused::TooMany {
                gone: lost,
                stored: held,
                project: self.project_key.to_owned(),
            });
        }
        Ok(())
    }

    /// How many issues the loss takes with `gone` more.
    pub(in crate::sync) fn with(&self, gone: u64) -> u64 {
        self.loss.map_or(0, |loss| loss.marked.unsigned_abs()) + gone
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::{ProjectId, SiteId};

    fn believes(live: u64, marked: i64, accepted: i64, gone: u64) -> bool {
        let loss = Loss {
            site_id: SiteId(1),
            project_id: ProjectId(1),
            began_at: DateTime::UNIX_EPOCH,
            marked,
            accepted,
            settled: false,
        };
        Weighed { project_key: "P", live, loss: Some(loss) }.believe(gone).is_ok()
    }

    #[test]
    fn half_a_project_is_not_believed_to_be_gone() {
        let weighed = Weighed { project_key: "P", live: 4, loss: None };
        let believed: Vec<bool> = (0..=4).map(|gone| weighed.believe(gone).is_ok()).collect();
        assert_eq!(believed, [true, true, false, false, false]);
        assert!(Weighed { project_key: "P", live: 0, loss: None }.believe(0).is_ok());
    }

    #[test]
    fn what_a_loss_took_before_counts_with_what_it_takes_now() {
        assert!(believes(60, 40, 0, 9), "49 of 100");
        assert!(!believes(60, 40, 0, 10), "50 of 100");
        assert!(!believes(20, 40, 0, 15), "most of 60");
    }

    #[test]
    fn what_was_confirmed_no_longer_counts() {
        // 60 of 100 were confirmed, of which 20 are marked so far.
        assert!(believes(80, 20, 60, 40) && believes(80, 20, 60, 59));
        assert!(!believes(80, 20, 60, 60), "half of the 40 that were to stay");
        assert!(believes(40, 60, 60, 1));
    }
}
