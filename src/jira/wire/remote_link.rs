//! Links from issues to things outside Jira.

use super::{Read, Reader};

/// A link to something outside this Jira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteLink {
    /// Jira's id.
    pub id: u64,
    /// The id given by the application that made it.
    pub global_id: Option<String>,
    /// How the issue relates to it, as `mentioned on`.
    pub relationship: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// More about it.
    pub summary: Option<String>,
    /// Whether it is done, where that is known.
    pub resolved: Option<bool>,
    /// The name of the application it lives in.
    pub application_name: Option<String>,
    /// The kind of that application, as `com.atlassian.confluence`.
    pub application_type: Option<String>,
}

impl Read for RemoteLink {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = reader.required_id()?;
        let (url, title, summary, resolved) = reader
            .inside("object", |object| {
                let resolved = object.inside("status", |status| status.flag("resolved")).flatten();
                (object.text("url"), object.text("title"), object.text("summary"), resolved)
            })
            .unwrap_or_default();
        let (application_name, application_type) = reader
            .inside("application", |application| (application.text("name"), application.text("type")))
            .unwrap_or_default();
        Some(Self {
            id,
            global_id: reader.text("globalId"),
            relationship: reader.text("relationship"),
            url,
            title,
            summary,
            resolved,
            application_name,
            application_type,
        })
    }
}
