//! Compares the mirror with Jira: what is missing, outdated or gone, and whether so much can really be gone.

pub(super) mod census;
pub(super) mod departed;
pub(super) mod drift;
pub(super) mod loss;
pub(super) mod presence;
