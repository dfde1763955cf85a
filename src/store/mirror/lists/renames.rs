//! Updates keys that other rows repeat: Jira leaves an issue's `updated` alone when its project or its parent gets
//! another key.

use sea_orm::DatabaseTransaction;

use crate::store::mirror::{stale, tables::rows::ProjectRow};
use crate::store::{Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// Columns that repeat the key of an issue: table, column, and the column of the issue's id.
const KEYS: [(&str, &str, &str); 2] =
    [("issues", "parent_key", "parent_id"), ("issue_links", "linked_issue_key", "linked_issue_id")];

impl Mirror<'_> {
    /// Marks the issues of projects with a changed key to be read again, so that they get their new keys. Issues that
    /// left the project before, or are gone, never had a new key.
    pub(in crate::store::mirror) async fn mark_renamed(
        &self,
        run: &RunHandle,
        projects: &[ProjectRow],
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let stored = "select * from projects where site_id = $1";
        let stored: Vec<ProjectRow> = sql::rows(database.connection(), stored, [site_id.into()]).await?;
        let renamed = |project: &&ProjectRow| {
            stored.iter().any(|known| known.id == project.id && known.key != project.key)
        };
        for project in projects.iter().filter(renamed) {
            let issues = "select id from issues where site_id = $1 and project_id = $3 and project_key <> $4
                          and deleted_at is null and stale = false";
            let values = [project.id.into(), project.key.clone().into()];
            self.mark_stale(run, issues, &values).await?;
        }
        Ok(())
    }
}

/// Updates the columns that repeat the keys of the issues `which` (a condition on `id`), after the keys changed.
pub(in crate::store::mirror) async fn follow_keys(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    which: &str,
) -> Result<(), StoreError> {
    // A child's document contains its parent's key in several places. A child with the new key was read since the
    // change.
    let children = format!(
        "in (select c.id from issues c join issues p on p.site_id = c.site_id and p.id = c.parent_id
             where c.site_id = $1 and c.parent_id {which} and c.parent_key is distinct from p.key)"
    );
    stale::mark(tx, site_id, &children).await?;
    for (table, column, by) in KEYS {
        let of_issue = format!("issues s where s.site_id = {table}.site_id and s.id = {table}.{by}");
        let statement = format!(
            "update {table} set {column} = (select s.key from {of_issue})
             where site_id = $1 and {by} {which}
               and exists (select 1 from {of_issue} and s.key is distinct from {table}.{column})"
        );
        sql::execute(tx, &statement, [site_id.into()]).await?;
    }
    // Data Center's epic link has only the epic's key.
    let epics = format!(
        "update issues set stale = true, parent_key = (select i.key from issue_keys k
             join issues i on i.site_id = k.site_id and i.id = k.issue_id
             where k.site_id = issues.site_id and k.key = issues.parent_key and k.current = false
             order by i.id limit 1)
         where site_id = $1 and parent_id is null and parent_key in
             (select key from issue_keys where site_id = $1 and current = false and issue_id {which})"
    );
    sql::execute(tx, &epics, [site_id.into()]).await?;
    Ok(())
}
