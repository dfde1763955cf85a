//! How the mirror is compared with Jira, and what is marked as gone.

mod census;
mod loss;
