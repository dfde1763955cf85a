//! Attachments of issues, without their content.

use chrono::{DateTime, Utc};

use super::{Read, Reader, User};

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Jira's id.
    pub id: u64,
    /// The file name.
    pub filename: Option<String>,
    /// Who attached it.
    pub author: Option<User>,
    /// When it was attached.
    pub created: Option<DateTime<Utc>>,
    /// In bytes.
    pub size: Option<i64>,
    /// The MIME type, such as `image/png`.
    pub mime_type: Option<String>,
    /// The address of its content.
    pub content_url: Option<String>,
}

impl Read for Attachment {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id()?,
            filename: reader.text("filename"),
            author: reader.object("author"),
            created: reader.instant("created"),
            size: reader.integer("size"),
            mime_type: reader.text("mimeType"),
            content_url: reader.text("content"),
        })
    }
}
