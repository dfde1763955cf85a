//! What the rows of Jira's lists have in common, and which columns repeat their values.

use crate::store::mirror::tables::{
    reference_rows::{
        BoardRow, ComponentRow, FieldRow, IssueTypeRow, LinkTypeRow, PriorityRow, ResolutionRow, SprintRow,
        StatusRow, VersionRow,
    },
    upsert::Row,
};

/// A row of one of Jira's lists.
pub(in crate::store::mirror) trait Listed: Row + Sized + 'static {
    /// The columns that repeat its values.
    const REPEATED: &'static [Copied<Self>] = &[];

    /// The tables whose rows refer to it.
    fn repeats() -> Vec<Repeats> {
        let repeats =
            |copied: &Copied<Self>| Repeats { table: copied.table, issue: copied.issue, by: copied.by };
        let mut all: Vec<Repeats> = Self::REPEATED.iter().map(repeats).collect();
        all.dedup();
        all
    }

    /// Merges the same row from another list.
    fn join(&mut self, other: Self) {
        *self = other;
    }

    /// The query of issues (`id`) whose documents contain the rows with the ids `{}`.
    const IN_DOCUMENTS: Option<&'static str> = None;

    /// Whether both are the same in a document.
    fn looks_like(&self, _other: &Self) -> bool {
        true
    }
}

/// A table whose rows refer to a row of a list, with the columns of the issue and of the row's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store::mirror) struct Repeats {
    pub(in crate::store::mirror) table: &'static str,
    pub(in crate::store::mirror) issue: &'static str,
    pub(in crate::store::mirror) by: &'static str,
}

/// A column that repeats a value of a row, with the column that has the row's id.
pub(in crate::store::mirror) struct Copied<R> {
    pub(in crate::store::mirror) table: &'static str,
    /// The column of the issue.
    pub(in crate::store::mirror) issue: &'static str,
    pub(in crate::store::mirror) column: &'static str,
    pub(in crate::store::mirror) by: &'static str,
    /// The SQL type of the id.
    pub(in crate::store::mirror) id: &'static str,
    /// Whether rows of earlier versions may lack the id, and are matched by name.
    pub(in crate::store::mirror) by_name: bool,
    pub(in crate::store::mirror) value: fn(&R) -> Option<&str>,
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

    /// Several boards may list a sprint. What one leaves out, another may have.
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

/// A row, and its stored version if there is one.
pub(in crate::store::mirror) struct Change<R> {
    pub(in crate::store::mirror) was: Option<R>,
    pub(in crate::store::mirror) now: R,
}

impl<R: PartialEq> Change<R> {
    /// Whether there is anything to write.
    pub(in crate::store::mirror) fn differs(&self) -> bool {
        self.was.as_ref() != Some(&self.now)
    }
}
