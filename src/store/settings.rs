use serde_json::Value;

use super::{Database, StoreError, sql};

impl Database {
    /// A setting that replicas share; None when it was never saved.
    pub async fn setting(&self, name: &str) -> Result<Option<Value>, StoreError> {
        sql::value(self.connection(), "select value from settings where name = $1", [name.into()]).await
    }

    /// Saves a setting in place of the one before.
    pub async fn save_setting(&self, name: &str, value: &Value) -> Result<(), StoreError> {
        let tx = self.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        sql::execute(
            &tx,
            "insert into settings (name, value, updated_at) values ($1, $2, $3)
             on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at",
            [name.into(), value.clone().into(), now.into()],
        )
        .await?;
        tx.commit().await
    }
}
