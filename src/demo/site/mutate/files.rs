//! Changes to attachments and remote links.

use super::{ControlError, Item, Site, State, not_found};
use crate::demo::data::{Attachment, RemoteLink, item};

impl Site {
    /// Adds an attachment to an issue, and returns its id.
    pub fn add_attachment(&self, issue: &str, name: &str, size: u64) -> Result<u64, ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let (id, file) = (state.find(issue)?, state.new_child_id());
        state.change(id, |entry| {
            let (name, mime) = (name.to_owned(), "application/octet-stream");
            entry.attachments.push(Attachment { id: file, name, mime, size, author: Some(0), created: at });
        });
        let added = item("attachment", None, Some((file.to_string(), name.to_owned())));
        state.record(id, 0, at, vec![added]);
        Ok(file)
    }

    /// Removes an attachment from an issue.
    pub fn remove_attachment(&self, issue: &str, file: u64) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let id = state.find(issue)?;
        let name = state.entry(id).and_then(|e| e.attachments.iter().find(|a| a.id == file).cloned());
        let name = name.ok_or_else(|| not_found("attachment", &file.to_string()))?.name;
        state.change(id, |entry| entry.attachments.retain(|a| a.id != file));
        state.record(id, 0, at, vec![item("attachment", Some((file.to_string(), name)), None)]);
        Ok(())
    }

    /// The ids of an issue's attachments.
    pub fn attachments_of(&self, issue: &str) -> Result<Vec<u64>, ControlError> {
        let state = self.read();
        let id = state.find(issue)?;
        Ok(state.entry(id).map(|e| e.attachments.iter().map(|a| a.id).collect()).unwrap_or_default())
    }

    /// Adds a link to a resource outside Jira, and returns its id. The issue counts as updated.
    pub fn add_remote_link(&self, issue: &str, title: &str, url: &str) -> Result<u64, ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let (id, link) = (state.find(issue)?, state.new_child_id());
        state.change(id, |entry| {
            let (url, title) = (url.to_owned(), title.to_owned());
            entry.remote_links.push(RemoteLink { id: link, url, title, application: None, resolved: false });
        });
        let added = remote(None, Some((link.to_string(), format!("This issue links to \"{title}\""))));
        state.record(id, 0, at, vec![added]);
        Ok(link)
    }

    /// Changes the title of a remote link. The issue counts as updated.
    pub fn edit_remote_link(&self, issue: &str, link: u64, title: &str) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let id = state.find_remote_link(issue, link)?;
        state.change(id, |entry| {
            entry.remote_links.iter_mut().filter(|l| l.id == link).for_each(|l| l.title = title.to_owned());
        });
        state.record(id, 0, at, Vec::new());
        Ok(())
    }

    /// Removes a remote link. The issue counts as updated.
    pub fn remove_remote_link(&self, issue: &str, link: u64) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let id = state.find_remote_link(issue, link)?;
        state.change(id, |entry| entry.remote_links.retain(|l| l.id != link));
        let removed = remote(Some((link.to_string(), "This issue links to something".to_owned())), None);
        state.record(id, 0, at, vec![removed]);
        Ok(())
    }

    /// The ids of an issue's remote links.
    pub fn remote_links_of(&self, issue: &str) -> Result<Vec<u64>, ControlError> {
        let state = self.read();
        let id = state.find(issue)?;
        Ok(state.entry(id).map(|e| e.remote_links.iter().map(|l| l.id).collect()).unwrap_or_default())
    }
}

/// The changelog item of a remote link, which has no field id.
fn remote(from: Option<(String, String)>, to: Option<(String, String)>) -> Item {
    Item { field: "RemoteIssueLink", field_id: None, ..item("RemoteIssueLink", from, to) }
}

impl State {
    fn find_remote_link(&self, issue: &str, link: u64) -> Result<u64, ControlError> {
        let id = self.find(issue)?;
        let exists = self.entry(id).is_some_and(|e| e.remote_links.iter().any(|l| l.id == link));
        exists.then_some(id).ok_or_else(|| not_found("remote link", &link.to_string()))
    }
}
