//! Writing: batches become rows, and what cannot be stored is quarantined.

pub(super) mod commit;
pub(super) mod noted;
pub(super) mod oddities;
pub(super) mod quarantine;
pub(super) mod rows;
