//! Links between issues.

use super::{Read, Reader};

/// A link as one of its two issues shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueLink {
    /// Jira's id, the same on both issues.
    pub id: u64,
    /// The id of the link's type.
    pub type_id: Option<String>,
    /// The name of the link's type, as `Blocks`.
    pub type_name: Option<String>,
    /// How it reads from this issue, as `is blocked by`.
    pub label: Option<String>,
    /// On which end the other issue is.
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
    /// The name people see, as `Blocks`.
    pub name: Option<String>,
    /// How it reads from the issue it goes to, as `is blocked by`.
    pub inward: Option<String>,
    /// How it reads from the issue it comes from, as `blocks`.
    pub outward: Option<String>,
}

/// Which way a link goes, seen from the issue that shows it.
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
        let (direction, other, label) = if reader.peek("outwardIssue").is_some() {
            (LinkDirection::Outward, "outwardIssue", "outward")
        } else {
            (LinkDirection::Inward, "inwardIssue", "inward")
        };
        let (type_id, type_name, label) = reader
            .inside("type", |kind| (kind.id_text("id"), kind.text("name"), kind.text(label)))
            .unwrap_or_default();
        if reader.peek(other).is_none() {
            reader.warn(other, "is missing, and so is the other end");
        }
        let (issue_id, issue_key) =
            reader.inside(other, |issue| (issue.id("id"), issue.text("key"))).unwrap_or_default();
        Some(Self { id, type_id, type_name, label, direction, issue_id, issue_key })
    }
}
