//! What happens to issues, told to whoever watches.

use tokio::sync::mpsc;

use super::{Site, State};

/// A change of one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IssueEvent {
    /// As Jira names it. A comment or worklog counts as an update of its issue.
    pub(crate) name: &'static str,
    pub(crate) issue_id: u64,
    pub(crate) key: String,
    /// The site's time, milliseconds since 1970.
    pub(crate) at: i64,
}

/// Those who watch a site.
#[derive(Debug, Default)]
pub(super) struct Watchers(Vec<mpsc::UnboundedSender<IssueEvent>>);

impl Site {
    /// All changes of issues from now on.
    pub(crate) fn watch(&self) -> mpsc::UnboundedReceiver<IssueEvent> {
        let (sender, events) = mpsc::unbounded_channel();
        self.write().watchers.0.push(sender);
        events
    }
}

impl State {
    /// Tells that `name` happened to an issue which is in its place now.
    pub(super) fn tell(&mut self, name: &'static str, id: u64, at: i64) {
        if self.watchers.0.is_empty() {
            return;
        }
        let Some(issue) = self.issue(id) else { return };
        let event = IssueEvent { name, issue_id: id, key: self.key(issue.project, issue.number), at };
        self.watchers.0.retain(|watcher| watcher.send(event.clone()).is_ok());
    }
}
