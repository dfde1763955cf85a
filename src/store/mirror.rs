//! The mirrored tables: rows as the engine makes them, and the transactions that write them.

mod census;
mod cursors;
mod difference;
mod digest;
mod erasure;
mod half_links;
mod known;
mod losses;
mod page;
mod people;
mod person;
mod project_state;
mod projects;
mod purge;
mod quarantine;
mod recognition;
mod reference;
mod references;
mod registry;
mod remote_links;
mod renames;
mod repeats;
mod rows;
mod site_pauses;
mod sites;
mod stale;
mod upsert;
mod warnings;
mod worklog_feed;

pub use census::{StoredIssue, UnlistedProject};
pub use digest::Digest;
pub use erasure::Erased;
pub use half_links::HalfLink;
pub use known::{Absent, Known, Scope};
pub use losses::Loss;
pub use page::{IssueRows, Page, PageOutcome, Watermark};
pub use person::{Person, Shown, person_id};
pub use project_state::ProjectState;
pub use projects::{ListedProject, ProjectRead, ProjectRow, ReadWhole};
pub use quarantine::{Attempts, QuarantineRow, Quarantined};
pub use recognition::KnownIssue;
pub use reference::{
    BoardRow, ComponentRow, FieldRow, IssueTypeRow, LinkTypeRow, PriorityRow, Reference, ResolutionRow,
    SprintRow, StatusRow, VersionRow,
};
pub use registry::{Others, SiteSetting, bind};
pub use remote_links::remote_links_key;
pub use rows::*;
pub use site_pauses::{NewPause, PauseKind, SitePause};
pub use sites::{SiteContact, SiteRow};
pub use warnings::{RunWarningRow, WarningRow};
