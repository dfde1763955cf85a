//! Issues.

use serde_json::{Value, json};

use super::comment::time_spent;
use super::{Object, Place, View, Wanted};
use crate::demo::data::{Entry, FIELDS, Issue, Kind, field_names};
use crate::demo::site::{Head, IssueAccess, Named};

/// Maximum numbers of comments, changelog entries and worklogs inside an issue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caps {
    pub(crate) comments: usize,
    pub(crate) histories: usize,
    pub(crate) worklogs: usize,
    /// Newest changelog entries first, so that the oldest are left out.
    pub(crate) newest_first: bool,
}

impl Caps {
    /// Cloud's search and bulk fetch.
    pub(crate) const SEARCH: Self = Self { comments: 20, histories: 40, worklogs: 20, newest_first: true };
    /// A single issue on Cloud.
    pub(crate) const ISSUE: Self = Self { comments: 100, histories: 100, worklogs: 20, newest_first: true };
    /// Data Center: only worklogs are capped.
    pub(crate) const DATA_CENTER: Self =
        Self { comments: usize::MAX, histories: usize::MAX, worklogs: 20, newest_first: false };
}

/// The values of `expand`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expand {
    pub(crate) changelog: bool,
    pub(crate) names: bool,
    pub(crate) schema: bool,
}

impl Expand {
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().map(str::trim).collect();
        Self {
            changelog: names.contains(&"changelog"),
            names: names.contains(&"names"),
            schema: names.contains(&"schema"),
        }
    }
}

/// How much of an issue is rendered.
#[derive(Clone, Debug)]
pub(crate) struct IssueShape {
    pub(crate) wanted: Wanted,
    pub(crate) expand: Expand,
    pub(crate) caps: Caps,
}

impl IssueShape {
    /// Whether the data in the index is enough to render the issue.
    pub(crate) fn is_cheap(&self) -> bool {
        !self.expand.changelog && !self.wanted.needs_children()
    }
}

const EXPAND: &str = "operations,versionedRepresentations,editmeta,changelog,renderedFields";

impl View<'_> {
    /// An issue in a listing, loaded as far as the shape requires.
    pub(crate) fn listed(&self, head: &Head, shape: &IssueShape) -> Value {
        if shape.wanted.only_id() && !shape.expand.changelog {
            return json!({"id": head.id.to_string()});
        }
        let key = self.state.key(head.project, head.number);
        let mut value = json!({
            "expand": EXPAND, "id": head.id.to_string(), "self": self.url(&format!("issue/{}", head.id)), "key": key,
        });
        if shape.expand.changelog || shape.wanted.needs_children() {
            if let Some(entry) = self.state.entry(head.id) {
                return self.issue(&entry, shape);
            }
        } else if !shape.wanted.only_key() {
            let issue = self.state.issue(head.id);
            value["fields"] = issue.map_or_else(Object::new, |i| self.plain_fields(&i, &shape.wanted)).into();
        }
        value
    }

    /// An issue with all parts that the shape requires.
    pub(crate) fn issue(&self, entry: &Entry, shape: &IssueShape) -> Value {
        let issue = &entry.issue;
        let mut value = json!({
            "expand": EXPAND, "id": issue.id.to_string(), "self": self.url(&format!("issue/{}", issue.id)),
            "key": self.state.key(issue.project, issue.number),
        });
        if !shape.wanted.only_key() {
            let mut fields = self.plain_fields(issue, &shape.wanted);
            self.rich_fields(entry, shape, &mut fields);
            value["fields"] = fields.into();
        }
        if shape.expand.changelog {
            value["changelog"] = self.changelog(entry, shape.caps);
        }
        if shape.expand.names {
            value["names"] = self.field_names();
        }
        if shape.expand.schema {
            value["schema"] = schemas();
        }
        value
    }

    fn changelog(&self, entry: &Entry, caps: Caps) -> Value {
        let total = entry.histories.len();
        let histories: Vec<Value> = if caps.newest_first {
            entry.histories.iter().rev().take(caps.histories).map(|h| self.history(h)).collect()
        } else {
            entry.histories.iter().take(caps.histories).map(|h| self.history(h)).collect()
        };
        json!({"startAt": 0, "maxResults": histories.len(), "total": total, "histories": histories})
    }

    /// Fields that depend only on the issue itself.
    fn plain_fields(&self, issue: &Issue, wanted: &Wanted) -> Object {
        let mut fields = Object::new();
        let mut put = |id: &str, value: &dyn Fn() -> Value| {
            if wanted.has(id) {
                fields.insert(id.to_owned(), value());
            }
        };
        put("summary", &|| json!(issue.summary));
        put("issuetype", &|| self.issue_type(issue.kind as usize));
        put("project", &|| self.project_of_issue(issue.project));
        put("status", &|| self.status(issue.status));
        put("priority", &|| self.priority(issue.priority));
        put("resolution", &|| issue.resolution.map_or(Value::Null, |r| self.resolution(r)));
        put("resolutiondate", &|| json!(issue.resolved.map(|at| self.time(at))));
        put("created", &|| json!(self.time(issue.created)));
        put("updated", &|| json!(self.time(issue.updated)));
        put("assignee", &|| issue.assignee.map_or(Value::Null, |p| self.user(p, Place::Assignee, issue.id)));
        put("reporter", &|| self.person_of_issue(issue, Place::Reporter));
        put("labels", &|| json!(issue.labels));
        fields
    }

    /// The reporter as shown in `place`; sometimes null on a realistic site.
    fn person_of_issue(&self, issue: &Issue, place: Place) -> Value {
        let mut fields = json!({});
        self.put_author(&mut fields, &["person"], Some(issue.reporter), place, issue.id);
        fields["person"].take()
    }

    fn rich_fields(&self, entry: &Entry, shape: &IssueShape, fields: &mut Object) {
        let (issue, wanted, caps) = (&entry.issue, &shape.wanted, shape.caps);
        let (id, cloud) = (issue.id, self.cloud());
        let mut put = |field: &str, value: &dyn Fn() -> Value| {
            if wanted.has(field) {
                fields.insert(field.to_owned(), value());
            }
        };
        if cloud {
            put("statuscategorychangedate", &|| json!(self.time(issue.status_changed)));
            put("issuerestriction", &|| json!({"issuerestrictions": {}, "shouldDisplay": false}));
        }
        put("creator", &|| self.person_of_issue(issue, Place::Creator));
        put("lastViewed", &|| Value::Null);
        put("security", &|| Value::Null);
        if !cloud {
            let archived = self.state.access(id) == IssueAccess::Archived;
            put("archiveddate", &|| json!(archived.then(|| self.time(issue.updated))));
            put("archivedby", &|| if archived { self.user(0, Place::Field, id) } else { Value::Null });
        }
        put("duedate", &|| json!(issue.due));
        put("components", &|| {
            json!(
                issue
                    .components
                    .iter()
                    .filter_map(|c| self.component_of_issue(issue.project, *c))
                    .collect::<Vec<_>>()
            )
        });
        put("fixVersions", &|| self.versions_of_issue(issue.project, &issue.fix_versions));
        put("versions", &|| self.versions_of_issue(issue.project, &issue.affects));
        put("description", &|| entry.description.as_ref().map_or(Value::Null, |t| self.text(t)));
        put("environment", &|| entry.environment.as_ref().map_or(Value::Null, |t| self.text(t)));
        put("attachment", &|| {
            json!(entry.attachments.iter().map(|a| self.attachment(a)).collect::<Vec<_>>())
        });
        put("issuelinks", &|| json!(self.links(entry)));
        put("subtasks", &|| {
            json!(self.state.subtasks(issue).iter().map(|s| self.neighbour(s)).collect::<Vec<_>>())
        });
        let settings = &self.state.settings;
        let mut put_if = |on: bool, field: &str, value: &dyn Fn() -> Value| {
            if on {
                put(field, value);
            }
        };
        put_if(settings.comments, "comment", &|| {
            let comments: Vec<Value> =
                entry.comments.iter().take(caps.comments).map(|c| self.comment(id, c)).collect();
            let mut page = json!({"maxResults": comments.len(), "total": entry.comments.len(), "startAt": 0, "comments": comments});
            if cloud {
                page["self"] = json!(self.url(&format!("issue/{id}/comment")));
            }
            page
        });
        put_if(settings.time_tracking, "worklog", &|| {
            let worklogs: Vec<Value> =
                entry.worklogs.iter().take(caps.worklogs).map(|w| self.worklog(id, w)).collect();
            json!({"startAt": 0, "maxResults": 20, "total": entry.worklogs.len(), "worklogs": worklogs})
        });
        put(
            "votes",
            &|| json!({"self": self.url(&format!("issue/{id}/votes")), "votes": issue.votes, "hasVoted": false}),
        );
        put(
            "watches",
            &|| json!({"self": self.url(&format!("issue/{id}/watchers")), "watchCount": issue.watchers, "isWatching": false}),
        );
        if let Some(parent) = issue.parent.filter(|_| cloud || issue.kind == Kind::SubTask)
            && let Some(parent) = self.state.issue(parent)
        {
            put("parent", &|| self.neighbour(&parent));
        }
        if settings.time_tracking {
            self.times(entry, &mut put);
        }
        for (field, value) in self.custom_fields(entry) {
            if wanted.has(&field) {
                fields.insert(field, value);
            }
        }
    }

    fn times(&self, entry: &Entry, put: &mut dyn FnMut(&str, &dyn Fn() -> Value)) {
        let logged: u64 = entry.worklogs.iter().map(|w| w.seconds).sum();
        let spent = (logged > 0).then_some(logged);
        let original = entry.issue.original_estimate;
        let remaining = original.map(|o| o.saturating_sub(logged));
        let whole = logged + remaining.unwrap_or(0);
        let progress = || {
            let mut value = json!({"progress": logged, "total": whole});
            if let Some(percent) = (logged * 100).checked_div(whole) {
                value["percent"] = json!(percent);
            }
            value
        };
        for prefix in ["", "aggregate"] {
            put(&format!("{prefix}timespent"), &|| json!(spent));
            put(&format!("{prefix}timeoriginalestimate"), &|| json!(original));
            put(&format!("{prefix}timeestimate"), &|| json!(remaining));
            put(&format!("{prefix}progress"), &progress);
        }
        put("workratio", &|| json!(original.map_or(-1, |o| (logged * 100 / o.max(1)) as i64)));
        put("timetracking", &|| {
            let mut value = Object::new();
            for (name, seconds) in
                [("originalEstimate", original), ("remainingEstimate", remaining), ("timeSpent", spent)]
            {
                if let Some(seconds) = seconds {
                    value.insert(name.to_owned(), json!(time_spent(seconds)));
                    value.insert(format!("{name}Seconds"), json!(seconds));
                }
            }
            value.into()
        });
    }

    fn versions_of_issue(&self, project: usize, ids: &[u64]) -> Value {
        let all = if ids.is_empty() { Vec::new() } else { self.state.versions(project) };
        json!(all.iter().filter(|v| ids.contains(&v.id)).map(|v| self.version(v)).collect::<Vec<_>>())
    }

    /// Links whose other issue exists and is visible.
    fn links(&self, entry: &Entry) -> Vec<Value> {
        let seen = |id: u64| self.state.issue(id).filter(|i| self.state.may_open(i.id));
        let links = entry.links.iter().filter_map(|link| {
            let other = self.neighbour(&seen(link.other)?);
            let end = if link.outward { "outwardIssue" } else { "inwardIssue" };
            Some(json!({
                "id": link.id.to_string(), "self": self.url(&format!("issueLink/{}", link.id)),
                "type": self.link_type(link.kind), end: other,
            }))
        });
        links.collect()
    }

    /// The names of the fields by id.
    pub(crate) fn field_names(&self) -> Value {
        let named = |(id, name)| (String::from(id), json!(self.state.name(Named::Field, id, name)));
        field_names().map(named).collect::<Object>().into()
    }

    /// Another issue, as shown in links, parents and sub-tasks.
    fn neighbour(&self, issue: &Issue) -> Value {
        json!({
            "id": issue.id.to_string(), "key": self.state.key(issue.project, issue.number),
            "self": self.url(&format!("issue/{}", issue.id)),
            "fields": {
                "summary": issue.summary, "status": self.status(issue.status),
                "priority": self.priority(issue.priority), "issuetype": self.issue_type(issue.kind as usize),
            },
        })
    }
}

/// The schemas of the fields by id.
pub(crate) fn schemas() -> Value {
    let typed = FIELDS.iter().filter(|f| !f.kind.is_empty());
    typed.map(|f| (f.id.to_owned(), super::catalog::schema(f))).collect::<Object>().into()
}
