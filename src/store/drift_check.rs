use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{Database, StoreError, sql};

/// Whether the mirror is being compared with Jira, in whatever process, and why the last comparison fell short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DriftCheck {
    pub checking: bool,
    pub error_message: Option<String>,
}

/// What is said of a comparison whose lease passed.
const LOST: &str = "The process that compared ended or hung. Compare again.";

#[derive(FromQueryResult)]
struct Row {
    lease_until: Option<DateTime<Utc>>,
    error_message: Option<String>,
}

impl Database {
    /// The comparison that goes on, or the last one.
    pub async fn drift_check(&self) -> Result<DriftCheck, StoreError> {
        let query = "select lease_until, error_message from drift_checks";
        let Some(Row { lease_until, error_message }) = sql::row(self.connection(), query, []).await? else {
            return Ok(DriftCheck::default());
        };
        let Some(until) = lease_until else { return Ok(DriftCheck { checking: false, error_message }) };
        let checking = self.now().await? < until;
        Ok(DriftCheck { checking, error_message: (!checking).then(|| LOST.to_owned()) })
    }

    /// Begins a comparison, for as long as the lease lasts. Returns its fence; None while another one goes on.
    pub async fn begin_drift_check(&self, lease: Duration) -> Result<Option<i64>, StoreError> {
        let tx = self.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let begin = "insert into drift_checks (id, fence, lease_until) values (1, 1, $1)
                     on conflict (id) do update set fence = drift_checks.fence + 1,
                         lease_until = excluded.lease_until, error_message = null
                     where drift_checks.lease_until is null or drift_checks.lease_until < $2
                     returning fence";
        let fence = sql::value(&tx, begin, [(now + lease).into(), now.into()]).await?;
        tx.commit().await?;
        Ok(fence)
    }

    /// Keeps the comparison for another lease.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if another one began meanwhile.
    pub async fn renew_drift_check(&self, fence: i64, lease: Duration) -> Result<(), StoreError> {
        let until = self.now().await? + lease;
        self.change_drift_check(fence, "lease_until = $2", until.into()).await
    }

    /// Ends the comparison, and keeps why it could not compare everything.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if another one began meanwhile.
    pub async fn end_drift_check(&self, fence: i64, error_message: Option<String>) -> Result<(), StoreError> {
        self.change_drift_check(fence, "lease_until = null, error_message = $2", error_message.into()).await
    }

    async fn change_drift_check(
        &self,
        fence: i64,
        set: &str,
        value: sea_orm::Value,
    ) -> Result<(), StoreError> {
        let tx = self.begin_urgent().await?;
        let update = format!("update drift_checks set {set} where fence = $1 and lease_until is not null");
        let changed = sql::execute(&tx, &update, [fence.into(), value]).await?;
        tx.commit().await?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Fenced) }
    }
}
