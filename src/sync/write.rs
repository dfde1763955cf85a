//! Writes batches, and quarantines what cannot be stored.

pub(super) mod commit;
pub(super) mod quarantine;
