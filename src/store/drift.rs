pub mod check;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{Drift, Mirror, ProjectId, RunHandle, SiteId, StoreError, database::sql};

/// The result of comparing a project with Jira: counts of issues, and some of their ids.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DriftReport {
    pub site_id: SiteId,
    pub project_id: ProjectId,
    pub project_key: String,
    pub checked_at: DateTime<Utc>,
    /// Issues that Jira lists, without those from before the first sync's boundary.
    pub issues: i64,
    /// Listed by Jira, but not in the mirror.
    pub missing: i64,
    /// Listed by Jira with an `updated` that differs from the mirror's.
    pub outdated: i64,
    /// In the mirror, but not listed by Jira.
    pub surplus: i64,
    /// Missing or outdated because they changed since the last sync.
    pub pending: i64,
    /// Missing or outdated because they are quarantined.
    pub quarantined: i64,
    /// Some of the ids, as a JSON object of lists named like the counts above.
    pub examples: serde_json::Value,
    /// Why the project could not be compared.
    pub error_message: Option<String>,
}

impl DriftReport {
    /// Whether the mirror differs from Jira in something that the next sync does not fetch by itself.
    pub fn differs(&self) -> bool {
        self.missing + self.outdated + self.surplus > 0
    }
}

impl Mirror<'_> {
    /// Stores a site's reports in place of the earlier ones.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if the comparison was taken over.
    pub async fn store_drift(&self, run: &RunHandle, reports: &[DriftReport]) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        sql::execute(&tx, "delete from drift_reports where site_id = $1", [site_id.into()]).await?;
        for report in reports {
            let insert =
                "insert into drift_reports (site_id, project_id, project_key, checked_at, issues, missing,
                 outdated, surplus, pending, quarantined, examples, error_message)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                 on conflict (site_id, project_id) do update set project_key = excluded.project_key,
                     checked_at = excluded.checked_at, issues = excluded.issues, missing = excluded.missing,
                     outdated = excluded.outdated, surplus = excluded.surplus, pending = excluded.pending,
                     quarantined = excluded.quarantined, examples = excluded.examples,
                     error_message = excluded.error_message";
            let values = [
                report.site_id.into(),
                report.project_id.into(),
                report.project_key.clone().into(),
                report.checked_at.into(),
                report.issues.into(),
                report.missing.into(),
                report.outdated.into(),
                report.surplus.into(),
                report.pending.into(),
                report.quarantined.into(),
                report.examples.clone().into(),
                report.error_message.clone().into(),
            ];
            sql::execute(&tx, insert, values).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

impl Drift<'_> {
    /// The latest report of each project of the enabled sites, by site and key.
    pub async fn reports(&self) -> Result<Vec<DriftReport>, StoreError> {
        let query = "select d.* from drift_reports d join sites s on s.id = d.site_id
                     where s.retired_at is null and s.enabled order by s.name, project_key";
        sql::rows(self.database.connection(), query, []).await
    }
}
