//! Typed ids, so that none can be taken for another.

use std::{fmt, str::FromStr};

use sea_orm::DeriveValueType;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// The id of a site, assigned by the database.
    SiteId
}

id! {
    /// The id of a project within its site, assigned by Jira.
    ProjectId
}

id! {
    /// The id of an issue within its site, assigned by Jira. It stays the same when the issue moves.
    IssueId
}

/// A numeric id of Jira's, as stored in the tables: signed, since Jira's ids are positive and below 2^63.
pub trait JiraId {
    fn of_jira(id: u64) -> Self;
}

impl JiraId for i64 {
    fn of_jira(id: u64) -> Self {
        id.cast_signed()
    }
}

macro_rules! of_jira {
    ($name:ident) => {
        impl JiraId for $name {
            fn of_jira(id: u64) -> Self {
                Self(id.cast_signed())
            }
        }

        impl $name {
            /// The id as Jira uses it.
            pub fn to_jira(self) -> u64 {
                self.0.cast_unsigned()
            }
        }
    };
}

of_jira!(ProjectId);
of_jira!(IssueId);

/// The id of a run. Later runs have greater ids, even within a millisecond: the history is ordered by them if times are
/// equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct RunId(Uuid);

impl RunId {
    /// The id of a run that starts now.
    pub(in crate::store) fn next() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RunId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}
