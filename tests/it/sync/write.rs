//! What a run writes: people, what cannot be stored, and transactions at the same time.

mod concurrency;
mod large_page;
mod people;
pub(super) mod quarantine;
