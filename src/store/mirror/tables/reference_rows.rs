//! The rows of Jira's lists.

use chrono::{DateTime, NaiveDate, Utc};

use super::upsert::row;
use crate::store::{ProjectId, SiteId};

row! {
    /// A field, visible to the account.
    FieldRow in "fields"
    key { site_id: SiteId, id: String }
    rest {
        name: String,
        custom: bool,
        schema_type: Option<String>,
        schema_custom: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A status; `category` is the category's key (`new, indeterminate, done`).
    StatusRow in "statuses"
    key { site_id: SiteId, id: String }
    rest {
        name: String,
        category: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// An issue type.
    IssueTypeRow in "issue_types"
    key { site_id: SiteId, id: String }
    rest {
        name: String,
        subtask: bool,
        hierarchy_level: Option<i64>,
        description: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A priority.
    PriorityRow in "priorities"
    key { site_id: SiteId, id: String }
    rest { name: String, description: Option<String>, deleted_at: Option<DateTime<Utc>> }
}

row! {
    /// A resolution.
    ResolutionRow in "resolutions"
    key { site_id: SiteId, id: String }
    rest { name: String, description: Option<String>, deleted_at: Option<DateTime<Utc>> }
}

row! {
    /// A type of links; `inward` and `outward` are how it reads from either side.
    LinkTypeRow in "link_types"
    key { site_id: SiteId, id: String }
    rest { name: String, inward: Option<String>, outward: Option<String>, deleted_at: Option<DateTime<Utc>> }
}

row! {
    /// A version of a project.
    VersionRow in "versions"
    key { site_id: SiteId, id: i64 }
    rest {
        project_id: ProjectId,
        name: String,
        description: Option<String>,
        released: bool,
        archived: bool,
        start_date: Option<NaiveDate>,
        release_date: Option<NaiveDate>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A component of a project.
    ComponentRow in "components"
    key { site_id: SiteId, id: i64 }
    rest {
        project_id: ProjectId,
        name: String,
        description: Option<String>,
        lead_id: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A board; `board_type` is `scrum, kanban, simple`.
    BoardRow in "boards"
    key { site_id: SiteId, id: i64 }
    rest {
        name: String,
        board_type: Option<String>,
        project_id: Option<ProjectId>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A sprint; `state` is `future, active, closed`; `board_id` is where it was made.
    SprintRow in "sprints"
    key { site_id: SiteId, id: i64 }
    rest {
        board_id: Option<i64>,
        name: String,
        state: Option<String>,
        goal: Option<String>,
        start_at: Option<DateTime<Utc>>,
        end_at: Option<DateTime<Utc>>,
        completed_at: Option<DateTime<Utc>>,
        deleted_at: Option<DateTime<Utc>>,
    }
}
