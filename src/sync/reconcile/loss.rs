//! Decides when a loss is too large to be believed. Pure.
//!
//! A census marks in parts, so that an interrupted one keeps what it has done, and issues may disappear little by
//! little. So the limit of half a project applies to a whole loss: issues that it marked before count as if they
//! vanished now. A loss begins with its first mark, lasts at least a day and until a census completes
//! ([`Loss::goes_on`]), and ends at once when a census finds nothing more gone. Confirmed losses no longer count,
//! neither as gone nor as present.

use crate::{store::mirror::Loss, sync::error::CensusRefused};

/// A current loss, and the project that it is compared with.
pub(in crate::sync) struct LossCheck<'a> {
    pub project_key: &'a str,
    /// How many issues of the project are not marked as gone.
    pub live: u64,
    pub loss: Option<Loss>,
}

impl LossCheck<'_> {
    /// Refuses if it is not plausible that `gone` more issues are gone.
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

    /// How many issues are lost in total with `gone` more.
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
        LossCheck { project_key: "P", live, loss: Some(loss) }.believe(gone).is_ok()
    }

    #[test]
    fn half_a_project_is_not_believed_to_be_gone() {
        let check = LossCheck { project_key: "P", live: 4, loss: None };
        let believed: Vec<bool> = (0..=4).map(|gone| check.believe(gone).is_ok()).collect();
        assert_eq!(believed, [true, true, false, false, false]);
        assert!(LossCheck { project_key: "P", live: 0, loss: None }.believe(0).is_ok());
    }

    #[test]
    fn earlier_marks_of_a_loss_count_with_new_ones() {
        assert!(believes(60, 40, 0, 9), "49 of 100");
        assert!(!believes(60, 40, 0, 10), "50 of 100");
        assert!(!believes(20, 40, 0, 15), "most of 60");
    }

    #[test]
    fn confirmed_losses_no_longer_count() {
        // 60 of 100 were confirmed, of which 20 are marked so far.
        assert!(believes(80, 20, 60, 40) && believes(80, 20, 60, 59));
        assert!(!believes(80, 20, 60, 60), "half of the 40 that were to stay");
        assert!(believes(40, 60, 60, 1));
    }
}
