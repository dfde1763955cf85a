//! Issues to be read again although Jira left their `updated` alone: their documents repeat names, keys and links of
//! something that changed.

use sea_orm::DatabaseTransaction;

use super::reference::SprintRow;
use crate::store::{Database, StoreError, runs::RunHandle, sql};

impl Database {
    /// The issues of a site that are to be read again, by id.
    pub async fn stale_issues(&self, site_id: i64) -> Result<Vec<i64>, StoreError> {
        let query =
            "select id from issues where site_id = $1 and stale = true and deleted_at is null order by id";
        sql::column(self.connection(), query, [site_id.into()]).await
    }

    /// Marks issues that another issue is linked to, and that do not know of it: they were read while Jira hid the
    /// other one from the account.
    pub async fn mark_half_links(&self, run: &RunHandle, site_id: i64) -> Result<(), StoreError> {
        let tx = self.begin_as(run).await?;
        let halves = "in (select l.linked_issue_id from issue_links l
            join issues here on here.site_id = l.site_id and here.id = l.issue_id
            where l.site_id = $1 and here.deleted_at is null and not exists (select 1 from issue_links back
                where back.site_id = l.site_id and back.id = l.id and back.issue_id = l.linked_issue_id))";
        mark(&tx, site_id, halves).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the mark from issues that were asked for, whether or not Jira showed them.
    pub async fn settle_stale(&self, run: &RunHandle, site_id: i64, ids: &[i64]) -> Result<(), StoreError> {
        let tx = self.begin_as(run).await?;
        clear(&tx, site_id, ids).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Issues that are looked through in one transaction.
const AT_ONCE: i64 = 5000;

impl Database {
    /// Marks the issues that have a value in one of these custom fields.
    pub async fn mark_having(
        &self,
        run: &RunHandle,
        site_id: i64,
        fields: &[String],
    ) -> Result<(), StoreError> {
        let has: Vec<String> = (4..fields.len() + 4)
            .map(|place| format!("cast(custom_fields as text) like ${place} escape '!'"))
            .collect();
        let update = format!(
            "update issues set stale = true
             where site_id = $1 and id > $2 and id <= $3 and stale = false and deleted_at is null and ({})",
            has.join(" or ")
        );
        let mut after = 0;
        loop {
            let tx = self.begin_as(run).await?;
            let last = "select max(id) from
                (select id from issues where site_id = $1 and id > $2 order by id limit $3) as part";
            let values = [site_id.into(), after.into(), AT_ONCE.into()];
            let Some(last) = sql::value::<Option<i64>>(&tx, last, values).await?.flatten() else {
                return Ok(());
            };
            let values = [site_id.into(), after.into(), last.into()];
            let names = fields.iter().map(|field| like_quoted(field).into());
            sql::execute(&tx, &update, values.into_iter().chain(names)).await?;
            tx.commit().await?;
            after = last;
        }
    }
}

/// A pattern for texts that hold `word` between double quotes.
fn like_quoted(word: &str) -> String {
    format!("%\"{}\"%", word.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// Marks the issues `which` (a condition on their id).
pub(super) async fn mark(tx: &DatabaseTransaction, site_id: i64, which: &str) -> Result<(), StoreError> {
    let statement = format!("update issues set stale = true where site_id = $1 and id {which}");
    sql::execute(tx, &statement, [site_id.into()]).await?;
    Ok(())
}

/// Marks the issues whose custom fields name a person.
pub(super) async fn mark_naming(
    tx: &DatabaseTransaction,
    site_id: i64,
    user_id: &str,
) -> Result<(), StoreError> {
    let statement = "update issues set stale = true where site_id = $1
        and cast(custom_fields as text) like $2 escape '!'";
    sql::execute(tx, statement, [site_id.into(), like_quoted(user_id).into()]).await?;
    Ok(())
}

/// Marks the issues of sprints that are not stored as they are now: a sprint's document is part of the issue's.
pub(super) async fn mark_of_changed_sprints(
    tx: &DatabaseTransaction,
    site_id: i64,
    sprints: &[SprintRow],
) -> Result<(), StoreError> {
    let known: Vec<SprintRow> =
        sql::rows(tx, "select * from sprints where site_id = $1", [site_id.into()]).await?;
    let as_now = |sprint: &SprintRow, known: &SprintRow| {
        let known = SprintRow { board_id: sprint.board_id, deleted_at: sprint.deleted_at, ..known.clone() };
        known == *sprint
    };
    let changed: Vec<i64> = sprints
        .iter()
        .filter(|sprint| !known.iter().any(|known| as_now(sprint, known)))
        .map(|sprint| sprint.id)
        .collect();
    for ids in changed.chunks(500) {
        let which = format!(
            "in (select issue_id from issue_sprints where site_id = $1 and sprint_id in ({}))",
            sql::id_list(ids)
        );
        mark(tx, site_id, &which).await?;
    }
    Ok(())
}

/// Takes the mark from issues that were read.
pub(super) async fn clear(tx: &DatabaseTransaction, site_id: i64, ids: &[i64]) -> Result<(), StoreError> {
    for ids in ids.chunks(500) {
        let statement = format!(
            "update issues set stale = false where site_id = $1 and stale = true and id in ({})",
            sql::id_list(ids)
        );
        sql::execute(tx, &statement, [site_id.into()]).await?;
    }
    Ok(())
}
