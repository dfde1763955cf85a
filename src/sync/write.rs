//! Writing: batches become rows, and what cannot be stored is quarantined.

pub(super) mod commit;
pub(super) mod noted;
pub(super) mod quarantine;
pub(super) mod rows;
pub(super) mod warnings;
