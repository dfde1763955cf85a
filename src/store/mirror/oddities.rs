//! What was odd in Jira's answers: the warnings of a run.

use sea_orm::{DatabaseTransaction, FromQueryResult};

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

impl Database {
    /// What was odd in a run, the most frequent first, by project.
    pub async fn run_warnings(&self, run_id: &str) -> Result<Vec<RunWarningRow>, StoreError> {
        let query = "select project_key, path, problem, example_issue, count from sync_run_warnings
                     where run_id = $1 order by count desc, project_key, path limit 500";
        sql::rows(self.connection(), query, [run_id.into()]).await
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
