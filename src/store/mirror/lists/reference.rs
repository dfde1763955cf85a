//! Refreshes a site's reference lists.

use super::absent::Absent;
use crate::store::mirror::tables::known::Known;
use crate::store::mirror::tables::{
    person::Person,
    reference_rows::{
        BoardRow, ComponentRow, FieldRow, IssueTypeRow, LinkTypeRow, PriorityRow, ResolutionRow, SprintRow,
        StatusRow, VersionRow,
    },
};
use crate::store::{Mirror, StoreError, database::sql, runs::RunHandle};

/// A site's reference lists, as far as they could be read.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub users: Known<Person>,
    /// The leads of projects and components; `Everything` if all their lists were read.
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
    /// Whether all values that issues repeat are compared, not only changed ones.
    pub compare_all: bool,
}

impl Mirror<'_> {
    /// Updates a site's reference tables to match Jira, in several transactions. Values that issues repeat are updated
    /// before the row itself, so that nothing is missed if this is interrupted. Returns the rows that Jira no longer
    /// has; they stay until [`Self::mark_absent`].
    pub async fn refresh_reference(
        &self,
        run: &RunHandle,
        reference: Reference,
    ) -> Result<Absent, StoreError> {
        // Checks the fence even if nothing differs.
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

    /// A site's fields, as Jira last listed them.
    pub async fn fields(&self) -> Result<Vec<FieldRow>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select * from fields where site_id = $1 and deleted_at is null order by id";
        sql::rows(database.connection(), query, [site_id.into()]).await
    }
}
