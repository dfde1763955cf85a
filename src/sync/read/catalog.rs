//! Which custom fields hold sprints, epics and story points. It always follows from the stored fields: where Jira does
//! not list its fields, issues are read by what it listed last, and without such values if it never did.

use std::sync::Arc;

use crate::{
    jira::wire::{FieldCatalog, FieldKind},
    store::{
        Database, SiteId, StoreError,
        mirror::{FieldRow, Known, Scope},
    },
    sync::context::SiteRun,
};

/// The catalog by which the site's issues are stored.
pub(in crate::sync) async fn stored(
    database: &Database,
    site_id: SiteId,
) -> Result<Arc<FieldCatalog>, StoreError> {
    Ok(Arc::new(catalog(&database.mirror(site_id).fields().await?)))
}

/// The catalog of the fields as they are known now. Before they are stored, the issues that have a value in a field
/// whose meaning changes are marked to be read again.
pub(in crate::sync) async fn follow(
    site: &SiteRun,
    fields: &Known<FieldRow>,
) -> Result<Arc<FieldCatalog>, StoreError> {
    let stored = site.mirror().fields().await?;
    let now = catalog(&over(stored, fields));
    let changed: Vec<String> = site.catalog.differing(&now).into_iter().collect();
    if !changed.is_empty() {
        site.mirror().mark_having(&site.run, &changed).await?;
    }
    Ok(Arc::new(now))
}

/// The stored rows once what is known of the list is written.
fn over(mut stored: Vec<FieldRow>, listed: &Known<FieldRow>) -> Vec<FieldRow> {
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
