use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Statement};

use super::{reference::replace, renames::follow_projects, upsert::row};
use crate::store::{Database, StoreError, sql};

row! {
    /// A project; `state` is `live, archived, trashed` or `access_lost`.
    ProjectRow in "projects"
    key { site_id: i64, id: i64 }
    rest {
        key: String,
        name: String,
        project_type: Option<String>,
        lead_id: Option<String>,
        category: Option<String>,
        state: String,
        deleted_at: Option<DateTime<Utc>>,
    }
}

impl Database {
    /// Brings a site's projects to what Jira lists now, and their issues' keys with them. One that is not listed
    /// is `access_lost`: Jira does not tell it from one that is gone for good. Nothing is marked when the list is
    /// empty, since an account that lost its rights sees an empty list too.
    pub async fn refresh_projects(
        &self,
        site_id: i64,
        rows: Vec<ProjectRow>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let tx = self.begin_write().await?;
        if !rows.is_empty() && replace(&tx, site_id, Some(rows), now).await? {
            let lost =
                "update projects set state = 'access_lost' where site_id = $1 and deleted_at is not null";
            sql::execute(&tx, lost, [site_id.into()]).await?;
            follow_projects(&tx, site_id).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The keys of a site's projects as last seen, in order.
    pub async fn project_keys(&self, site_id: i64) -> Result<Vec<String>, StoreError> {
        let sql = "select key from projects where site_id = $1 and deleted_at is null order by key";
        let backend = self.connection().get_database_backend();
        let rows = self
            .connection()
            .query_all_raw(Statement::from_sql_and_values(backend, sql, [site_id.into()]))
            .await?;
        rows.iter().map(|row| Ok(row.try_get("", "key")?)).collect()
    }

    /// Up to where the project is mirrored: every issue whose `updated` lies before this many epoch
    /// milliseconds is stored. None before the first page.
    pub async fn watermark(&self, site_id: i64, project_id: i64) -> Result<Option<i64>, StoreError> {
        let sql = "select watermark_ms from project_sync_state where site_id = $1 and project_id = $2";
        let backend = self.connection().get_database_backend();
        let values = [site_id.into(), project_id.into()];
        let row =
            self.connection().query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        Ok(row.map(|row| row.try_get("", "watermark_ms")).transpose()?)
    }
}
