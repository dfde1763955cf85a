//! What Jira sends, parsed leniently.
//!
//! No unknown member, wrong type or missing value makes an issue unreadable: the value is left out or kept as received,
//! and a [`Warning`] names the place. An issue is [`Unreadable`] only without a usable id, a key or fields, or if it is
//! nested too deep to be stored.

pub mod date;
pub(crate) mod document;
pub mod text;

mod attachment;
mod board;
mod comment;
mod component;
mod field;
mod history;
mod inline;
mod issue;
mod link;
mod named;
mod project;
mod raw_issue;
mod reader;
mod remote_link;
mod sprint;
mod status;
mod user;
mod version;
mod warning;
mod worklog;

pub use attachment::Attachment;
pub use board::Board;
pub use comment::Comment;
pub use component::Component;
pub use field::{Field, FieldCatalog, FieldKind};
pub use history::{ChangeItem, History};
pub use inline::Inline;
pub use issue::{Issue, Parent, ProjectRef};
pub use link::{IssueLink, LinkDirection, LinkType};
pub use named::{IssueType, Priority, Resolution};
pub use project::{Project, ProjectState};
pub use raw_issue::{RawIssue, Unreadable};
pub(crate) use reader::id_of;
pub use reader::{Read, Reader};
pub use remote_link::RemoteLink;
pub use sprint::Sprint;
pub use status::Status;
pub use user::User;
pub use version::Version;
pub use warning::{Parsed, Warning};
pub use worklog::Worklog;
