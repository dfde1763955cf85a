//! Comments, worklogs, attachments, remote links.

use serde_json::{Value, json};

use super::{Place, View};
use crate::demo::data::{Attachment, Comment, RemoteLink, Worklog};

impl View<'_> {
    pub(crate) fn comment(&self, issue: u64, comment: &Comment) -> Value {
        let mut value = json!({
            "self": self.url(&format!("issue/{issue}/comment/{}", comment.id)), "id": comment.id.to_string(),
            "body": self.text(&comment.body), "created": self.time(comment.created),
            "updated": self.time(comment.updated),
        });
        let members = ["author", "updateAuthor"];
        self.put_author(&mut value, &members, comment.author, Place::Comment, comment.id);
        if self.cloud() {
            value["jsdPublic"] = json!(true);
        }
        if let Some(role) = comment.role {
            value["visibility"] = json!({"type": "role", "value": role});
            if self.cloud() {
                value["visibility"]["identifier"] = json!(role);
            }
        }
        value
    }

    pub(crate) fn worklog(&self, issue: u64, worklog: &Worklog) -> Value {
        let mut value = json!({
            "self": self.url(&format!("issue/{issue}/worklog/{}", worklog.id)), "id": worklog.id.to_string(),
            "issueId": issue.to_string(), "created": self.time(worklog.created),
            "updated": self.time(worklog.updated), "started": self.time(worklog.started),
            "timeSpent": time_spent(worklog.seconds), "timeSpentSeconds": worklog.seconds,
        });
        let members = ["author", "updateAuthor"];
        self.put_author(&mut value, &members, Some(worklog.author), Place::Worklog, worklog.id);
        if let Some(comment) = &worklog.comment {
            value["comment"] = self.text(comment);
        } else if !self.cloud() {
            value["comment"] = json!("");
        }
        value
    }

    pub(crate) fn attachment(&self, attachment: &Attachment) -> Value {
        let Attachment { id, name, mime, size, author, created } = attachment;
        let mut value = json!({
            "self": self.url(&format!("attachment/{id}")), "id": id.to_string(), "filename": name,
            "created": self.time(*created), "size": size, "mimeType": mime,
            "content": self.url(&format!("attachment/content/{id}")),
        });
        self.put_author(&mut value, &["author"], *author, Place::Attachment, *id);
        if mime.starts_with("image/") {
            value["thumbnail"] = json!(self.url(&format!("attachment/thumbnail/{id}")));
        }
        value
    }

    pub(crate) fn remote_link(&self, key: &str, link: &RemoteLink) -> Value {
        let mut value = json!({
            "id": link.id, "self": self.url(&format!("issue/{key}/remotelink/{}", link.id)),
            "application": {}, "relationship": "mentioned in",
            "object": {
                "url": link.url, "title": link.title,
                "icon": {"title": "Git", "url16x16": "https://git.example.com/favicon.png"},
                "status": {"icon": {}, "resolved": link.resolved},
            },
        });
        if let Some((kind, name)) = link.application {
            value["application"] = json!({"type": kind, "name": name});
            value["globalId"] = json!(format!("system={kind}&id={}", link.id));
        }
        value
    }
}

/// Such as `1d 2h 30m`, with days of eight hours and weeks of five days.
pub(super) fn time_spent(seconds: u64) -> String {
    let minutes = seconds / 60;
    let (weeks, days) = (minutes / 2400, minutes / 480 % 5);
    let (hours, minutes) = (minutes / 60 % 8, minutes % 60);
    let parts = [(weeks, 'w'), (days, 'd'), (hours, 'h'), (minutes, 'm')];
    let text: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if text.is_empty() { "0m".to_owned() } else { text.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_in_working_days() {
        assert_eq!(time_spent(900), "15m");
        assert_eq!(time_spent(8 * 3600), "1d");
        assert_eq!(time_spent(41 * 3600 + 60), "1w 1h 1m");
    }
}
