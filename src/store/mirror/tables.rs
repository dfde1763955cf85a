//! The mirrored tables: their rows, and how rows are compared and written.

pub(super) mod digest;
pub(super) mod issue_rows;
pub(super) mod known;
pub(super) mod listed;
pub(super) mod person;
pub(super) mod person_id;
pub(super) mod project_state;
pub(super) mod reference_rows;
pub(super) mod rows;
pub(super) mod upsert;
