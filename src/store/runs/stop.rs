use super::{ACTIVE_SYNC, claim::interrupt_expired};
use crate::store::{RunId, Runs, StoreError, database::sql};

impl Runs<'_> {
    /// Asks the active sync to stop and returns its id; None if none is active. Its holder notices at the next
    /// heartbeat, whichever process it is in.
    pub async fn request_stop(&self) -> Result<Option<RunId>, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        interrupt_expired(&tx, self.database.held_runs(), now).await?;
        let run_id = sql::value(
            &tx,
            &format!("update sync_runs set status = 'stopping' where {ACTIVE_SYNC} returning id"),
            [],
        )
        .await?;
        tx.commit().await?;
        Ok(run_id)
    }
}
