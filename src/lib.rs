//! jira-sync: keeps a complete, current copy of Jira sites in a database that people query.
