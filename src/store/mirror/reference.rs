//! A site's reference lists as a whole.

use super::{
    absent::Absent,
    known::Known,
    person::Person,
    reference_rows::{
        BoardRow, ComponentRow, FieldRow, IssueTypeRow, LinkTypeRow, PriorityRow, ResolutionRow, SprintRow,
        StatusRow, VersionRow,
    },
};
use crate::store::{Mirror, StoreError, runs::RunHandle, sql};

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
