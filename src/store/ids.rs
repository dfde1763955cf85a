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
    /// A site, numbered by the database.
    SiteId
}

id! {
    /// A project of a site, as Jira numbers it.
    ProjectId
}

id! {
    /// An issue of a site, as Jira numbers it. It stays when the issue moves.
    IssueId
}

/// An id of Jira's as the tables hold it: signed, since Jira's are positive and below 2^63.
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
            /// As Jira writes it.
            pub fn to_jira(self) -> u64 {
                self.0.cast_unsigned()
            }
        }
    };
}

of_jira!(ProjectId);
of_jira!(IssueId);

/// A run. Those that begin later have greater ids, also within a millisecond: the history goes by them where times are
/// equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct RunId(Uuid);

impl RunId {
    /// The id of a run that begins now.
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
