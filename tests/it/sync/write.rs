//! What a run writes: people, documents that cannot be stored, and concurrent transactions.

mod concurrency;
mod large_page;
mod people;
pub(super) mod quarantine;
