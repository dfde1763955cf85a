//! Which custom fields contain sprints, epics and story points. The stored fields decide: if Jira does not list its
//! fields now, issues are read with the last list, or without such values if there is none.

use std::sync::Arc;

use crate::{
    jira::wire::{FieldCatalog, FieldKind},
    store::{
        Database, SiteId, StoreError,
        mirror::{FieldRow, Known, Scope},
    },
    sync::context::SiteRun,
};

/// The catalog from the stored fields.
pub(in crate::sync) async fn stored(
    database: &Database,
    site_id: SiteId,
) -> Result<Arc<FieldCatalog>, StoreError> {
    Ok(Arc::new(catalog(&database.mirror(site_id).fields().await?)))
}

/// The catalog from the fields as they are known now. Issues with a value in a field whose meaning changes are marked
/// to be read again before the new fields are stored.
pub(in crate::sync) async fn follow(
    site: &SiteRun,
    fields: &Known<FieldRow>,
) -> Result<Arc<FieldCatalog>, StoreError> {
    let stored = site.mirror().fields().await?;
    let now = catalog(&merged(stored, fields));
    let changed: Vec<String> = site.catalog.differing(&now).into_iter().collect();
    if !changed.is_empty() {
        site.mirror().mark_having(&site.run, &changed).await?;
    }
    Ok(Arc::new(now))
}

/// What the stored rows will be once the list is written.
fn merged(mut stored: Vec<FieldRow>, listed: &Known<FieldRow>) -> Vec<FieldRow> {
    let is_listed = |row: &FieldRow| listed.rows.iter().any(|listed| listed.id == row.id);
    stored.retain(|row| listed.scope != Scope::Everything && !is_listed(row));
    stored.extend(listed.rows.iter().cloned());
    stored
}

fn catalog(rows: &[FieldRow]) -> FieldCatalog {
    let kinds = rows.iter().map(|row| FieldKind {
        id: &row.id,
        name: &row.name,
        schema_custom: row.schema_custom.as_deref(),
    });
    FieldCatalog::new(&kinds.collect::<Vec<_>>())
}
