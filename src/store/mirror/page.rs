use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement, Value};
use xxhash_rust::xxh3::Xxh3;

use super::{
    digest::Digest,
    oddities::{self, WarningRow},
    people, projects,
    quarantine::{self, Quarantined},
    renames::follow_keys,
    rows::{
        AttachmentRow, ChangelogItemRow, ChangelogRow, CommentRow, IssueAffectedVersionRow,
        IssueComponentRow, IssueFixVersionRow, IssueKeyRow, IssueLinkRow, IssueRow, IssueSprintRow, UserRow,
        WorklogRow,
    },
    stale,
    upsert::{OnConflict, upsert},
};
use crate::store::{
    Database, Kind, StoreError,
    runs::{RunHandle, anew_after_deadlock},
    sql,
};

/// One issue with everything that hangs on it. The lists are complete: what is stored and not in them is gone.
#[derive(Clone, Debug)]
pub struct IssueRows {
    pub issue: IssueRow,
    pub keys: Vec<IssueKeyRow>,
    pub comments: Vec<CommentRow>,
    pub worklogs: Vec<WorklogRow>,
    pub changelogs: Vec<ChangelogRow>,
    pub changelog_items: Vec<ChangelogItemRow>,
    pub links: Vec<IssueLinkRow>,
    pub attachments: Vec<AttachmentRow>,
    pub components: Vec<IssueComponentRow>,
    pub fix_versions: Vec<IssueFixVersionRow>,
    pub affected_versions: Vec<IssueAffectedVersionRow>,
    pub sprints: Vec<IssueSprintRow>,
}

impl IssueRows {
    /// Fills in `content_hash` from all that is to be stored.
    pub fn seal(mut self) -> Self {
        let synced_at = std::mem::replace(&mut self.issue.synced_at, DateTime::UNIX_EPOCH);
        self.issue.content_hash = 0;
        let mut hash = Xxh3::new();
        self.issue.digest(&mut hash);
        self.keys.digest(&mut hash);
        self.comments.digest(&mut hash);
        self.worklogs.digest(&mut hash);
        self.changelogs.digest(&mut hash);
        self.changelog_items.digest(&mut hash);
        self.links.digest(&mut hash);
        self.attachments.digest(&mut hash);
        self.components.digest(&mut hash);
        self.fix_versions.digest(&mut hash);
        self.affected_versions.digest(&mut hash);
        self.sprints.digest(&mut hash);
        self.issue.content_hash = hash.digest().cast_signed();
        self.issue.synced_at = synced_at;
        self
    }
}

/// What is committed together.
#[derive(Clone, Debug)]
pub struct Page {
    pub site_id: i64,
    pub project_id: i64,
    /// Under which the run's project row counts.
    pub project_key: String,
    /// Sealed; each issue once.
    pub issues: Vec<IssueRows>,
    pub users: Vec<UserRow>,
    /// Issues that cannot be stored.
    pub quarantined: Vec<Quarantined>,
    /// What was odd in `issues`.
    pub warnings: Vec<WarningRow>,
    /// The project's new watermark; it never goes back.
    pub watermark: Option<Watermark>,
}

/// How far a project is read.
#[derive(Clone, Copy, Debug)]
pub struct Watermark {
    /// Epoch milliseconds, by Jira's clock.
    pub ms: i64,
    /// When the reading began that came so far, by the database's clock.
    pub began: DateTime<Utc>,
}

/// What a page did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageOutcome {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl PageOutcome {
    /// Issues that were stored or found stored.
    pub fn handled(&self) -> u64 {
        self.created + self.updated + self.unchanged
    }
}

impl Database {
    /// Writes a page and its watermark in one transaction, after checking that `run` still holds the lock.
    /// Issues whose content hash is stored already are not written again.
    pub async fn commit_page(&self, run: &RunHandle, page: Page) -> Result<PageOutcome, StoreError> {
        match self.kind() {
            // Its one writer waits for nobody, so that nothing has to be kept for a second attempt.
            Kind::Sqlite => self.write_page(run, page).await,
            Kind::Postgres => anew_after_deadlock(|| self.write_page(run, page.clone())).await,
        }
    }

    async fn write_page(&self, run: &RunHandle, page: Page) -> Result<PageOutcome, StoreError> {
        let tx = self.begin_as(run).await?;
        let keys: Vec<(i64, String)> =
            page.issues.iter().map(|rows| (rows.issue.id, rows.issue.key.clone())).collect();
        let ids: Vec<i64> = keys.iter().map(|issue| issue.0).collect();
        let failed = page.quarantined.len() as u64;
        let elsewhere = page.issues.iter().filter(|rows| rows.issue.project_id != page.project_id);
        projects::make_known(&tx, elsewhere.map(|rows| &rows.issue)).await?;
        let outcome = write_issues(&tx, page.site_id, page.issues).await?;
        stale::clear(&tx, page.site_id, &ids).await?;
        quarantine::release(&tx, page.site_id, &keys).await?;
        quarantine::quarantine(&tx, (page.site_id, page.project_id), page.quarantined).await?;
        oddities::note_warnings(&tx, run, (page.site_id, &page.project_key), page.warnings).await?;
        people::write(&tx, page.site_id, page.users).await?;
        if let Some(watermark) = page.watermark {
            raise_watermark(&tx, page.site_id, page.project_id, watermark).await?;
        }
        count_page(&tx, run, (page.site_id, page.project_key), &outcome, failed).await?;
        tx.commit().await?;
        Ok(outcome)
    }
}

async fn write_issues(
    tx: &DatabaseTransaction,
    site_id: i64,
    issues: Vec<IssueRows>,
) -> Result<PageOutcome, StoreError> {
    let ids: Vec<i64> = issues.iter().map(|rows| rows.issue.id).collect();
    let stored = stored_issues(tx, site_id, &ids).await?;
    let mut outcome = PageOutcome::default();
    let mut changed = Vec::with_capacity(issues.len());
    let mut known = Vec::new();
    let mut moved = Vec::new();
    for rows in issues {
        match stored.get(&rows.issue.id) {
            Some(stored) if stored.content_hash == Some(rows.issue.content_hash) => outcome.unchanged += 1,
            Some(stored) => {
                outcome.updated += 1;
                known.push(rows.issue.id);
                if stored.key != rows.issue.key {
                    moved.push(rows.issue.id);
                }
                changed.push(rows);
            }
            None => {
                outcome.created += 1;
                changed.push(rows);
            }
        }
    }
    if !known.is_empty() {
        let present = changed.iter().filter(|rows| stored.contains_key(&rows.issue.id));
        clear_lists(tx, site_id, &known, present).await?;
    }
    write_rows(tx, changed).await?;
    if !known.is_empty() {
        let stale =
            format!("update issues set remote_links_stale = true where id in ({})", sql::id_list(&known));
        sql::execute(tx, &format!("{stale} and site_id = $1"), [site_id.into()]).await?;
    }
    if !moved.is_empty() {
        follow_keys(tx, site_id, &format!("in ({})", sql::id_list(&moved))).await?;
    }
    Ok(outcome)
}

/// An issue as it is stored before a page is written.
struct Stored {
    /// None for one that was marked as gone or stale, so that it is written again whatever its content: its rows are
    /// no longer those that the hash was made of.
    content_hash: Option<i64>,
    key: String,
}

/// What is stored of the issues among `ids`.
async fn stored_issues(
    tx: &DatabaseTransaction,
    site_id: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Stored>, StoreError> {
    let sql = format!(
        "select id, key, case when deleted_at is null and stale = false then content_hash end as content_hash from issues \
         where site_id = {site_id} and id in ({})",
        sql::id_list(ids)
    );
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    let stored = |row: &QueryResult| {
        let stored = Stored { content_hash: row.try_get("", "content_hash")?, key: row.try_get("", "key")? };
        Ok((row.try_get("", "id")?, stored))
    };
    rows.iter().map(stored).collect()
}

/// Takes away what changed issues may have lost: their lists are written anew; comments and worklogs that are no
/// longer there are kept with `deleted_at`.
async fn clear_lists(
    tx: &DatabaseTransaction,
    site_id: i64,
    known: &[i64],
    present: impl Iterator<Item = &IssueRows> + Clone,
) -> Result<(), StoreError> {
    let within = format!("site_id = {site_id} and issue_id in ({})", sql::id_list(known));
    let lists = [
        "issue_links",
        "attachments",
        "issue_components",
        "issue_fix_versions",
        "issue_affected_versions",
        "issue_sprints",
    ];
    for table in lists {
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
}

async fn raise_watermark(
    tx: &DatabaseTransaction,
    site_id: i64,
    project_id: i64,
    watermark: Watermark,
) -> Result<(), StoreError> {
    let sql = "insert into project_sync_state (site_id, project_id, watermark_ms, read_at) values ($1, $2, $3, $4) \
               on conflict (site_id, project_id) do update set watermark_ms = excluded.watermark_ms, \
                   read_at = excluded.read_at \
               where excluded.watermark_ms > project_sync_state.watermark_ms";
    let values = [site_id.into(), project_id.into(), watermark.ms.into(), watermark.began.into()];
    sql::execute(tx, sql, values).await?;
    Ok(())
}

/// Counts a page in the run's project row, so that the figures are true after a crash as well.
async fn count_page(
    tx: &DatabaseTransaction,
    run: &RunHandle,
    (site_id, project_key): (i64, String),
    outcome: &PageOutcome,
    failed: u64,
) -> Result<(), StoreError> {
    let counts = [outcome.handled() + failed, outcome.created, outcome.updated, failed];
    let [handled, created, updated, failed] = counts.map(|count| Value::from(count.cast_signed()));
    let sql = "update sync_run_projects set issues_processed = issues_processed + $1, \
               issues_created = issues_created + $2, issues_updated = issues_updated + $3, \
               issues_failed = issues_failed + $4 where run_id = $5 and site_id = $6 and project_key = $7";
    let key = [run.run_id.clone().into(), site_id.into(), project_key.into()];
    sql::execute(tx, sql, [handled, created, updated, failed].into_iter().chain(key)).await?;
    Ok(())
}
