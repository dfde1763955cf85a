use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use crate::store::{RunId, Runs, StoreError, database::sql};

/// A row of `sync_run_metrics`.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct RunMetricRow {
    pub name: String,
    pub value: f64,
    pub unit: String,
    pub recorded_at: DateTime<Utc>,
}

impl Runs<'_> {
    /// The metrics of a run, in the order they were recorded.
    pub async fn metrics(&self, run_id: RunId) -> Result<Vec<RunMetricRow>, StoreError> {
        sql::rows(
            self.database.connection(),
            "select name, value, unit, recorded_at from sync_run_metrics where run_id = $1 order by id",
            [run_id.into()],
        )
        .await
    }
}
