//! Issues that cannot be stored: refused by the database, not delivered by Jira, or no issues at all. Each costs only
//! itself and is tried again later.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, FromQueryResult};
use serde_json::Value;

use super::{
    erasure::{erase_in, erased_people},
    references,
};
use crate::store::{IssueId, Mirror, ProjectId, SiteId, Sites, StoreError, runs::RunHandle, sql};

/// In the column `project_id` of a document whose project is not known; no project has it.
const UNKNOWN: ProjectId = ProjectId(0);

/// An issue that cannot be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantined {
    /// Distinguishes the document from others of its site: the issue's id, else its key, else a hash.
    pub document_key: String,
    pub issue_id: Option<IssueId>,
    /// As Jira sent it; null if it did not, or if it is not at hand.
    pub document: Value,
    pub reason: String,
}

/// A stored [`Quarantined`] issue, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct QuarantineRow {
    pub instance: String,
    pub project_key: Option<String>,
    pub document_key: String,
    pub reason: String,
    pub first_seen_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub attempts: i64,
}

/// How often a quarantined document was tried, and when last.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Attempts {
    pub document_key: String,
    /// None for what is no issue.
    pub issue_id: Option<IssueId>,
    pub attempts: i64,
    pub last_seen_at: DateTime<Utc>,
}

impl Sites<'_> {
    /// The quarantined issues, the latest first.
    pub async fn quarantine(&self) -> Result<Vec<QuarantineRow>, StoreError> {
        let query =
            "select s.name as instance, p.key as project_key, q.document_key, q.reason, q.first_seen_at,
                         q.last_seen_at, q.attempts
                     from quarantined_issues q join sites s on s.id = q.site_id
                     left join projects p on p.site_id = q.site_id and p.id = q.project_id
                     where s.retired_at is null
                     order by q.last_seen_at desc, q.document_key limit 500";
        sql::rows(self.database.connection(), query, []).await
    }
}

impl Mirror<'_> {
    /// What a site's quarantine holds, by key.
    pub async fn quarantine_attempts(&self) -> Result<Vec<Attempts>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select document_key, issue_id, attempts, last_seen_at from quarantined_issues
                     where site_id = $1 order by document_key";
        sql::rows(database.connection(), query, [site_id.into()]).await
    }

    /// How many documents of a site are quarantined, or only of these projects.
    pub async fn quarantine_count(&self, projects: Option<&[i64]>) -> Result<u64, StoreError> {
        let Self { database, site_id } = *self;
        let of_projects = match projects {
            None => String::new(),
            Some([]) => return Ok(0),
            Some(ids) => format!(" and project_id in ({})", sql::id_list(ids)),
        };
        let query = format!("select count(*) from quarantined_issues where site_id = $1{of_projects}");
        let count: Option<i64> = sql::value(database.connection(), &query, [site_id.into()]).await?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    /// Releases what turned out to be no issue of the site's any more, and marks the issues that name it.
    pub async fn release_quarantined(
        &self,
        run: &RunHandle,
        document_keys: &[String],
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        if document_keys.is_empty() {
            return Ok(());
        }
        let tx = database.begin_as(run).await?;
        let query = "select issue_id from quarantined_issues
                     where site_id = $1 and document_key = $2 and issue_id is not null";
        for key in document_keys {
            let ids: Vec<i64> = sql::column(&tx, query, [site_id.into(), key.clone().into()]).await?;
            if !ids.is_empty() {
                references::mark_naming(&tx, site_id, &ids).await?;
            }
            delete(&tx, site_id, key).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Releases a project's documents without a usable id that were last seen before `before`: the project was read
    /// whole since, and held none. Those of remote links are not meant.
    pub async fn release_unidentified(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let left = "from quarantined_issues where site_id = $1 and project_id = $2 and issue_id is null
             and document_key not like '%/remotelink' and last_seen_at < $3";
        let values = || [site_id.into(), project_id.into(), before.into()];
        let count: Option<i64> =
            sql::value(database.connection(), &format!("select count(*) {left}"), values()).await?;
        if count.unwrap_or_default() > 0 {
            let tx = database.begin_as(run).await?;
            sql::execute(&tx, &format!("delete {left}"), values()).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Quarantines issues of a project, or of an unknown one if it is None: those already in quarantine then keep the
/// project that is stored with them.
pub(super) async fn quarantine(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    project_id: Option<ProjectId>,
    issues: Vec<Quarantined>,
) -> Result<(), StoreError> {
    if issues.is_empty() {
        return Ok(());
    }
    let now = sql::now(tx).await?;
    let erased = erased_people(tx, site_id).await?;
    for mut issue in issues {
        erase_in(&mut issue.document, &erased);
        let insert = "insert into quarantined_issues
                 (site_id, project_id, document_key, issue_id, document, reason, first_seen_at, last_seen_at)
             values ($1, $2, $3, $4, $5, $6, $7, $7)
             on conflict (site_id, document_key) do update set document = excluded.document,
                 reason = excluded.reason, last_seen_at = excluded.last_seen_at,
                 attempts = quarantined_issues.attempts + 1,
                 project_id = coalesce($8, quarantined_issues.project_id)";
        let values = [
            site_id.into(),
            project_id.unwrap_or(UNKNOWN).into(),
            issue.document_key.into(),
            issue.issue_id.into(),
            issue.document.into(),
            issue.reason.into(),
            now.into(),
            project_id.into(),
        ];
        sql::execute(tx, insert, values).await?;
    }
    Ok(())
}

/// Issues that are stored leave the quarantine.
pub(super) async fn release(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    issues: &[(IssueId, String)],
) -> Result<(), StoreError> {
    // Few are quarantined at any time, and most pages release none of them.
    let query =
        "select document_key, issue_id, attempts, last_seen_at from quarantined_issues where site_id = $1";
    let quarantined: Vec<Attempts> = sql::rows(tx, query, [site_id.into()]).await?;
    if quarantined.is_empty() {
        return Ok(());
    }
    let ids: HashSet<IssueId> = issues.iter().map(|issue| issue.0).collect();
    let keys: HashSet<&str> = issues.iter().map(|issue| issue.1.as_str()).collect();
    for Attempts { issue_id, document_key, .. } in quarantined {
        if issue_id.is_some_and(|id| ids.contains(&id)) || keys.contains(document_key.as_str()) {
            delete(tx, site_id, &document_key).await?;
        }
    }
    Ok(())
}

async fn delete(tx: &DatabaseTransaction, site_id: SiteId, document_key: &str) -> Result<(), StoreError> {
    let delete = "delete from quarantined_issues where site_id = $1 and document_key = $2";
    sql::execute(tx, delete, [site_id.into(), document_key.into()]).await?;
    Ok(())
}
