//! Issues with all their fields parsed.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

use super::{
    Attachment, Comment, Component, FieldCatalog, History, Inline, IssueLink, IssueType, Priority, RawIssue,
    Read, Reader, Resolution, Sprint, Status, User, Version, Warning, Worklog, sprint::to_object,
};

/// An issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Jira's id, which never changes.
    pub id: u64,
    /// The current key.
    pub key: String,
    /// Its current project.
    pub project: Option<ProjectRef>,
    /// Its type.
    pub issue_type: Option<IssueType>,
    /// Its status.
    pub status: Option<Status>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// Its resolution.
    pub resolution: Option<Resolution>,
    /// Its summary.
    pub summary: Option<String>,
    /// An ADF document on Cloud, wiki markup on Data Center. See [`super::text::plain`].
    pub description: Option<Value>,
    /// Who it is assigned to.
    pub assignee: Option<User>,
    /// Who reported it.
    pub reporter: Option<User>,
    /// Who created it.
    pub creator: Option<User>,
    /// Its parent, or the epic in the epic-link field.
    pub parent: Option<Parent>,
    /// Its labels, in Jira's order.
    pub labels: Vec<String>,
    /// When it was created.
    pub created: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// When it was resolved.
    pub resolved: Option<DateTime<Utc>>,
    /// When it was archived (Data Center 8.1 and later). An archived issue can still be opened, but searches do not find it.
    pub archived: Option<DateTime<Utc>>,
    /// When it is due.
    pub due_date: Option<NaiveDate>,
    /// In seconds.
    pub original_estimate_seconds: Option<i64>,
    /// In seconds.
    pub remaining_estimate_seconds: Option<i64>,
    /// In seconds.
    pub time_spent_seconds: Option<i64>,
    /// The value of the first story-point field that has one.
    pub story_points: Option<f64>,
    /// All custom fields that are not null, by id, as received.
    pub custom_fields: Map<String, Value>,
    /// The affected components.
    pub components: Vec<Component>,
    /// The fix versions.
    pub fix_versions: Vec<Version>,
    /// The affected versions.
    pub affected_versions: Vec<Version>,
    /// Its links to other issues.
    pub links: Vec<IssueLink>,
    /// The sprints it is or was in, without duplicates.
    pub sprints: Vec<Sprint>,
    /// Its attachments.
    pub attachments: Vec<Attachment>,
    /// May be truncated; see [`Inline::is_complete`].
    pub comments: Inline<Comment>,
    /// May be truncated; see [`Inline::is_complete`].
    pub worklogs: Inline<Worklog>,
    /// May be truncated; see [`Inline::is_complete`].
    pub histories: Inline<History>,
    /// What could not be read as documented.
    pub warnings: Vec<Warning>,
}

/// The project of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRef {
    /// Jira's id.
    pub id: u64,
    /// The current key.
    pub key: Option<String>,
}

/// The parent of an issue. At least one of the members is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// Jira's id, which the epic-link field does not contain.
    pub id: Option<u64>,
    /// The current key.
    pub key: Option<String>,
}

impl Issue {
    /// See [`RawIssue::into_issue`].
    pub(super) fn new(raw: RawIssue, catalog: &FieldCatalog) -> Self {
        let RawIssue { id, key, fields, comments, worklogs, histories, mut warnings } = raw;
        let mut fields = Reader::new(fields, "fields", &mut warnings);
        let f = &mut fields;
        let [original_estimate_seconds, remaining_estimate_seconds, time_spent_seconds] = times(f);
        let parent: Option<Parent> = f.object("parent");
        let epic: Option<Parent> = f.object("epic");
        let mut sprint_values = f.items("closedSprints");
        sprint_values.extend(f.value("sprint"));
        let mut issue = Self {
            id,
            key,
            project: f.object("project"),
            issue_type: f.object("issuetype"),
            status: f.object("status"),
            priority: f.object("priority"),
            resolution: f.object("resolution"),
            summary: f.text("summary"),
            description: f.value("description"),
            assignee: f.object("assignee"),
            reporter: f.object("reporter"),
            creator: f.object("creator"),
            parent: None,
            labels: f.texts("labels"),
            created: f.instant("created"),
            updated: f.instant("updated"),
            resolved: f.instant("resolutiondate"),
            archived: f.instant("archiveddate"),
            due_date: f.day("duedate"),
            original_estimate_seconds,
            remaining_estimate_seconds,
            time_spent_seconds,
            story_points: None,
            components: f.list("components"),
            fix_versions: f.list("fixVersions"),
            affected_versions: f.list("versions"),
            links: f.list("issuelinks"),
            attachments: f.list("attachment"),
            custom_fields: custom_fields(f.rest()),
            sprints: Vec::new(),
            comments,
            worklogs,
            histories,
            warnings: Vec::new(),
        };
        let custom = &issue.custom_fields;
        issue.story_points = catalog.story_points(custom);
        let by_link = || catalog.epic_key(custom).map(|key| Parent { id: None, key: Some(key) });
        // The agile API sends the epic with its id, but not in every issue.
        issue.parent = parent.or(epic).or_else(by_link);
        for (field, value) in catalog.sprints(custom) {
            let values = value.as_array().map_or_else(|| vec![value.clone()], Vec::clone);
            issue.sprints.extend(read_sprints(values, &format!("fields.{field}"), &mut warnings));
        }
        issue.sprints.extend(read_sprints(sprint_values, "fields.sprint", &mut warnings));
        issue.sprints.sort_by_key(|sprint| sprint.id);
        issue.sprints.dedup_by_key(|sprint| sprint.id);
        issue.warnings = warnings;
        issue
    }
}

fn read_sprints(values: Vec<Value>, path: &str, warnings: &mut Vec<Warning>) -> Vec<Sprint> {
    Reader::read_all(values.into_iter().map(to_object).collect(), path, warnings)
}

fn custom_fields(rest: Map<String, Value>) -> Map<String, Value> {
    rest.into_iter().filter(|(key, value)| key.starts_with("customfield_") && !value.is_null()).collect()
}

/// Original estimate, remaining estimate and time spent, from their own fields or else from `timetracking`.
fn times(fields: &mut Reader<'_>) -> [Option<i64>; 3] {
    let plain = ["timeoriginalestimate", "timeestimate", "timespent"].map(|key| fields.integer(key));
    let tracking = fields.inside("timetracking", |tracking| {
        ["originalEstimateSeconds", "remainingEstimateSeconds", "timeSpentSeconds"]
            .map(|key| tracking.integer(key))
    });
    let tracking = tracking.unwrap_or_default();
    std::array::from_fn(|index| plain[index].or(tracking[index]))
}

impl Read for ProjectRef {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { id: reader.required_id()?, key: reader.text("key") })
    }
}

impl Read for Parent {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let parent = Self { id: reader.id("id"), key: reader.text("key") };
        (parent.id.is_some() || parent.key.is_some()).then_some(parent)
    }
}

#[cfg(test)]
mod tests;
