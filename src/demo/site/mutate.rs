//! Changes to a site from outside: the Rust side of the control interface.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::{ControlError, not_found};
use super::stamp::touch;
use super::{Named, ProjectState, Site, State};
use crate::demo::data::{Comment, Custom, Entry, Issue, Item, Kind, STATUSES, TODO, Worklog, item, resolves};
use crate::demo::odd;
use crate::demo::text::{Block, Text};

mod comments;
mod files;
mod links;
mod parts;
mod people;
mod projects;

pub use comments::{CommentRef, WorklogRef};
pub use people::PersonEdit;

/// An issue to create. Members that are left out take their defaults.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewIssue {
    /// Key or id of the project.
    pub project: String,
    /// Summary; "New issue" if empty.
    pub summary: String,
    /// Name of the issue type; `Task` if empty.
    pub issue_type: String,
    /// Description, one paragraph per line.
    pub description: Option<String>,
    /// Key or id of the parent.
    pub parent: Option<String>,
    /// Labels.
    pub labels: Vec<String>,
    /// Time of creation; the site's current time if left out.
    pub at: Option<DateTime<Utc>>,
}

/// Changes to an issue. Each field becomes an item of the same changelog entry.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssueEdit {
    /// New summary.
    pub summary: Option<String>,
    /// New description.
    pub description: Option<String>,
    /// Current name or id of the new status; also sets or clears the resolution.
    pub status: Option<String>,
    /// Name of the new priority.
    pub priority: Option<String>,
    /// Account id, key, user name or display name of the new assignee; empty = unassigned.
    pub assignee: Option<String>,
    /// The new labels.
    pub labels: Option<Vec<String>>,
    /// New estimate.
    pub story_points: Option<f64>,
    /// Ids of the new fix versions.
    pub fix_versions: Option<Vec<u64>>,
    /// Ids of the new components.
    pub components: Option<Vec<u64>>,
    /// Id of a sprint to add it to.
    pub sprint: Option<u64>,
    /// Replaces the description by lists nested this many levels deep, without a changelog item.
    pub nested: Option<u32>,
    /// Replaces the description by a text of this many bytes, without a changelog item.
    pub bytes: Option<u64>,
    /// Time of the change; the site's current time if left out.
    pub at: Option<DateTime<Utc>>,
}

impl Site {
    /// Creates an issue and returns its key.
    pub fn create_issue(&self, new: NewIssue) -> Result<String, ControlError> {
        let at = self.time(new.at);
        let mut state = self.write();
        let project = state.find_project(&new.project)?;
        let kind = match new.issue_type.as_str() {
            "" => Kind::Task,
            name => state.kind(name)?,
        };
        let parent = new.parent.map(|p| state.find(&p)).transpose()?;
        let (id, number) = state.new_place(project);
        let summary = if new.summary.is_empty() { "New issue".to_owned() } else { new.summary };
        let issue = Issue {
            id,
            project,
            number,
            created: at,
            updated: at,
            kind,
            status: TODO,
            status_changed: at,
            priority: 2,
            resolution: None,
            resolved: None,
            summary,
            reporter: 0,
            assignee: None,
            parent,
            labels: new.labels,
            components: Vec::new(),
            fix_versions: Vec::new(),
            affects: Vec::new(),
            sprints: Vec::new(),
            story_points: None,
            due: None,
            original_estimate: None,
            votes: 0,
            watchers: 1,
        };
        let entry = Entry {
            issue,
            description: new.description.map(|d| Text::plain(&d)),
            environment: None,
            custom: Custom::default(),
            comments: Vec::new(),
            worklogs: Vec::new(),
            histories: Vec::new(),
            attachments: Vec::new(),
            links: Vec::new(),
            remote_links: Vec::new(),
        };
        state.create(entry.into());
        Ok(state.key(project, number))
    }

    /// Changes an issue; returns its new `updated`.
    pub fn edit_issue(&self, issue: &str, edit: IssueEdit) -> Result<DateTime<Utc>, ControlError> {
        let at = self.time(edit.at);
        let mut state = self.write();
        let id = state.find(issue)?;
        let before = state.entry(id).ok_or_else(|| not_found("issue", issue))?;
        let mut after = (*before).clone();
        let items = state.apply(&mut after, edit, at)?;
        state.change(id, |entry| *entry = after);
        state.record(id, 0, at, items);
        let updated = state.issue(id).map_or(at, |i| i.updated);
        Ok(DateTime::from_timestamp_millis(updated).unwrap_or_default())
    }

    /// Deletes an issue with its comments, worklogs and the like, but without its sub-tasks.
    pub fn delete_issue(&self, issue: &str) -> Result<(), ControlError> {
        let now = self.time(None);
        let mut state = self.write();
        let id = state.find(issue)?;
        let worklogs = state.entry(id).map(|e| e.worklogs.clone()).unwrap_or_default();
        state.deleted_worklogs.extend(worklogs.iter().map(|w| (now, w.id)));
        state.remove(id);
        Ok(())
    }

    /// Moves an issue to another project, and returns its new key. Its id stays the same, and its old key still works.
    pub fn move_issue(&self, issue: &str, project: &str) -> Result<String, ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let id = state.find(issue)?;
        let target = state.find_project(project)?;
        let old = state.issue(id).ok_or_else(|| not_found("issue", issue))?;
        let number = state.claim_number(target);
        state.places.insert((old.project, old.number), id);
        state.places.insert((target, number), id);
        let named = |p: usize| (state.projects[p].made.id.to_string(), state.projects[p].name.clone());
        let (old_key, new_key) = (state.key(old.project, old.number), state.key(target, number));
        let items = vec![
            item("project", Some(named(old.project)), Some(named(target))),
            Item {
                field: "Key",
                field_id: None,
                from: None,
                from_text: Some(old_key),
                to: None,
                to_text: Some(new_key.clone()),
            },
        ];
        state.change(id, |entry| {
            entry.issue.project = target;
            entry.issue.number = number;
            entry.issue.components.clear();
            entry.issue.fix_versions.clear();
            entry.issue.affects.clear();
        });
        state.record(id, 0, at, items);
        Ok(new_key)
    }

    pub(super) fn time(&self, given: Option<DateTime<Utc>>) -> i64 {
        given.unwrap_or_else(|| self.now()).timestamp_millis()
    }
}

impl State {
    pub(super) fn find(&self, issue: &str) -> Result<u64, ControlError> {
        self.resolve(issue).ok_or_else(|| not_found("issue", issue))
    }

    pub(super) fn find_project(&self, project: &str) -> Result<usize, ControlError> {
        self.project(project).ok_or_else(|| not_found("project", project))
    }

    pub(super) fn find_person(&self, who: &str) -> Result<usize, ControlError> {
        self.person(who).ok_or_else(|| not_found("user", who))
    }

    pub(crate) fn status_name(&self, index: usize) -> &str {
        let (id, name, _, _) = STATUSES[index];
        self.name(Named::Status, id, name)
    }

    pub(super) fn find_status(&self, name: &str) -> Result<usize, ControlError> {
        (0..STATUSES.len())
            .find(|i| STATUSES[*i].0 == name || self.status_name(*i).eq_ignore_ascii_case(name))
            .ok_or_else(|| not_found("status", name))
    }

    fn kind(&self, name: &str) -> Result<Kind, ControlError> {
        let types = crate::demo::data::ISSUE_TYPES;
        let index = types.iter().position(|t| t.name.eq_ignore_ascii_case(name));
        index.map(|i| Kind::ALL[i]).ok_or_else(|| not_found("issue type", name))
    }

    pub(super) fn claim_number(&mut self, project: usize) -> u64 {
        let number = self.projects[project].next_number;
        self.projects[project].next_number += 1;
        number
    }

    fn new_place(&mut self, project: usize) -> (u64, u64) {
        let (id, number) = (self.next_issue, self.claim_number(project));
        self.next_issue += 1;
        self.places.insert((project, number), id);
        (id, number)
    }

    fn apply(&self, entry: &mut Entry, edit: IssueEdit, at: i64) -> Result<Vec<Item>, ControlError> {
        let mut items = Vec::new();
        let text = |id, from: String, to: String| Item {
            from_text: Some(from),
            to_text: Some(to),
            ..item(id, None, None)
        };
        let issue = &mut entry.issue;
        if let Some(summary) = edit.summary {
            items.push(text("summary", std::mem::replace(&mut issue.summary, summary.clone()), summary));
        }
        if let Some(status) = edit.status {
            let to = self.find_status(&status)?;
            let named = |i: usize| (STATUSES[i].0.to_owned(), self.status_name(i).to_owned());
            items.push(item("status", Some(named(issue.status)), Some(named(to))));
            let done = ("10000".to_owned(), "Done".to_owned());
            match (issue.resolution, resolves(to)) {
                (None, true) => items.push(item("resolution", None, Some(done))),
                (Some(_), false) => items.push(item("resolution", Some(done), None)),
                _ => {}
            }
            issue.resolution = resolves(to).then_some(issue.resolution.unwrap_or(0));
            issue.resolved = issue.resolution.map(|_| issue.resolved.unwrap_or(at));
            issue.status = to;
            issue.status_changed = at;
        }
        if let Some(name) = edit.priority {
            let to = self.find_priority(&name)?;
            let named = |i: usize| {
                let priority = &self.priorities[self.priority(i)];
                let name = self.name(Named::Priority, &priority.id, &priority.name);
                (priority.id.clone(), name.to_owned())
            };
            items.push(item("priority", Some(named(issue.priority)), Some(named(to))));
            issue.priority = to;
        }
        if let Some(who) = edit.assignee {
            let to = if who.is_empty() { None } else { Some(self.find_person(&who)?) };
            let named = |i: usize| (i.to_string(), String::new());
            items.push(item("assignee", issue.assignee.map(named), to.map(named)));
            issue.assignee = to;
        }
        if let Some(labels) = edit.labels {
            items.push(text("labels", issue.labels.join(" "), labels.join(" ")));
            issue.labels = labels;
        }
        if let Some(points) = edit.story_points {
            let from = issue.story_points.map(|p| p.to_string()).unwrap_or_default();
            items.push(text("customfield_10028", from, points.to_string()));
            issue.story_points = Some(points);
        }
        let ids = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        if let Some(versions) = edit.fix_versions {
            items.push(text("fixVersions", ids(&issue.fix_versions), ids(&versions)));
            issue.fix_versions = versions;
        }
        if let Some(components) = edit.components {
            items.push(text("components", ids(&issue.components), ids(&components)));
            issue.components = components;
        }
        if let Some(sprint) = edit.sprint {
            let to = self.sprint(sprint).ok_or_else(|| not_found("sprint", &sprint.to_string()))?;
            items.push(item("customfield_10020", None, Some((to.id.to_string(), to.name))));
            issue.sprints.retain(|other| *other != sprint);
            issue.sprints.push(sprint);
        }
        if let Some(levels) = edit.nested {
            entry.description = Some(Text(vec![Block::Nested(levels)]));
        }
        if let Some(bytes) = edit.bytes {
            entry.description = Some(Text::plain(&odd::filler(bytes)));
        }
        if let Some(description) = edit.description {
            let from = entry
                .description
                .as_ref()
                .map(|d| d.wiki(&|p| (p.to_string(), String::new())))
                .unwrap_or_default();
            items.push(text("description", from, description.clone()));
            entry.description = Some(Text::plain(&description));
        }
        Ok(items)
    }
}
