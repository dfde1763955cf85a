//! Links between issues.

use super::{Read, Reader};

/// A link as shown by one of its two issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueLink {
    /// Jira's id, the same in both issues.
    pub id: u64,
    /// The id of its type.
    pub type_id: Option<String>,
    /// The name of its type, such as `Blocks`.
    pub type_name: Option<String>,
    /// The direction, seen from this issue.
    pub direction: LinkDirection,
    /// The other issue's id.
    pub issue_id: Option<u64>,
    /// The other issue's key.
    pub issue_key: Option<String>,
}

/// A type of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkType {
    /// Jira's id.
    pub id: String,
    /// The name people see, such as `Blocks`.
    pub name: Option<String>,
    /// The label in the issue that a link points to, such as `is blocked by`.
    pub inward: Option<String>,
    /// The label in the issue that a link comes from, such as `blocks`.
    pub outward: Option<String>,
}

/// The direction of a link, seen from the issue that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkDirection {
    /// From the other issue to this one (`is blocked by`).
    Inward,
    /// From this issue to the other one (`blocks`).
    Outward,
}

impl LinkDirection {
    /// `inward` or `outward`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inward => "inward",
            Self::Outward => "outward",
        }
    }
}

impl Read for LinkType {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id_text()?,
            name: reader.text("name"),
            inward: reader.text("inward"),
            outward: reader.text("outward"),
        })
    }
}

impl Read for IssueLink {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = reader.required_id()?;
        let (direction, other) = if reader.peek("outwardIssue").is_some() {
            (LinkDirection::Outward, "outwardIssue")
        } else {
            (LinkDirection::Inward, "inwardIssue")
        };
        let (type_id, type_name) =
            reader.inside("type", |kind| (kind.id_text("id"), kind.text("name"))).unwrap_or_default();
        if reader.peek(other).is_none() {
            reader.warn(other, "is missing, so the other issue is unknown");
        }
        let (issue_id, issue_key) =
            reader.inside(other, |issue| (issue.id("id"), issue.text("key"))).unwrap_or_default();
        Some(Self { id, type_id, type_name, direction, issue_id, issue_key })
    }
}
