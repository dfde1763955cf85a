//! Events of issues, and their subscribers.

use tokio::sync::mpsc;

use super::{Site, State};

/// A change of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IssueEvent {
    /// Jira's name of the event. A comment or worklog is an update of its issue.
    pub(crate) name: &'static str,
    pub(crate) issue_id: u64,
    pub(crate) key: String,
    /// By the site's clock, in milliseconds since 1970.
    pub(crate) at: i64,
}

/// The subscribers of a site.
#[derive(Debug, Default)]
pub(super) struct Watchers(Vec<mpsc::UnboundedSender<IssueEvent>>);

impl Site {
    /// Subscribes to all changes of issues from now on.
    pub(crate) fn watch(&self) -> mpsc::UnboundedReceiver<IssueEvent> {
        let (sender, events) = mpsc::unbounded_channel();
        self.write().watchers.0.push(sender);
        events
    }
}

impl State {
    /// Sends the event `name` of an existing issue to all subscribers.
    pub(super) fn notify(&mut self, name: &'static str, id: u64, at: i64) {
        if self.watchers.0.is_empty() {
            return;
        }
        let Some(issue) = self.issue(id) else { return };
        let event = IssueEvent { name, issue_id: id, key: self.key(issue.project, issue.number), at };
        self.watchers.0.retain(|watcher| watcher.send(event.clone()).is_ok());
    }
}
