//! The shared half of jira-sync: what the server and the browser both know.
