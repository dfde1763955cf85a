use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

use crate::store::{Drift, StoreError, database::sql, runs::process};

/// Whether any process is comparing the mirror with Jira, and why the last comparison was incomplete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DriftCheck {
    pub checking: bool,
    pub error_message: Option<String>,
}

/// The message for a comparison whose lease expired.
const LEASE_EXPIRED: &str = "The process that ran the comparison ended or hung. Compare again.";

/// The longest lease. One that ends later was written before the clock was set back.
const MAX_LEASE: TimeDelta = TimeDelta::hours(1);

const ROW: &str = "select fence, lease_until, process, error_message from drift_checks";

#[derive(FromQueryResult)]
struct Row {
    fence: i64,
    lease_until: Option<DateTime<Utc>>,
    process: Option<String>,
    error_message: Option<String>,
}

impl Row {
    fn goes_on(&self, now: DateTime<Utc>) -> bool {
        self.lease_until.is_some_and(|until| now < until && until - now <= MAX_LEASE)
            && !self.process.as_deref().is_some_and(process::is_gone)
    }
}

impl Drift<'_> {
    /// The running comparison, or the last one.
    pub async fn check(&self) -> Result<DriftCheck, StoreError> {
        let Some(row) = sql::row::<Row>(self.database.connection(), ROW, []).await? else {
            return Ok(DriftCheck::default());
        };
        if row.lease_until.is_none() {
            return Ok(DriftCheck { checking: false, error_message: row.error_message });
        }
        let checking = row.goes_on(self.database.now().await?);
        Ok(DriftCheck { checking, error_message: (!checking).then(|| LEASE_EXPIRED.to_owned()) })
    }

    /// Begins a comparison that holds the lease. Returns its fence, or None while another comparison is running.
    pub async fn begin_check(&self, lease: Duration) -> Result<Option<i64>, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let before: Option<Row> = sql::row(&tx, &sql::locking(&tx, ROW, "for update"), []).await?;
        if before.as_ref().is_some_and(|row| row.goes_on(now)) {
            return Ok(None);
        }
        let fence = before.map_or(1, |row| row.fence + 1);
        // If two find no row, the second is refused.
        let begin = "insert into drift_checks (id, fence, lease_until, process) values (1, $1, $2, $3)
                     on conflict (id) do update set fence = excluded.fence, lease_until = excluded.lease_until,
                         process = excluded.process, error_message = null
                     where drift_checks.fence < excluded.fence";
        let values = [fence.into(), (now + lease).into(), process::own().into()];
        let begun = sql::execute(&tx, begin, values).await?;
        tx.commit().await?;
        Ok((begun == 1).then_some(fence))
    }

    /// Extends the lease of the comparison.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if another one began meanwhile.
    pub async fn renew_check(&self, fence: i64, lease: Duration) -> Result<(), StoreError> {
        let until = self.database.now().await? + lease;
        self.change_check(fence, "lease_until = $2", until.into()).await
    }

    /// Ends the comparison, and keeps why it could not compare everything.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fenced`] if another one began meanwhile.
    pub async fn end_check(&self, fence: i64, error_message: Option<String>) -> Result<(), StoreError> {
        self.change_check(fence, "lease_until = null, error_message = $2", error_message.into()).await
    }

    async fn change_check(&self, fence: i64, set: &str, value: sea_orm::Value) -> Result<(), StoreError> {
        let tx = self.database.begin_urgent().await?;
        let update = format!("update drift_checks set {set} where fence = $1 and lease_until is not null");
        let changed = sql::execute(&tx, &update, [fence.into(), value]).await?;
        tx.commit().await?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Fenced) }
    }
}
