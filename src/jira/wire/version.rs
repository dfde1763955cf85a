//! Releases of a project.

use chrono::NaiveDate;

use super::{Read, Reader};

/// A version of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Jira's id.
    pub id: u64,
    /// The name people see.
    pub name: Option<String>,
    /// Shown with the name.
    pub description: Option<String>,
    /// Whether it is out.
    pub released: Option<bool>,
    /// Whether it is put away.
    pub archived: Option<bool>,
    /// When work on it begins.
    pub start_date: Option<NaiveDate>,
    /// When it is out, or to be out.
    pub release_date: Option<NaiveDate>,
}

impl Read for Version {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            name: reader.text("name"),
            description: reader.text("description"),
            released: reader.flag("released"),
            archived: reader.flag("archived"),
            start_date: reader.day("startDate"),
            release_date: reader.day("releaseDate"),
        })
    }
}
