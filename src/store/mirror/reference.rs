use std::{collections::HashSet, hash::Hash};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use super::{
    people,
    renames::follow_reference,
    rows::UserRow,
    stale,
    upsert::{OnConflict, Row, row, upsert},
};
use crate::store::{Database, StoreError, runs::RunHandle};

row! {
    /// A field, visible to the account.
    FieldRow in "fields"
    key { site_id: i64, id: String }
    rest {
        name: String,
        custom: bool,
        schema_type: Option<String>,
        schema_custom: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A status; `category` is the category's key (`new, indeterminate, done`).
    StatusRow in "statuses"
    key { site_id: i64, id: String }
    rest {
        name: String,
        category: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// An issue type.
    IssueTypeRow in "issue_types"
    key { site_id: i64, id: String }
    rest {
        name: String,
        subtask: bool,
        hierarchy_level: Option<i64>,
        description: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A priority.
    PriorityRow in "priorities"
    key { site_id: i64, id: String }
    rest { name: String, description: Option<String>, deleted_at: Option<DateTime<Utc>> }
}

row! {
    /// A resolution.
    ResolutionRow in "resolutions"
    key { site_id: i64, id: String }
    rest { name: String, description: Option<String>, deleted_at: Option<DateTime<Utc>> }
}

row! {
    /// A version of a project.
    VersionRow in "versions"
    key { site_id: i64, id: i64 }
    rest {
        project_id: i64,
        name: String,
        description: Option<String>,
        released: bool,
        archived: bool,
        start_date: Option<NaiveDate>,
        release_date: Option<NaiveDate>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A component of a project.
    ComponentRow in "components"
    key { site_id: i64, id: i64 }
    rest {
        project_id: i64,
        name: String,
        description: Option<String>,
        lead_id: Option<String>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A board; `board_type` is `scrum, kanban, simple`.
    BoardRow in "boards"
    key { site_id: i64, id: i64 }
    rest {
        name: String,
        board_type: Option<String>,
        project_id: Option<i64>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

row! {
    /// A sprint; `state` is `future, active, closed`; `board_id` is where it was made.
    SprintRow in "sprints"
    key { site_id: i64, id: i64 }
    rest {
        board_id: Option<i64>,
        name: String,
        state: Option<String>,
        goal: Option<String>,
        start_at: Option<DateTime<Utc>>,
        end_at: Option<DateTime<Utc>>,
        completed_at: Option<DateTime<Utc>>,
        deleted_at: Option<DateTime<Utc>>,
    }
}

/// The whole of a site's reference tables. A list that could not be read is None and is left as it was.
#[derive(Debug, Default)]
pub struct Reference {
    pub users: Vec<UserRow>,
    pub fields: Option<Vec<FieldRow>>,
    pub statuses: Option<Vec<StatusRow>>,
    pub issue_types: Option<Vec<IssueTypeRow>>,
    pub priorities: Option<Vec<PriorityRow>>,
    pub resolutions: Option<Vec<ResolutionRow>>,
    pub versions: Option<Vec<VersionRow>>,
    pub components: Option<Vec<ComponentRow>>,
    pub boards: Option<Vec<BoardRow>>,
    pub sprints: Option<Vec<SprintRow>>,
}

impl Database {
    /// Brings a site's reference tables to what Jira has now, in one transaction: what differs is written, what
    /// Jira no longer has gets `deleted_at`.
    pub async fn refresh_reference(
        &self,
        run: &RunHandle,
        site_id: i64,
        reference: Reference,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let tx = self.begin_as(run).await?;
        people::write(&tx, site_id, reference.users).await?;
        if let Some(sprints) = &reference.sprints {
            stale::mark_of_changed_sprints(&tx, site_id, sprints).await?;
        }
        let mut changed = replace(&tx, site_id, reference.fields, now).await?;
        changed |= replace(&tx, site_id, reference.statuses, now).await?;
        changed |= replace(&tx, site_id, reference.issue_types, now).await?;
        changed |= replace(&tx, site_id, reference.priorities, now).await?;
        changed |= replace(&tx, site_id, reference.resolutions, now).await?;
        changed |= replace(&tx, site_id, reference.versions, now).await?;
        changed |= replace(&tx, site_id, reference.components, now).await?;
        changed |= replace(&tx, site_id, reference.boards, now).await?;
        changed |= replace(&tx, site_id, reference.sprints, now).await?;
        if changed {
            follow_reference(&tx, site_id).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Marks the rows that are not in `rows`, then writes `rows`; gives whether anything differed.
pub(super) async fn replace<R, I>(
    tx: &DatabaseTransaction,
    site_id: i64,
    rows: Option<Vec<R>>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError>
where
    R: Row<Key = (i64, I)>,
    I: ToString + Hash + Eq,
{
    let Some(rows) = rows else { return Ok(false) };
    let mut changed = false;
    let present: HashSet<String> = rows.iter().map(|row| row.key().1.to_string()).collect();
    let backend = tx.get_database_backend();
    let sql =
        format!("select cast(id as text) as id from {} where site_id = $1 and deleted_at is null", R::TABLE);
    for stored in tx.query_all_raw(Statement::from_sql_and_values(backend, sql, [site_id.into()])).await? {
        let id: String = stored.try_get("", "id")?;
        if !present.contains(&id) {
            let sql = format!(
                "update {} set deleted_at = $1 where site_id = $2 and cast(id as text) = $3",
                R::TABLE
            );
            let values = [now.into(), site_id.into(), id.into()];
            tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
            changed = true;
        }
    }
    Ok(upsert(tx, rows, OnConflict::Overwrite).await? > 0 || changed)
}
