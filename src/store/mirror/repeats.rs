//! What issues repeat of the rows of Jira's lists. Jira leaves an issue's `updated` alone when a status, a version or a
//! sprint is renamed: the list counts, and a change of its row is followed wherever its name was copied to.

use std::hash::Hash;

use sea_orm::Value;

use super::{
    difference::Change,
    reference::{
        BoardRow, ComponentRow, FieldRow, IssueTypeRow, LinkTypeRow, PriorityRow, ResolutionRow, SprintRow,
        StatusRow, VersionRow,
    },
    upsert::Row,
};
use crate::store::{IssueId, Mirror, SiteId, StoreError, runs::RunHandle, sql};

/// Rows of a list that a statement names.
const CHUNK: usize = 1000;

/// Issues that a transaction changes, so that it stays small however many repeat a name.
const ISSUES_AT_ONCE: usize = 500;

/// A row of one of Jira's lists.
pub(super) trait Listed: Row + Sized + 'static {
    /// The columns that repeat it.
    const REPEATED: &'static [Copied<Self>] = &[];

    /// The tables that repeat it.
    fn repeats() -> Vec<Repeats> {
        let repeats =
            |copied: &Copied<Self>| Repeats { table: copied.table, issue: copied.issue, by: copied.by };
        let mut all: Vec<Repeats> = Self::REPEATED.iter().map(repeats).collect();
        all.dedup();
        all
    }

    /// Takes in what another list says of the same row.
    fn join(&mut self, other: Self) {
        *self = other;
    }

    /// The issues (`id`) whose documents hold rows of the ids `{}` whole.
    const IN_DOCUMENTS: Option<&'static str> = None;

    /// Whether both look the same in a document.
    fn looks_like(&self, _other: &Self) -> bool {
        true
    }
}

/// A table whose rows name a row of a list: the columns of the issue, and of the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeats {
    pub(super) table: &'static str,
    pub(super) issue: &'static str,
    pub(super) by: &'static str,
}

/// A column that repeats a value of a row, which it names by id.
pub(super) struct Copied<R> {
    table: &'static str,
    /// The column of the issue.
    issue: &'static str,
    column: &'static str,
    by: &'static str,
    /// The SQL type of the id.
    id: &'static str,
    /// Whether rows from earlier times lack the id, and are known by the name.
    by_name: bool,
    value: fn(&R) -> Option<&str>,
}

const fn of_issue<R>(column: &'static str, by: &'static str, value: fn(&R) -> Option<&str>) -> Copied<R> {
    Copied { table: "issues", issue: "id", column, by, id: "text", by_name: false, value }
}

const fn of_part<R>(table: &'static str, by: &'static str, value: fn(&R) -> Option<&str>) -> Copied<R> {
    Copied { table, issue: "issue_id", column: "name", by, id: "bigint", by_name: false, value }
}

macro_rules! listed {
    ($row:ident $($more:item)*) => {
        impl Listed for $row {
            $($more)*
        }
    };
}

listed! { FieldRow }
listed! { BoardRow }
listed! { StatusRow
    const REPEATED: &'static [Copied<Self>] = &[
        of_issue("status", "status_id", |row| Some(&row.name)),
        of_issue("status_category", "status_id", |row| row.category.as_deref()),
    ];
}
listed! { IssueTypeRow
    const REPEATED: &'static [Copied<Self>] = &[of_issue("issue_type", "issue_type_id", |row| Some(&row.name))];
}
listed! { PriorityRow
    const REPEATED: &'static [Copied<Self>] =
        &[Copied { by_name: true, ..of_issue("priority", "priority_id", |row| Some(&row.name)) }];
}
listed! { ResolutionRow
    const REPEATED: &'static [Copied<Self>] =
        &[Copied { by_name: true, ..of_issue("resolution", "resolution_id", |row| Some(&row.name)) }];
}
listed! { LinkTypeRow
    const REPEATED: &'static [Copied<Self>] = &[Copied {
        table: "issue_links", issue: "issue_id", by_name: true, ..of_issue("link_type", "link_type_id", |row| Some(&row.name))
    }];
}
listed! { VersionRow
    const REPEATED: &'static [Copied<Self>] = &[
        of_part("issue_fix_versions", "version_id", |row| Some(&row.name)),
        of_part("issue_affected_versions", "version_id", |row| Some(&row.name)),
    ];
}
listed! { ComponentRow
    const REPEATED: &'static [Copied<Self>] =
        &[of_part("issue_components", "component_id", |row| Some(&row.name))];
}
listed! { SprintRow
    const REPEATED: &'static [Copied<Self>] = &[of_part("issue_sprints", "sprint_id", |row| Some(&row.name))];

    const IN_DOCUMENTS: Option<&'static str> =
        Some("select distinct issue_id as id from issue_sprints where site_id = $1 and sprint_id in ({})");

    /// Boards show each other's sprints. What one of them leaves out, another says.
    fn join(&mut self, other: Self) {
        let mine = self.clone();
        *self = Self {
            board_id: mine.board_id.max(other.board_id),
            name: mine.name.max(other.name),
            state: mine.state.max(other.state),
            goal: mine.goal.max(other.goal),
            start_at: mine.start_at.max(other.start_at),
            end_at: mine.end_at.max(other.end_at),
            completed_at: mine.completed_at.max(other.completed_at),
            ..other
        };
    }

    fn looks_like(&self, other: &Self) -> bool {
        *self == Self { board_id: self.board_id, deleted_at: self.deleted_at, ..other.clone() }
    }
}

impl Mirror<'_> {
    /// Has what issues repeat of these rows follow them, some issues at a time, and marks issues whose documents hold
    /// one that looks otherwise now.
    pub(super) async fn follow<R, I>(&self, run: &RunHandle, changes: &[Change<R>]) -> Result<(), StoreError>
    where
        R: Listed + Row<Key = (SiteId, I)>,
        I: Clone + Hash + Eq + Into<Value>,
    {
        for changes in changes.chunks(CHUNK) {
            for copied in R::REPEATED {
                self.follow_column(run, copied, changes).await?;
            }
            let Some(query) = R::IN_DOCUMENTS else { continue };
            let looks_otherwise =
                |change: &&Change<R>| !change.was.as_ref().is_some_and(|was| was.looks_like(&change.now));
            let ids: Vec<Value> =
                changes.iter().filter(looks_otherwise).map(|change| change.now.key().1.into()).collect();
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
