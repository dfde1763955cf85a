//! Changes to comments and worklogs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Comment, ControlError, Entry, Site, State, Text, Worklog, not_found, touch};

/// Identifies a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentRef {
    /// Key or id of the issue.
    pub issue: String,
    /// Jira's id of the comment.
    pub id: u64,
}

/// Identifies a worklog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorklogRef {
    /// Key or id of the issue.
    pub issue: String,
    /// Jira's id of the worklog.
    pub id: u64,
}

impl Site {
    /// Adds a comment by the sample account.
    pub fn add_comment(&self, issue: &str, body: &str) -> Result<CommentRef, ControlError> {
        self.add_comment_at(issue, body, self.time(None))
    }

    pub(in crate::demo::site) fn add_comment_at(
        &self,
        issue: &str,
        body: &str,
        at: i64,
    ) -> Result<CommentRef, ControlError> {
        let mut state = self.write();
        let (id, child) = (state.find(issue)?, state.new_child_id());
        state.change(id, |e| {
            let body = Text::plain(body);
            e.comments.push(Comment {
                id: child,
                author: Some(0),
                body,
                created: at,
                updated: at,
                role: None,
            });
            touch(e, at);
        });
        Ok(CommentRef { issue: issue.to_owned(), id: child })
    }

    /// Replaces a comment's text.
    pub fn edit_comment(&self, comment: &CommentRef, body: &str) -> Result<(), ControlError> {
        self.update(
            |state, _| state.find_comment(comment),
            |e, at| {
                for found in e.comments.iter_mut().filter(|c| c.id == comment.id) {
                    found.body = Text::plain(body);
                    found.updated = at;
                }
            },
        )
    }

    /// Deletes a comment. The only trace is the new `updated` of the issue.
    pub fn delete_comment(&self, comment: &CommentRef) -> Result<(), ControlError> {
        self.update(|state, _| state.find_comment(comment), |e, _| e.comments.retain(|c| c.id != comment.id))
    }

    /// Adds a worklog by the sample account.
    pub fn add_worklog(
        &self,
        issue: &str,
        seconds: u64,
        comment: Option<&str>,
    ) -> Result<WorklogRef, ControlError> {
        self.add_worklog_at(issue, seconds, comment, self.now())
    }

    /// The same at a given time, which several worklogs may share.
    pub fn add_worklog_at(
        &self,
        issue: &str,
        seconds: u64,
        comment: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<WorklogRef, ControlError> {
        let at = at.timestamp_millis();
        let mut state = self.write();
        let (id, child) = (state.find(issue)?, state.new_child_id());
        state.worklog_owners.insert(child, id);
        state.change(id, |e| {
            let comment = comment.map(Text::plain);
            let log =
                Worklog { id: child, author: 0, comment, created: at, updated: at, started: at, seconds };
            e.worklogs.push(log);
            touch(e, at);
        });
        Ok(WorklogRef { issue: issue.to_owned(), id: child })
    }

    /// Changes the time spent of a worklog.
    pub fn edit_worklog(&self, worklog: &WorklogRef, seconds: u64) -> Result<(), ControlError> {
        self.update(
            |state, _| state.find_worklog(worklog),
            |e, at| {
                for found in e.worklogs.iter_mut().filter(|w| w.id == worklog.id) {
                    found.seconds = seconds;
                    found.updated = at;
                }
            },
        )
    }

    /// Deletes a worklog; `/worklog/deleted` reports it a minute later.
    pub fn delete_worklog(&self, worklog: &WorklogRef) -> Result<(), ControlError> {
        self.update(
            |state, at| {
                let id = state.find_worklog(worklog)?;
                state.deleted_worklogs.push((at, worklog.id));
                Ok(id)
            },
            |e, _| e.worklogs.retain(|w| w.id != worklog.id),
        )
    }
}

impl Site {
    /// Changes the issue that `find` returns, which then counts as updated. Both functions are passed the time of the
    /// change.
    fn update(
        &self,
        find: impl FnOnce(&mut State, i64) -> Result<u64, ControlError>,
        change: impl FnOnce(&mut Entry, i64),
    ) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let id = find(&mut state, at)?;
        state.change(id, |e| {
            change(e, at);
            touch(e, at);
        });
        Ok(())
    }
}

impl State {
    fn find_comment(&self, comment: &CommentRef) -> Result<u64, ControlError> {
        let id = self.find(&comment.issue)?;
        let exists = self.entry(id).is_some_and(|e| e.comments.iter().any(|c| c.id == comment.id));
        exists.then_some(id).ok_or_else(|| not_found("comment", &comment.id.to_string()))
    }

    fn find_worklog(&self, worklog: &WorklogRef) -> Result<u64, ControlError> {
        let id = self.find(&worklog.issue)?;
        let exists = self.entry(id).is_some_and(|e| e.worklogs.iter().any(|w| w.id == worklog.id));
        exists.then_some(id).ok_or_else(|| not_found("worklog", &worklog.id.to_string()))
    }
}
