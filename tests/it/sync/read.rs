//! What a run reads: listings, documents, reference lists and the list of projects.

mod circles;
mod incomplete_responses;
mod isolation;
mod listing;
mod lists;
mod lookback;
pub(super) mod page_size;
mod roster;
mod text;
mod time;
