//! The quarantine of documents that cannot be stored: refused by the database, not delivered by Jira, or not readable
//! as issues. Each affects only itself and is retried later.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult, QueryResult};
use serde_json::Value;

use super::{
    quarantine_key::{QuarantineKey, REMOTE_LINKS},
    references,
};
use crate::store::mirror::people::erasure::{erase_in, erased_people};
use crate::store::{Mirror, ProjectId, SiteId, Sites, StoreError, database::sql, runs::RunHandle};

/// The value of the column `project_id` if the project is unknown; no project has this id.
const UNKNOWN: ProjectId = ProjectId(0);

/// An issue that cannot be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantined {
    pub key: QuarantineKey,
    /// As Jira sent it; null if Jira did not send it.
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

/// How often storing a quarantined document was tried, and when it was last tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempts {
    pub key: QuarantineKey,
    pub attempts: i64,
    pub last_seen_at: DateTime<Utc>,
}

impl FromQueryResult for Attempts {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let document_key = row.try_get(prefix, "document_key")?;
        let key = QuarantineKey::of_columns(document_key, row.try_get(prefix, "issue_id")?);
        let (attempts, last_seen_at) =
            (row.try_get(prefix, "attempts")?, row.try_get(prefix, "last_seen_at")?);
        Ok(Self { key, attempts, last_seen_at })
    }
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
    /// A site's quarantined documents, by key.
    pub async fn quarantine_attempts(&self) -> Result<Vec<Attempts>, StoreError> {
        let Self { database, site_id } = *self;
        attempts(database.connection(), site_id).await
    }

    /// How many documents of a site, or of these projects alone, are quarantined.
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

    /// Releases documents of issues that turned out to be gone, and marks the issues that refer to them.
    pub async fn release_quarantined(
        &self,
        run: &RunHandle,
        keys: &[QuarantineKey],
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        if keys.is_empty() {
            return Ok(());
        }
        let tx = database.begin_as(run).await?;
        for key in keys {
            if delete(&tx, site_id, key).await? > 0
                && let Some(id) = key.issue_id()
            {
                references::mark_naming(&tx, site_id, &[id]).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Releases a project's documents without a usable id that were last seen before `before`: the project has been
    /// read completely since, and contained none. Remote links stay.
    pub async fn release_unidentified(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        before: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let left = format!(
            "from quarantined_issues where site_id = $1 and project_id = $2 and issue_id is null
             and document_key not like '%{REMOTE_LINKS}' and last_seen_at < $3"
        );
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

/// Quarantines documents of a project. If it is None, documents that are already quarantined keep their project.
pub(in crate::store::mirror) async fn quarantine(
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
            issue.key.to_string().into(),
            issue.key.issue_id().into(),
            issue.document.into(),
            issue.reason.into(),
            now.into(),
            project_id.into(),
        ];
        sql::execute(tx, insert, values).await?;
    }
    Ok(())
}

/// Releases documents that are stored now.
pub(in crate::store::mirror) async fn release(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    is_stored: impl Fn(&QuarantineKey) -> bool,
) -> Result<(), StoreError> {
    // Few are quarantined at any time, and most pages release none.
    for Attempts { key, .. } in attempts(tx, site_id).await? {
        if is_stored(&key) {
            delete(tx, site_id, &key).await?;
        }
    }
    Ok(())
}

/// A site's quarantined documents, by key.
async fn attempts(connection: &impl ConnectionTrait, site_id: SiteId) -> Result<Vec<Attempts>, StoreError> {
    let query = "select document_key, issue_id, attempts, last_seen_at from quarantined_issues
                 where site_id = $1 order by document_key";
    sql::rows(connection, query, [site_id.into()]).await
}

/// Returns how many documents it deletes: 1, or 0 if none has this key.
async fn delete(tx: &DatabaseTransaction, site_id: SiteId, key: &QuarantineKey) -> Result<u64, StoreError> {
    let delete = "delete from quarantined_issues where site_id = $1 and document_key = $2";
    sql::execute(tx, delete, [site_id.into(), key.to_string().into()]).await
}
