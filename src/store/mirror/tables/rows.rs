use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::upsert::row;
use crate::store::mirror::tables::project_state::ProjectState;
use crate::store::{IssueId, ProjectId, SiteId};

row! {
    /// A project, as Jira last showed it.
    ProjectRow in "projects"
    key { site_id: SiteId, id: ProjectId }
    rest {
        key: String,
        name: String,
        project_type: Option<String>,
        lead_id: Option<String>,
        category: Option<String>,
        state: ProjectState,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// One issue. `synced_at` and `content_hash` are set when it is written.
    IssueRow in "issues"
    key { site_id: SiteId, id: IssueId }
    rest {
        key: String,
        project_id: ProjectId,
        project_key: String,
        issue_type_id: Option<String>,
        issue_type: Option<String>,
        status_id: Option<String>,
        status: Option<String>,
        status_category: Option<String>,
        priority_id: Option<String>,
        priority: Option<String>,
        resolution_id: Option<String>,
        resolution: Option<String>,
        summary: Option<String>,
        description_text: Option<String>,
        assignee_id: Option<String>,
        reporter_id: Option<String>,
        creator_id: Option<String>,
        parent_id: Option<IssueId>,
        parent_key: Option<String>,
        labels: Value,
        created_at: Option<DateTime<Utc>>,
        updated_at: Option<DateTime<Utc>>,
        resolved_at: Option<DateTime<Utc>>,
        due_date: Option<NaiveDate>,
        original_estimate_seconds: Option<i64>,
        remaining_estimate_seconds: Option<i64>,
        time_spent_seconds: Option<i64>,
        story_points: Option<f64>,
        custom_fields: Value,
        deleted_at: Option<DateTime<Utc>>,
        deletion_kind: Option<String>,
        synced_at: DateTime<Utc>,
        content_hash: i64,
    }
}

row! {
    /// A key an issue has or had.
    IssueKeyRow in "issue_keys"
    key { site_id: SiteId, issue_id: IssueId, key: String }
    rest { current: bool }
}

row! {
    /// A comment; `body` in Jira's own form.
    CommentRow in "comments"
    key { site_id: SiteId, id: i64 }
    rest {
        issue_id: IssueId,
        author_id: Option<String>,
        body_text: Option<String>,
        body: Option<Value>,
        created_at: Option<DateTime<Utc>>,
        updated_at: Option<DateTime<Utc>>,
        visibility: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// Logged work.
    WorklogRow in "worklogs"
    key { site_id: SiteId, id: i64 }
    rest {
        issue_id: IssueId,
        author_id: Option<String>,
        started_at: Option<DateTime<Utc>>,
        time_spent_seconds: Option<i64>,
        comment_text: Option<String>,
        created_at: Option<DateTime<Utc>>,
        updated_at: Option<DateTime<Utc>>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// One entry of an issue's history; its items follow in [`ChangelogItemRow`].
    ChangelogRow in "changelogs"
    key { site_id: SiteId, id: i64 }
    rest { issue_id: IssueId, author_id: Option<String>, created_at: Option<DateTime<Utc>> }
}

row! {
    /// One field's change; `position` counts from 0 within its entry.
    ChangelogItemRow in "changelog_items"
    key { site_id: SiteId, changelog_id: i64, position: i64 }
    rest {
        field: String,
        field_id: Option<String>,
        field_type: Option<String>,
        from_value: Option<String>,
        from_text: Option<String>,
        to_value: Option<String>,
        to_text: Option<String>,
    }
}

row! {
    /// A link as one of its two issues sees it. `direction` is `inward` or `outward`.
    IssueLinkRow in "issue_links"
    key { site_id: SiteId, id: i64, issue_id: IssueId }
    rest {
        link_type_id: Option<String>,
        link_type: String,
        direction: String,
        linked_issue_id: Option<IssueId>,
        linked_issue_key: Option<String>,
    }
}

row! {
    /// An attached file, without its content.
    AttachmentRow in "attachments"
    key { site_id: SiteId, id: i64 }
    rest {
        issue_id: IssueId,
        filename: Option<String>,
        author_id: Option<String>,
        created_at: Option<DateTime<Utc>>,
        size_bytes: Option<i64>,
        mime_type: Option<String>,
        content_url: Option<String>,
    }
}

row! {
    /// A link of an issue to something outside Jira.
    RemoteLinkRow in "remote_links"
    key { site_id: SiteId, id: i64 }
    rest {
        issue_id: IssueId,
        global_id: Option<String>,
        relationship: Option<String>,
        title: Option<String>,
        url: Option<String>,
        application: Option<String>,
    }
}

row! {
    /// A component of an issue.
    IssueComponentRow in "issue_components"
    key { site_id: SiteId, issue_id: IssueId, component_id: i64 }
    rest { name: String }
}

row! {
    /// A version an issue is to be fixed in.
    IssueFixVersionRow in "issue_fix_versions"
    key { site_id: SiteId, issue_id: IssueId, version_id: i64 }
    rest { name: String }
}

row! {
    /// A version an issue occurs in.
    IssueAffectedVersionRow in "issue_affected_versions"
    key { site_id: SiteId, issue_id: IssueId, version_id: i64 }
    rest { name: String }
}

row! {
    /// A sprint an issue is or was in.
    IssueSprintRow in "issue_sprints"
    key { site_id: SiteId, issue_id: IssueId, sprint_id: i64 }
    rest { name: String }
}

row! {
    /// A person named in an issue's custom fields.
    IssuePersonRow in "issue_people"
    key { site_id: SiteId, issue_id: IssueId, user_id: String }
    rest {}
}

row! {
    /// A person; `id` is the account id on Cloud, the user key on Data Center. `listed` has a bit for each member from
    /// the site's list of people; `shown_by` is the issue that the other members come from.
    UserRow in "users"
    key { site_id: SiteId, id: String }
    rest {
        display_name: Option<String>,
        email: Option<String>,
        active: Option<bool>,
        time_zone: Option<String>,
        account_type: Option<String>,
        listed: i64,
        shown_by: Option<IssueId>,
    }
}
