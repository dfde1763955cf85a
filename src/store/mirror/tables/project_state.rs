use app::model::DeletionKind;
use std::{fmt, str::FromStr};

use sea_orm::DeriveValueType;
use xxhash_rust::xxh3::Xxh3;

use crate::store::mirror::tables::digest::Digest;

/// The state of a project when Jira last showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum ProjectState {
    Live,
    Archived,
    Trashed,
    /// Not listed: it is gone, or the account may no longer browse it.
    AccessLost,
}

impl ProjectState {
    const ALL: [Self; 4] = [Self::Live, Self::Archived, Self::Trashed, Self::AccessLost];

    /// The name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Archived => "archived",
            Self::Trashed => "trashed",
            Self::AccessLost => "access_lost",
        }
    }

    /// What its issues are marked as; None if they are not marked.
    pub fn deletion_kind(self) -> Option<DeletionKind> {
        match self {
            Self::Live => None,
            Self::Archived => Some(DeletionKind::Archived),
            Self::Trashed => Some(DeletionKind::Deleted),
            Self::AccessLost => Some(DeletionKind::AccessLost),
        }
    }

    /// The same as an SQL expression, for the state in a column.
    pub(in crate::store::mirror) fn deletion_kind_sql(column: &str) -> String {
        let case = |state: Self| {
            let kind = state.deletion_kind()?;
            Some(format!("when '{}' then '{}' ", state.as_str(), kind.as_str()))
        };
        format!("case {column} {}end", Self::ALL.into_iter().filter_map(case).collect::<String>())
    }
}

impl fmt::Display for ProjectState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The table contains a state that this version does not know.
#[derive(Debug, thiserror::Error)]
#[error("unknown project state \"{0}\"")]
pub struct UnknownState(String);

impl FromStr for ProjectState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| UnknownState(text.to_owned()))
    }
}

impl Digest for ProjectState {
    fn digest(&self, hash: &mut Xxh3) {
        self.as_str().digest(hash);
    }
}
