//! Updates the values that issues repeat from Jira's lists. Jira leaves an issue's `updated` alone when a status, a
//! version or a sprint is renamed, so a change of a list's row is copied to all columns that repeat it.

use std::hash::Hash;

use sea_orm::Value;

use crate::store::mirror::tables::listed::{Change, Copied, Listed};
use crate::store::mirror::tables::upsert::Row;
use crate::store::{IssueId, Mirror, SiteId, StoreError, database::sql, runs::RunHandle};

/// Rows of a list per statement.
const CHUNK: usize = 1000;

/// Issues per transaction, so that it stays small however many repeat a name.
const ISSUES_AT_ONCE: usize = 500;

impl Mirror<'_> {
    /// Updates the values that issues repeat from these rows, in chunks, and marks issues whose documents contain a row
    /// that looks different now.
    pub(in crate::store::mirror) async fn follow<R, I>(
        &self,
        run: &RunHandle,
        changes: &[Change<R>],
    ) -> Result<(), StoreError>
    where
        R: Listed + Row<Key = (SiteId, I)>,
        I: Clone + Hash + Eq + Into<Value>,
    {
        for changes in changes.chunks(CHUNK) {
            for copied in R::REPEATED {
                self.follow_column(run, copied, changes).await?;
            }
            let Some(query) = R::IN_DOCUMENTS else { continue };
            let looks_different =
                |change: &&Change<R>| !change.was.as_ref().is_some_and(|was| was.looks_like(&change.now));
            let ids: Vec<Value> =
                changes.iter().filter(looks_different).map(|change| change.now.key().1.into()).collect();
            if !ids.is_empty() {
                let query = query.replace("{}", &sql::placeholders(3, ids.len()));
                self.mark_stale(run, &query, &ids).await?;
            }
        }
        Ok(())
    }

    async fn follow_column<R, I>(
        &self,
        run: &RunHandle,
        copied: &Copied<R>,
        changes: &[Change<R>],
    ) -> Result<(), StoreError>
    where
        R: Listed + Row<Key = (SiteId, I)>,
        I: Into<Value>,
    {
        let Self { database, site_id } = *self;
        let Copied { table, issue, column, by, id, by_name, value } = copied;
        let mut values: Vec<Value> = vec![site_id.into()];
        let mut tuples = Vec::with_capacity(changes.len());
        for Change { was, now } in changes {
            let place = values.len() + 1;
            tuples.push(format!(
                "(cast(${place} as {id}), cast(${} as text), cast(${} as text))",
                place + 1,
                place + 2
            ));
            values.push(now.key().1.into());
            let name = value(now).map(str::to_owned);
            values.push(name.clone().into());
            values.push(was.as_ref().map_or(name, |was| value(was).map(str::to_owned)).into());
        }
        let sources = format!("with s (id, name, was) as (values {})", tuples.join(","));
        let (source, otherwise, fill) = if *by_name {
            (
                format!("s where s.id = {table}.{by} or ({table}.{by} is null and s.was = {table}.{column})"),
                format!("({table}.{by} is null or s.name is distinct from {table}.{column})"),
                true,
            )
        } else {
            (
                format!("s where s.id = {table}.{by}"),
                format!("s.name is distinct from {table}.{column}"),
                false,
            )
        };
        let source_of = |what: &str| format!("(select s.{what} from {source} limit 1)");
        let differs = format!("exists (select 1 from (select * from {source}) s where {otherwise})");
        let mut set = format!("{column} = {}", source_of("name"));
        if fill {
            set.push_str(&format!(", {by} = {}", source_of("id")));
        }
        let mut last = IssueId(i64::MIN);
        loop {
            let next = format!(
                "{sources} select distinct {issue} as id from {table}
                 where site_id = $1 and {issue} > {last} and {differs} order by {issue} limit {ISSUES_AT_ONCE}"
            );
            let ids: Vec<IssueId> = sql::column(database.connection(), &next, values.clone()).await?;
            let Some(end) = ids.last() else { return Ok(()) };
            last = *end;
            let update = format!(
                "{sources} update {table} set {set} where site_id = $1 and {issue} in ({}) and {differs}",
                sql::id_list(&ids)
            );
            let tx = database.begin_as(run).await?;
            sql::execute(&tx, &update, values.clone()).await?;
            tx.commit().await?;
        }
    }
}
