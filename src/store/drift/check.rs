use app::model::RunStatus;
use sea_orm::FromQueryResult;

use crate::store::{Drift, StoreError, Stored, database::sql, runs::COMPARISON};

/// Whether any process is comparing the mirror with Jira, and why the last comparison was incomplete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DriftCheck {
    pub checking: bool,
    pub error_message: Option<String>,
}

impl Drift<'_> {
    /// The running comparison, or the last one. One whose process is gone is marked `interrupted` first.
    pub async fn check(&self) -> Result<DriftCheck, StoreError> {
        #[derive(FromQueryResult)]
        struct Newest {
            status: Stored<RunStatus>,
            error_message: Option<String>,
        }
        self.database.runs().recover().await?;
        let newest = format!(
            "select status, error_message from sync_runs where {COMPARISON} order by started_at desc, id desc limit 1"
        );
        let newest: Option<Newest> = sql::row(self.database.connection(), &newest, []).await?;
        let check = |Newest { status: Stored(status), error_message }| DriftCheck {
            checking: status.is_active(),
            error_message,
        };
        Ok(newest.map(check).unwrap_or_default())
    }
}
