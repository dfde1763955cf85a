//! The warnings of a run about odd values in Jira's responses.

use sea_orm::{DatabaseTransaction, FromQueryResult};

use crate::store::{Mirror, Place, RunId, Runs, SiteId, StoreError, database::sql, runs::RunHandle};

/// A stored [`WarningRow`], as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RunWarningRow {
    /// The site's name.
    pub instance: String,
    /// `*` if it concerns the whole site.
    pub project_key: String,
    pub path: String,
    pub problem: String,
    pub example_issue: String,
    pub count: i64,
}

/// A warning about an odd value or a list that could not be read, with its count and an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningRow {
    /// Such as `fields.comment.comments[*].created`, or `project/10000/versions` for a list.
    pub path: String,
    pub problem: String,
    /// The key of an issue that has it; empty if it is about no issue.
    pub example_issue: String,
    pub count: i64,
}

/// The longest path and problem that are stored, in bytes: both are part of a key, whose size PostgreSQL limits.
const MAX_PATH_BYTES: usize = 300;
const LONGEST_PROBLEM: usize = 1200;

impl Runs<'_> {
    /// The warnings of a run: first those about no issue, then the most frequent.
    pub async fn warnings(&self, run_id: RunId) -> Result<Vec<RunWarningRow>, StoreError> {
        let query = "select s.name as instance, w.project_key, w.path, w.problem, w.example_issue, w.count
                     from sync_run_warnings w join sites s on s.id = w.site_id
                     where w.run_id = $1
                     order by w.example_issue <> '', w.count desc, s.name, w.project_key, w.path limit 500";
        sql::rows(self.database.connection(), query, [run_id.into()]).await
    }
}

impl Mirror<'_> {
    /// Stores warnings about these places.
    pub async fn note_warnings(
        &self,
        run: &RunHandle,
        warnings: Vec<(Place, WarningRow)>,
    ) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_as(run).await?;
        for (place, warning) in warnings {
            note_warnings(&tx, run, (site_id, &place), vec![warning]).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

pub(super) async fn note_warnings(
    tx: &DatabaseTransaction,
    run: &RunHandle,
    (site_id, place): (SiteId, &Place),
    warnings: Vec<WarningRow>,
) -> Result<(), StoreError> {
    for warning in warnings {
        let insert = "insert into sync_run_warnings
                 (run_id, site_id, project_key, path, problem, example_issue, count)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (run_id, site_id, project_key, path, problem)
             do update set count = sync_run_warnings.count + excluded.count";
        let values = [
            run.run_id.into(),
            site_id.into(),
            place.key().into(),
            shortened(warning.path, MAX_PATH_BYTES).into(),
            shortened(warning.problem, LONGEST_PROBLEM).into(),
            warning.example_issue.into(),
            warning.count.into(),
        ];
        sql::execute(tx, insert, values).await?;
    }
    Ok(())
}

fn shortened(mut text: String, longest: usize) -> String {
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest));
        text.push('…');
    }
    text
}
