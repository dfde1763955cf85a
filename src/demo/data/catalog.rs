//! Statuses, types, priorities, resolutions, link types and fields: the same on every sample site.

/// A status: id, name, description, category id.
pub(crate) const STATUSES: &[(&str, &str, &str, u64)] = &[
    ("10000", "To Do", "", 2),
    ("3", "In Progress", "This issue is being actively worked on at the moment by the assignee.", 4),
    ("10001", "In Review", "Somebody else looks at it.", 4),
    ("10002", "Done", "", 3),
    ("10003", "Blocked", "Waits for something outside the team.", 4),
    ("10004", "待审核 – Abnahme", "Acceptance by the customer.", 4),
    ("6", "Closed", "The issue is considered finished, the resolution is correct.", 3),
];
/// Index of the first status of every issue.
pub(crate) const TODO: usize = 0;
/// Index of the usual last status.
pub(crate) const DONE: usize = 3;

/// Status categories: id, key, colour, name.
pub(crate) const CATEGORIES: &[(u64, &str, &str, &str)] = &[
    (1, "undefined", "medium-gray", "No Category"),
    (2, "new", "blue-gray", "To Do"),
    (4, "indeterminate", "yellow", "In Progress"),
    (3, "done", "green", "Done"),
];

/// The category with this id.
pub(crate) fn category(id: u64) -> &'static (u64, &'static str, &'static str, &'static str) {
    CATEGORIES.iter().find(|c| c.0 == id).unwrap_or(&CATEGORIES[0])
}

/// One issue type.
#[derive(Debug)]
pub(crate) struct IssueTypeDef {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) avatar: u64,
    /// 1 epic, 0 standard, -1 sub-task.
    pub(crate) level: i64,
}

const fn kind(
    id: &'static str,
    name: &'static str,
    description: &'static str,
    avatar: u64,
    level: i64,
) -> IssueTypeDef {
    IssueTypeDef { id, name, description, avatar, level }
}

/// In the order of [`super::Kind`].
pub(crate) const ISSUE_TYPES: &[IssueTypeDef] = &[
    kind("10000", "Epic", "A big user story that needs to be broken down.", 10307, 1),
    kind("10001", "Story", "Functionality or a feature expressed as a user goal.", 10315, 0),
    kind("10002", "Task", "A small, distinct piece of work.", 10318, 0),
    kind("10004", "Bug", "A problem which impairs or prevents the functions of the product.", 10303, 0),
    kind("10003", "Sub-task", "A small piece of work that's part of a larger task.", 10316, -1),
];

/// Priorities: id, name, colour.
pub(crate) const PRIORITIES: &[(&str, &str, &str)] = &[
    ("1", "Highest", "#d04437"),
    ("2", "High", "#f15C75"),
    ("3", "Medium", "#f79232"),
    ("4", "Low", "#707070"),
    ("5", "Lowest", "#999999"),
];

/// Resolutions: id, name, description.
pub(crate) const RESOLUTIONS: &[(&str, &str, &str)] = &[
    ("10000", "Done", "Work has been completed on this issue."),
    ("10001", "Won't Do", "This issue won't be actioned."),
    ("10002", "Duplicate", "The problem is a duplicate of an existing issue."),
    ("10003", "Cannot Reproduce", "All attempts at reproducing this issue failed."),
];

/// Link types: id, name, inward, outward.
pub(crate) const LINK_TYPES: &[(&str, &str, &str, &str)] = &[
    ("10000", "Blocks", "is blocked by", "blocks"),
    ("10001", "Cloners", "is cloned by", "clones"),
    ("10002", "Duplicate", "is duplicated by", "duplicates"),
    ("10003", "Relates", "relates to", "relates to"),
];

/// One field: id, name, and its schema.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// `schema.type`; empty for fields without a schema.
    pub(crate) kind: &'static str,
    /// `schema.items`, or empty.
    pub(crate) items: &'static str,
    /// `schema.custom`, or empty for system fields.
    pub(crate) custom: &'static str,
}

impl Field {
    /// Whether it exists only if time tracking is enabled.
    pub(crate) fn tracks_time(&self) -> bool {
        let times = ["worklog", "timetracking", "timespent", "timeestimate", "timeoriginalestimate"];
        times.contains(&self.id)
            || self.id.starts_with("aggregate")
            || matches!(self.id, "progress" | "workratio")
    }
}

const fn system(id: &'static str, name: &'static str, kind: &'static str, items: &'static str) -> Field {
    Field { id, name, kind, items, custom: "" }
}

macro_rules! custom {
    ($id:literal, $name:literal, $kind:literal, $items:literal, $custom:literal) => {
        Field { id: concat!("customfield_", $id), name: $name, kind: $kind, items: $items, custom: $custom }
    };
}

/// All fields of a sample site.
#[rustfmt::skip]
pub(crate) const FIELDS: &[Field] = &[
    system("issuekey", "Key", "", ""),
    system("summary", "Summary", "string", ""),
    system("issuetype", "Issue Type", "issuetype", ""),
    system("project", "Project", "project", ""),
    system("status", "Status", "status", ""),
    system("statuscategorychangedate", "Status Category Changed", "datetime", ""),
    system("priority", "Priority", "priority", ""),
    system("resolution", "Resolution", "resolution", ""),
    system("resolutiondate", "Resolved", "datetime", ""),
    system("created", "Created", "datetime", ""),
    system("updated", "Updated", "datetime", ""),
    system("lastViewed", "Last Viewed", "datetime", ""),
    system("duedate", "Due date", "date", ""),
    system("assignee", "Assignee", "user", ""),
    system("reporter", "Reporter", "user", ""),
    system("creator", "Creator", "user", ""),
    system("labels", "Labels", "array", "string"),
    system("components", "Components", "array", "component"),
    system("fixVersions", "Fix versions", "array", "version"),
    system("versions", "Affects versions", "array", "version"),
    system("parent", "Parent", "", ""),
    system("subtasks", "Sub-tasks", "array", "issuelinks"),
    system("issuelinks", "Linked Issues", "array", "issuelinks"),
    system("attachment", "Attachment", "array", "attachment"),
    system("description", "Description", "string", ""),
    system("environment", "Environment", "string", ""),
    system("comment", "Comment", "comments-page", ""),
    system("worklog", "Log Work", "array", "worklog"),
    system("timetracking", "Time tracking", "timetracking", ""),
    system("timeestimate", "Remaining Estimate", "number", ""),
    system("timeoriginalestimate", "Original estimate", "number", ""),
    system("timespent", "Time Spent", "number", ""),
    system("aggregatetimeestimate", "\u{03a3} Remaining Estimate", "number", ""),
    system("aggregatetimeoriginalestimate", "\u{03a3} Original Estimate", "number", ""),
    system("aggregatetimespent", "\u{03a3} Time Spent", "number", ""),
    system("progress", "Progress", "progress", ""),
    system("aggregateprogress", "\u{03a3} Progress", "progress", ""),
    system("votes", "Votes", "votes", ""),
    system("watches", "Watchers", "watches", ""),
    system("workratio", "Work Ratio", "number", ""),
    system("security", "Security Level", "securitylevel", ""),
    custom!(10000, "Development", "any", "", "com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf"),
    custom!(10011, "Epic Name", "string", "", "com.pyxis.greenhopper.jira:gh-epic-label"),
    custom!(10014, "Epic Link", "any", "", "com.pyxis.greenhopper.jira:gh-epic-link"),
    custom!(10016, "Story point estimate", "number", "", "com.pyxis.greenhopper.jira:jsw-story-points"),
    custom!(10019, "Rank", "any", "", "com.pyxis.greenhopper.jira:gh-lexo-rank"),
    custom!(10020, "Sprint", "array", "json", "com.pyxis.greenhopper.jira:gh-sprint"),
    custom!(10021, "Flagged", "array", "option", "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"),
    custom!(10028, "Story Points", "number", "", "com.atlassian.jira.plugin.system.customfieldtypes:float"),
    custom!(10030, "Severity", "option", "", "com.atlassian.jira.plugin.system.customfieldtypes:select"),
    custom!(10031, "Platforms", "array", "option", "com.atlassian.jira.plugin.system.customfieldtypes:multiselect"),
    custom!(10032, "Root cause", "string", "", "com.atlassian.jira.plugin.system.customfieldtypes:textarea"),
    custom!(10033, "Customer", "string", "", "com.atlassian.jira.plugin.system.customfieldtypes:textfield"),
    custom!(10034, "Reviewer", "user", "", "com.atlassian.jira.plugin.system.customfieldtypes:userpicker"),
    custom!(10035, "Watch group", "array", "user", "com.atlassian.jira.plugin.system.customfieldtypes:multiuserpicker"),
    custom!(10036, "Target start", "date", "", "com.atlassian.jira.plugin.system.customfieldtypes:datepicker"),
    custom!(10037, "Deployed at", "datetime", "", "com.atlassian.jira.plugin.system.customfieldtypes:datetime"),
    custom!(10038, "Region", "option-with-child", "", "com.atlassian.jira.plugin.system.customfieldtypes:cascadingselect"),
    custom!(10039, "Support ticket", "string", "", "com.atlassian.jira.plugin.system.customfieldtypes:url"),
    custom!(10040, "Customer impact", "number", "", "com.atlassian.jira.plugin.system.customfieldtypes:float"),
];

/// Names by field id.
pub(crate) fn field_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    FIELDS.iter().map(|f| (f.id, f.name))
}
