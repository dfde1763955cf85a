//! Losses: how many issues of a project censuses marked as gone.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DatabaseTransaction, FromQueryResult};

use crate::store::{Mirror, ProjectId, SiteId, Sites, StoreError, database::sql, runs::RunHandle};

/// The minimum duration of a loss. Within it, marks of several censuses count together.
const MIN_DURATION: TimeDelta = TimeDelta::days(1);

/// The last loss of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Loss {
    pub site_id: SiteId,
    pub project_id: ProjectId,
    pub began_at: DateTime<Utc>,
    /// How many issues it has marked so far.
    pub marked: i64,
    /// How many are confirmed to be gone.
    pub accepted: i64,
    /// Whether the last census that marked issues has completed.
    pub settled: bool,
}

impl Loss {
    /// Whether issues that disappear now belong to it.
    pub fn goes_on(&self, now: DateTime<Utc>) -> bool {
        !self.settled || now - self.began_at < MIN_DURATION
    }
}

impl Sites<'_> {
    /// The last loss of each project that had one.
    pub async fn losses(&self) -> Result<Vec<Loss>, StoreError> {
        sql::rows(self.database.connection(), "select * from project_losses", []).await
    }
}

impl Mirror<'_> {
    /// The last loss of a project.
    pub async fn loss(&self, project_id: ProjectId) -> Result<Option<Loss>, StoreError> {
        let Self { database, site_id } = *self;
        let query = "select * from project_losses where site_id = $1 and project_id = $2";
        sql::row(database.connection(), query, [site_id.into(), project_id.into()]).await
    }

    /// Records that a project's loss of so many issues is confirmed, including those marked before.
    pub async fn accept_loss(
        &self,
        run: &RunHandle,
        project_id: ProjectId,
        accepted: u64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let upsert = "insert into project_losses (site_id, project_id, began_at, marked, accepted, settled)
             values ($1, $2, $3, 0, $4, false)
             on conflict (site_id, project_id) do update set accepted = excluded.accepted, settled = false";
        let values = [site_id.into(), project_id.into(), now.into(), accepted.cast_signed().into()];
        sql::execute(&tx, upsert, values).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Records that the census that marked issues has completed. Confirmed issues that turned out to exist are no
    /// longer confirmed.
    pub async fn settle_loss(&self, run: &RunHandle, project_id: ProjectId) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let update = "update project_losses set settled = true,
                 accepted = case when accepted < marked then accepted else marked end
             where site_id = $1 and project_id = $2";
        sql::execute(&tx, update, [site_id.into(), project_id.into()]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes a project's loss, which is over.
    pub async fn end_loss(&self, run: &RunHandle, project_id: ProjectId) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        let delete = "delete from project_losses where site_id = $1 and project_id = $2";
        sql::execute(&tx, delete, [site_id.into(), project_id.into()]).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Adds issues that are marked as gone to the loss of their project.
pub(in crate::store::mirror) async fn add(
    tx: &DatabaseTransaction,
    site_id: SiteId,
    project_id: ProjectId,
    marked: u64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let upsert = "insert into project_losses (site_id, project_id, began_at, marked, accepted, settled)
         values ($1, $2, $3, $4, 0, false)
         on conflict (site_id, project_id) do update set
             marked = project_losses.marked + excluded.marked, settled = false";
    let values = [site_id.into(), project_id.into(), now.into(), marked.cast_signed().into()];
    sql::execute(tx, upsert, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loss_lasts_a_day_and_until_a_census_completes() {
        let began_at = DateTime::UNIX_EPOCH;
        let goes_on = |settled, hours| {
            let loss = Loss {
                site_id: SiteId(1),
                project_id: ProjectId(1),
                began_at,
                marked: 1,
                accepted: 0,
                settled,
            };
            loss.goes_on(began_at + TimeDelta::hours(hours))
        };
        assert!(goes_on(true, 23) && !goes_on(true, 24));
        assert!(goes_on(false, 24_000));
    }
}
