//! Typed ids, so that none can be taken for another.

use sea_orm::DeriveValueType;
use xxhash_rust::xxh3::Xxh3;

use super::mirror::Digest;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Digest for $name {
            fn digest(&self, hash: &mut Xxh3) {
                self.0.digest(hash);
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
