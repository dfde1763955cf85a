//! Writing: batches become rows, and what cannot be stored is quarantined.

pub(super) mod commit;
pub(super) mod quarantine;
