use chrono::{DateTime, NaiveDate, Utc};

use super::{
    known::{Absent, Known},
    person::Person,
    upsert::row,
};
use crate::store::{Mirror, ProjectId, SiteId, StoreError, runs::RunHandle, sql};

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

/// A site's reference lists, as far as they could be read.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub users: Known<Person>,
    /// Who leads projects and components; everything, if none of their lists lacks.
    pub leads: Known<Person>,
    pub fields: Known<FieldRow>,
    pub statuses: Known<StatusRow>,
    pub issue_types: Known<IssueTypeRow>,
    pub priorities: Known<PriorityRow>,
    pub resolutions: Known<ResolutionRow>,
    pub link_types: Known<LinkTypeRow>,
    pub versions: Known<VersionRow>,
    pub components: Known<ComponentRow>,
    pub boards: Known<BoardRow>,
    pub sprints: Known<SprintRow>,
    /// Whether all names that issues repeat are compared, not only those that changed.
    pub compare_all: bool,
}

impl Mirror<'_> {
    /// Writes what differs between a site's reference tables and what Jira has now. What issues repeat of a row follows
    /// before the row does, so that nothing is lost when this ends midway; each part is a transaction of its own.
    /// Returns what Jira no longer has; it stays until [`Self::mark_absent`].
    pub async fn refresh_reference(
        &self,
        run: &RunHandle,
        reference: Reference,
    ) -> Result<Absent, StoreError> {
        // Who lost the run does not go on, though nothing differs.
        self.database.begin_as(run).await?.commit().await?;
        self.refresh_people(run, reference.users).await?;
        self.refresh_leads(run, reference.leads).await?;
        let mut absent = Absent::default();
        self.refresh_list(run, reference.compare_all, reference.fields, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.statuses, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.issue_types, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.priorities, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.resolutions, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.link_types, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.versions, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.components, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.boards, &mut absent).await?;
        self.refresh_list(run, reference.compare_all, reference.sprints, &mut absent).await?;
        Ok(absent)
    }

    /// The boards of a site that are not marked as gone.
    pub async fn live_boards(&self) -> Result<Vec<i64>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select id from boards where site_id = $1 and deleted_at is null order by id";
        sql::column(database.connection(), query, [site_id.into()]).await
    }

    /// A site's fields, as Jira listed them last.
    pub async fn fields(&self) -> Result<Vec<FieldRow>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select * from fields where site_id = $1 and deleted_at is null order by id";
        sql::rows(database.connection(), query, [site_id.into()]).await
    }
}
