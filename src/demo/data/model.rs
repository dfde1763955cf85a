//! The types of generated data. Times are in milliseconds since 1970, durations in seconds; users and catalog entries
//! are indexes.

use crate::demo::text::Text;

/// Index into `ISSUE_TYPES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Epic,
    Story,
    Task,
    Bug,
    SubTask,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Epic, Self::Story, Self::Task, Self::Bug, Self::SubTask];
}

/// An issue without its comments, worklogs and changelog.
#[derive(Clone, Debug)]
pub(crate) struct Issue {
    pub(crate) id: u64,
    pub(crate) project: usize,
    pub(crate) number: u64,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) kind: Kind,
    pub(crate) status: usize,
    pub(crate) status_changed: i64,
    pub(crate) priority: usize,
    pub(crate) resolution: Option<usize>,
    pub(crate) resolved: Option<i64>,
    pub(crate) summary: String,
    pub(crate) reporter: usize,
    pub(crate) assignee: Option<usize>,
    /// Issue id of the epic or parent.
    pub(crate) parent: Option<u64>,
    pub(crate) labels: Vec<String>,
    pub(crate) components: Vec<u64>,
    pub(crate) fix_versions: Vec<u64>,
    pub(crate) affects: Vec<u64>,
    pub(crate) sprints: Vec<u64>,
    pub(crate) story_points: Option<f64>,
    /// `yyyy-mm-dd`.
    pub(crate) due: Option<String>,
    pub(crate) original_estimate: Option<u64>,
    pub(crate) votes: u64,
    pub(crate) watchers: u64,
}

/// A complete issue.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) issue: Issue,
    pub(crate) description: Option<Text>,
    pub(crate) environment: Option<Text>,
    pub(crate) custom: Custom,
    pub(crate) comments: Vec<Comment>,
    pub(crate) worklogs: Vec<Worklog>,
    /// Oldest first.
    pub(crate) histories: Vec<History>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) links: Vec<Link>,
    pub(crate) remote_links: Vec<RemoteLink>,
}

/// Custom fields other than those of sprints, epics and estimates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Custom {
    pub(crate) flagged: bool,
    pub(crate) severity: Option<&'static str>,
    pub(crate) platforms: Vec<&'static str>,
    pub(crate) root_cause: Option<Text>,
    pub(crate) customer: Option<&'static str>,
    pub(crate) reviewer: Option<usize>,
    pub(crate) watch_group: Vec<usize>,
    pub(crate) target_start: Option<String>,
    pub(crate) deployed: Option<i64>,
    pub(crate) region: Option<(&'static str, Option<&'static str>)>,
    pub(crate) ticket: Option<String>,
    pub(crate) impact: Option<f64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    /// `None` = anonymous, or a deleted account.
    pub(crate) author: Option<usize>,
    pub(crate) body: Text,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    /// Name of the only role that may see it.
    pub(crate) role: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) struct Worklog {
    pub(crate) id: u64,
    pub(crate) author: usize,
    pub(crate) comment: Option<Text>,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) started: i64,
    pub(crate) seconds: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) id: u64,
    pub(crate) author: usize,
    pub(crate) created: i64,
    pub(crate) items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) field: &'static str,
    /// Id of the field; missing in some changes.
    pub(crate) field_id: Option<&'static str>,
    pub(crate) from: Option<String>,
    pub(crate) from_text: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) to_text: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) mime: &'static str,
    pub(crate) size: u64,
    /// `None` = a deleted account.
    pub(crate) author: Option<usize>,
    pub(crate) created: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) id: u64,
    /// Index into `LINK_TYPES`.
    pub(crate) kind: usize,
    pub(crate) outward: bool,
    /// Id of the other issue.
    pub(crate) other: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct RemoteLink {
    pub(crate) id: u64,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) application: Option<(&'static str, &'static str)>,
    pub(crate) resolved: bool,
}

/// A project's component.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(crate) id: u64,
    pub(crate) name: String,
}

/// A project's version.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) released: bool,
    pub(crate) archived: bool,
    pub(crate) start: String,
    pub(crate) release: String,
}
