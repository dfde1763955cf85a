//! Writes the issues of a page and their lists.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use super::PageOutcome;
use crate::store::{
    IssueId, SiteId, StoreError,
    database::sql,
    mirror::{
        lists::renames::follow_keys,
        people::erasure::{erase_in_rows, erased_people},
        tables::{
            issue_rows::IssueRows,
            rows::{
                AttachmentRow, ChangelogItemRow, ChangelogRow, CommentRow, IssueAffectedVersionRow,
                IssueComponentRow, IssueFixVersionRow, IssueKeyRow, IssueLinkRow, IssuePersonRow, IssueRow,
                IssueSprintRow, WorklogRow,
            },
            upsert::{OnConflict, upsert},
        },
    },
};

/// The tables of lists that are rewritten as a whole when their issue changes.
pub(in crate::store::mirror) const LISTS: [&str; 7] = [
    "issue_links",
    "attachments",
    "issue_components",
    "issue_fix_versions",
    "issue_affected_versions",
    "issue_sprints",
    "issue_people",
];

/// Writes the issues that differ from the stored ones. Returns the counts, and the issues that are new or changed in
/// Jira, without those that were only marked.
pub(in crate::store::mirror::issues::page) async fn write_issues(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    issues: &[IssueRows],
) -> Result<(PageOutcome, HashSet<IssueId>), StoreError> {
    let ids: Vec<IssueId> = issues.iter().map(|rows| rows.issue.id).collect();
    let stored = stored_issues(tx, site_id, &ids).await?;
    let mut outcome = PageOutcome::default();
    let mut changed: Vec<&IssueRows> = Vec::with_capacity(issues.len());
    let mut known = Vec::new();
    let mut moved = Vec::new();
    let mut evidence = HashSet::new();
    for rows in issues {
        let has_same_content = |stored: &Stored| stored.content_hash == rows.issue.content_hash;
        match stored.get(&rows.issue.id) {
            Some(stored) if stored.is_as_written && has_same_content(stored) => outcome.unchanged += 1,
            Some(stored) => {
                outcome.updated += 1;
                known.push(rows.issue.id);
                if !has_same_content(stored) {
                    evidence.insert(rows.issue.id);
                }
                if stored.key != rows.issue.key {
                    moved.push(rows.issue.id);
                }
                changed.push(rows);
            }
            None => {
                outcome.created += 1;
                evidence.insert(rows.issue.id);
                changed.push(rows);
            }
        }
    }
    if !known.is_empty() {
        // An issue's former project may write it at the same time. After this lock, the statements below see what that
        // transaction wrote, and replace it.
        let query = format!(
            "select id from issues where site_id = $1 and id in ({}) order by id",
            sql::id_list(&known)
        );
        let _locked: Vec<IssueId> =
            sql::column(tx, &sql::locking(tx, &query, "for update"), [site_id.into()]).await?;
        let present = changed.iter().copied().filter(|rows| stored.contains_key(&rows.issue.id));
        clear_lists(tx, site_id, &known, present).await?;
    }
    if !changed.is_empty() {
        // Only now, since the content hashes are of what Jira sends.
        let erased = erased_people(tx, site_id).await?;
        let mut changed: Vec<IssueRows> = changed.into_iter().cloned().collect();
        changed.iter_mut().for_each(|rows| erase_in_rows(rows, &erased));
        write_rows(tx, changed).await?;
    }
    if !known.is_empty() {
        let stale = format!(
            "update issues set remote_links_stale = true
             where site_id = $1 and remote_links_stale = false and id in ({})",
            sql::id_list(&known)
        );
        sql::execute(tx, &stale, [site_id.into()]).await?;
    }
    if !moved.is_empty() {
        follow_keys(tx, site_id, &format!("in ({})", sql::id_list(&moved))).await?;
    }
    Ok((outcome, evidence))
}

/// A stored issue, before the page is written.
#[derive(FromQueryResult)]
struct Stored {
    id: IssueId,
    content_hash: i64,
    /// False if it is marked as gone or stale: then it is written again even with the same hash, since its rows may
    /// have changed since.
    is_as_written: bool,
    key: String,
}

/// The stored versions of these issues.
async fn stored_issues(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    ids: &[IssueId],
) -> Result<HashMap<IssueId, Stored>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = format!(
        "select id, key, content_hash, deleted_at is null and stale = false as is_as_written from issues
         where site_id = $1 and id in ({})",
        sql::id_list(ids)
    );
    let rows: Vec<Stored> = sql::rows(tx, &query, [site_id.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Removes rows that changed issues may no longer have. Lists are rewritten; missing comments and worklogs stay, with
/// `deleted_at`.
async fn clear_lists(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    known: &[IssueId],
    present: impl Iterator<Item = &IssueRows> + Clone,
) -> Result<(), StoreError> {
    let within = format!("site_id = {site_id} and issue_id in ({})", sql::id_list(known));
    for table in LISTS {
        sql::execute(tx, &format!("delete from {table} where {within}"), []).await?;
    }
    let sql = format!("update issue_keys set current = false where current = true and {within}");
    sql::execute(tx, &sql, []).await?;
    let now = present.clone().map(|rows| rows.issue.synced_at).max().unwrap_or(DateTime::UNIX_EPOCH);
    let comments = present.clone().flat_map(|rows| rows.comments.iter().map(|row| row.id)).collect();
    mark_gone(tx, "comments", &within, &comments, now).await?;
    let worklogs = present.flat_map(|rows| rows.worklogs.iter().map(|row| row.id)).collect();
    mark_gone(tx, "worklogs", &within, &worklogs, now).await
}

async fn mark_gone(
    tx: &DatabaseTransaction,
    table: &str,
    within: &str,
    present: &HashSet<i64>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let sql = format!("select id, issue_id from {table} where {within} and deleted_at is null");
    let mut gone = Vec::new();
    for row in tx.query_all_raw(Statement::from_string(backend, sql)).await? {
        let id: i64 = row.try_get("", "id")?;
        if !present.contains(&id) {
            gone.push(id);
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    let sql =
        format!("update {table} set deleted_at = $1 where {within} and id in ({})", sql::id_list(&gone));
    sql::execute(tx, &sql, [now.into()]).await?;
    Ok(())
}

async fn write_rows(tx: &DatabaseTransaction, changed: Vec<IssueRows>) -> Result<(), StoreError> {
    let mut all = Lists::default();
    for rows in changed {
        all.issues.push(rows.issue);
        all.keys.extend(rows.keys);
        all.comments.extend(rows.comments);
        all.worklogs.extend(rows.worklogs);
        all.changelogs.extend(rows.changelogs);
        all.changelog_items.extend(rows.changelog_items);
        all.links.extend(rows.links);
        all.attachments.extend(rows.attachments);
        all.components.extend(rows.components);
        all.fix_versions.extend(rows.fix_versions);
        all.affected_versions.extend(rows.affected_versions);
        all.sprints.extend(rows.sprints);
        all.people.extend(rows.people);
    }
    upsert(tx, all.issues, OnConflict::Overwrite).await?;
    upsert(tx, all.keys, OnConflict::Overwrite).await?;
    upsert(tx, all.comments, OnConflict::Overwrite).await?;
    upsert(tx, all.worklogs, OnConflict::Overwrite).await?;
    upsert(tx, all.changelogs, OnConflict::Overwrite).await?;
    upsert(tx, all.changelog_items, OnConflict::Overwrite).await?;
    upsert(tx, all.links, OnConflict::Overwrite).await?;
    upsert(tx, all.attachments, OnConflict::Overwrite).await?;
    upsert(tx, all.components, OnConflict::Overwrite).await?;
    upsert(tx, all.fix_versions, OnConflict::Overwrite).await?;
    upsert(tx, all.affected_versions, OnConflict::Overwrite).await?;
    upsert(tx, all.sprints, OnConflict::Overwrite).await?;
    upsert(tx, all.people, OnConflict::Keep).await?;
    Ok(())
}

/// The rows of many issues, by table.
#[derive(Default)]
struct Lists {
    issues: Vec<IssueRow>,
    keys: Vec<IssueKeyRow>,
    comments: Vec<CommentRow>,
    worklogs: Vec<WorklogRow>,
    changelogs: Vec<ChangelogRow>,
    changelog_items: Vec<ChangelogItemRow>,
    links: Vec<IssueLinkRow>,
    attachments: Vec<AttachmentRow>,
    components: Vec<IssueComponentRow>,
    fix_versions: Vec<IssueFixVersionRow>,
    affected_versions: Vec<IssueAffectedVersionRow>,
    sprints: Vec<IssueSprintRow>,
    people: Vec<IssuePersonRow>,
}
