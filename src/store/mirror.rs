//! The mirrored tables: rows as the engine makes them, and the transactions that write them.

mod census;
mod digest;
mod known;
mod oddities;
mod page;
mod people;
mod projects;
mod quarantine;
mod reference;
mod remote_links;
mod renames;
mod rows;
mod site_pauses;
mod sites;
mod stale;
mod upsert;
mod worklog_feed;

pub use census::{DeletionKind, StoredIssue, UnlistedProject};
pub use digest::Digest;
pub use known::{Absent, Known, Scope};
pub use oddities::{RunWarningRow, WarningRow};
pub use page::{IssueRows, Page, PageOutcome, Watermark};
pub use projects::{ProjectRead, ProjectRow};
pub use quarantine::{Attempts, QuarantineRow, Quarantined};
pub use reference::{
    BoardRow, ComponentRow, FieldRow, IssueTypeRow, PriorityRow, Reference, ResolutionRow, SprintRow,
    StatusRow, VersionRow,
};
pub use remote_links::remote_links_key;
pub use rows::*;
pub use site_pauses::{NewPause, PauseKind, SitePause};
pub use sites::{SiteContact, SiteRow};
