//! The database schema of jira-sync, one file per step.
