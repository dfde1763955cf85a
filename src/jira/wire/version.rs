//! Versions of projects.

use chrono::NaiveDate;

use super::{Read, Reader};

/// A version of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Jira's id.
    pub id: u64,
    /// The name people see.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether it is released.
    pub released: Option<bool>,
    /// Whether it is archived.
    pub archived: Option<bool>,
    /// Start date.
    pub start_date: Option<NaiveDate>,
    /// Release date, actual or planned.
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
