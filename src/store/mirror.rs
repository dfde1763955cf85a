//! The mirrored tables: their rows, and the transactions that write them.

mod issues;
mod lists;
mod people;
mod sites;
mod stale;
mod tables;
mod warnings;

pub use issues::census::{StoredIssue, UnlistedProject};
pub use issues::half_links::HalfLink;
pub use issues::losses::Loss;
pub use issues::page::{Page, PageOutcome, Watermark};
pub use issues::quarantine::{Attempts, QuarantineRow, Quarantined};
pub use issues::quarantine_key::QuarantineKey;
pub use lists::absent::Absent;
pub use lists::projects::{CompletedRead, ListedProject, ProjectRead};
pub use lists::reference::Reference;
pub use people::erasure::Erased;
pub use sites::pauses::{NewPause, PauseKind, SitePause};
pub use sites::recognition::KnownIssue;
pub use sites::registry::{Others, bind};
pub use sites::{SiteContact, SiteRow, SiteSetting};
pub use tables::digest::Digest;
pub use tables::issue_rows::IssueRows;
pub use tables::known::{Known, Scope};
pub use tables::person::{Person, Shown};
pub use tables::person_id::person_id;
pub use tables::project_state::ProjectState;
pub use tables::reference_rows::*;
pub use tables::rows::*;
pub use warnings::{RunWarningRow, WarningRow};
