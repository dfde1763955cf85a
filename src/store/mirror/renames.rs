//! Names that rows repeat follow the tables they come from: Jira leaves an issue's `updated` alone when a status,
//! a version or a project is renamed.

use sea_orm::DatabaseTransaction;

use super::stale;
use crate::store::{StoreError, sql};

/// A column that repeats the name of a row of another table, which it names by id.
struct Copied {
    table: &'static str,
    column: &'static str,
    by: &'static str,
    source: &'static str,
    value: &'static str,
}

const fn copied(
    table: &'static str,
    column: &'static str,
    by: &'static str,
    source: &'static str,
    value: &'static str,
) -> Copied {
    Copied { table, column, by, source, value }
}

const OF_REFERENCE: [Copied; 7] = [
    copied("issues", "status", "status_id", "statuses", "name"),
    copied("issues", "status_category", "status_id", "statuses", "category"),
    copied("issues", "issue_type", "issue_type_id", "issue_types", "name"),
    copied("issue_components", "name", "component_id", "components", "name"),
    copied("issue_fix_versions", "name", "version_id", "versions", "name"),
    copied("issue_affected_versions", "name", "version_id", "versions", "name"),
    copied("issue_sprints", "name", "sprint_id", "sprints", "name"),
];

const OF_KEYS: [Copied; 2] = [
    copied("issues", "parent_key", "parent_id", "issues", "key"),
    copied("issue_links", "linked_issue_key", "linked_issue_id", "issues", "key"),
];

/// After the reference tables changed.
pub(super) async fn follow_reference(tx: &DatabaseTransaction, site_id: i64) -> Result<(), StoreError> {
    for copied in OF_REFERENCE {
        follow(tx, site_id, &copied, "").await?;
    }
    Ok(())
}

/// After the keys of the issues `which` (a condition on `id`) changed.
pub(super) async fn follow_keys(
    tx: &DatabaseTransaction,
    site_id: i64,
    which: &str,
) -> Result<(), StoreError> {
    // A child's document names its parent in more places than one.
    let children = format!("in (select id from issues where site_id = $1 and parent_id {which})");
    stale::mark(tx, site_id, &children).await?;
    for copied in OF_KEYS {
        follow(tx, site_id, &copied, &format!("and {} {which}", copied.by)).await?;
    }
    // Data Center's epic link names the epic by key alone.
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

/// After projects changed: their issues' keys follow. An issue's former keys stay known.
pub(super) async fn follow_projects(tx: &DatabaseTransaction, site_id: i64) -> Result<(), StoreError> {
    let renamed = "select i.id from issues i join projects p on p.site_id = i.site_id and p.id = i.project_id
                   where i.site_id = $1 and p.key <> i.project_key";
    let renamed: Vec<i64> = sql::column(tx, renamed, [site_id.into()]).await?;
    if renamed.is_empty() {
        return Ok(());
    }
    for statement in [
        "update issues set
             key = (select p.key from projects p where p.site_id = issues.site_id and p.id = issues.project_id)
                 || substr(key, length(project_key) + 1)
         where site_id = $1 and key like project_key || '-%' and exists (select 1 from projects p
             where p.site_id = issues.site_id and p.id = issues.project_id and p.key <> issues.project_key)",
        "update issues set project_key =
             (select p.key from projects p where p.site_id = issues.site_id and p.id = issues.project_id)
         where site_id = $1 and exists (select 1 from projects p
             where p.site_id = issues.site_id and p.id = issues.project_id and p.key <> issues.project_key)",
        "update issue_keys set current = false where site_id = $1 and current = true
             and key <> (select i.key from issues i
                 where i.site_id = issue_keys.site_id and i.id = issue_keys.issue_id)",
        "insert into issue_keys (site_id, issue_id, key, current)
             select i.site_id, i.id, i.key, true from issues i where i.site_id = $1 and not exists
                 (select 1 from issue_keys k
                  where k.site_id = i.site_id and k.issue_id = i.id and k.key = i.key and k.current = true)
             on conflict (site_id, issue_id, key) do update set current = true",
    ] {
        sql::execute(tx, statement, [site_id.into()]).await?;
    }
    for ids in renamed.chunks(500) {
        follow_keys(tx, site_id, &format!("in ({})", sql::id_list(ids))).await?;
    }
    Ok(())
}

async fn follow(
    tx: &DatabaseTransaction,
    site_id: i64,
    copied: &Copied,
    and: &str,
) -> Result<(), StoreError> {
    let Copied { table, column, by, source, value } = copied;
    let of_source = format!("{source} s where s.site_id = {table}.site_id and s.id = {table}.{by}");
    let statement = format!(
        "update {table} set {column} = (select s.{value} from {of_source})
         where site_id = $1 {and}
           and exists (select 1 from {of_source} and s.{value} is distinct from {table}.{column})"
    );
    sql::execute(tx, &statement, [site_id.into()]).await?;
    Ok(())
}
