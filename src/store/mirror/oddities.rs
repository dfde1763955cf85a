//! What was odd in Jira's documents: warnings of a run, and issues that cannot be stored at all, set aside with their
//! documents.

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, FromQueryResult};
use serde_json::Value;

use crate::store::{Database, StoreError, runs::RunHandle, sql};

/// A stored [`WarningRow`], as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RunWarningRow {
    pub project_key: String,
    pub path: String,
    pub problem: String,
    pub example_issue: String,
    pub count: i64,
}

/// An odd value by its place: how often a page met it, and where for example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningRow {
    /// As `fields.comment.comments[*].created`.
    pub path: String,
    pub problem: String,
    /// The key of an issue that has it.
    pub example_issue: String,
    pub count: i64,
}

/// An issue that cannot be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantined {
    /// Tells the document from others of its project: the issue's id, else its key, else a hash.
    pub document_key: String,
    pub issue_id: Option<i64>,
    /// As Jira sent it.
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

impl Database {
    /// What was odd in a run, the most frequent first, by project.
    pub async fn run_warnings(&self, run_id: &str) -> Result<Vec<RunWarningRow>, StoreError> {
        let query = "select project_key, path, problem, example_issue, count from sync_run_warnings
                     where run_id = $1 order by count desc, project_key, path limit 500";
        sql::rows(self.connection(), query, [run_id.into()]).await
    }

    /// The issues set aside, the latest first.
    pub async fn quarantine(&self) -> Result<Vec<QuarantineRow>, StoreError> {
        let query =
            "select s.name as instance, p.key as project_key, q.document_key, q.reason, q.first_seen_at,
                         q.last_seen_at, q.attempts
                     from quarantined_issues q join sites s on s.id = q.site_id
                     left join projects p on p.site_id = q.site_id and p.id = q.project_id
                     order by q.last_seen_at desc, q.document_key limit 500";
        sql::rows(self.connection(), query, []).await
    }

    /// The ids of the issues that were set aside before this run, to be tried again.
    pub async fn quarantined_ids(&self, run: &RunHandle, site_id: i64) -> Result<Vec<i64>, StoreError> {
        let query = "select issue_id from quarantined_issues where site_id = $1 and issue_id is not null
                         and last_seen_at < (select started_at from sync_runs where id = $2)
                     order by issue_id";
        sql::column(self.connection(), query, [site_id.into(), run.run_id.clone().into()]).await
    }
}

pub(super) async fn note_warnings(
    tx: &DatabaseTransaction,
    run: &RunHandle,
    (site_id, project_key): (i64, &str),
    warnings: Vec<WarningRow>,
) -> Result<(), StoreError> {
    for warning in warnings {
        let insert = "insert into sync_run_warnings
                 (run_id, site_id, project_key, path, problem, example_issue, count)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (run_id, site_id, project_key, path, problem)
             do update set count = sync_run_warnings.count + excluded.count";
        let values = [
            run.run_id.clone().into(),
            site_id.into(),
            project_key.into(),
            warning.path.into(),
            warning.problem.into(),
            warning.example_issue.into(),
            warning.count.into(),
        ];
        sql::execute(tx, insert, values).await?;
    }
    Ok(())
}

pub(super) async fn set_aside(
    tx: &DatabaseTransaction,
    (site_id, project_id): (i64, i64),
    issues: Vec<Quarantined>,
) -> Result<(), StoreError> {
    if issues.is_empty() {
        return Ok(());
    }
    let now = sql::now(tx).await?;
    for issue in issues {
        let insert = "insert into quarantined_issues
                 (site_id, project_id, document_key, issue_id, document, reason, first_seen_at, last_seen_at)
             values ($1, $2, $3, $4, $5, $6, $7, $7)
             on conflict (site_id, document_key) do update set document = excluded.document,
                 reason = excluded.reason, last_seen_at = excluded.last_seen_at,
                 attempts = quarantined_issues.attempts + 1,
                 project_id = case when excluded.project_id = 0 then quarantined_issues.project_id
                     else excluded.project_id end";
        let values = [
            site_id.into(),
            project_id.into(),
            issue.document_key.into(),
            issue.issue_id.into(),
            issue.document.into(),
            issue.reason.into(),
            now.into(),
        ];
        sql::execute(tx, insert, values).await?;
    }
    Ok(())
}

/// What tells an issue that is set aside from others.
#[derive(FromQueryResult)]
struct Aside {
    issue_id: Option<i64>,
    document_key: String,
}

/// Issues that are stored are set aside no longer.
pub(super) async fn release(
    tx: &DatabaseTransaction,
    site_id: i64,
    issues: &[(i64, String)],
) -> Result<(), StoreError> {
    // Few are set aside at any time, and most pages release none of them.
    let query = "select issue_id, document_key from quarantined_issues where site_id = $1";
    let aside: Vec<Aside> = sql::rows(tx, query, [site_id.into()]).await?;
    let stored = |aside: &&Aside| {
        issues.iter().any(|(id, key)| aside.issue_id == Some(*id) || aside.document_key == *key)
    };
    for Aside { document_key, .. } in aside.iter().filter(stored) {
        let delete = "delete from quarantined_issues where site_id = $1 and document_key = $2";
        sql::execute(tx, delete, [site_id.into(), document_key.clone().into()]).await?;
    }
    Ok(())
}
