//! The browser entry of jira-sync: hydrates the app.
