//! Links from issues to resources outside Jira.

use super::{Read, Reader};

/// A link to a resource outside this Jira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteLink {
    /// Jira's id.
    pub id: u64,
    /// The id set by the application that created it.
    pub global_id: Option<String>,
    /// How the issue relates to it, such as `mentioned on`.
    pub relationship: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The name of its application.
    pub application_name: Option<String>,
}

impl Read for RemoteLink {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = reader.required_id()?;
        let (url, title) =
            reader.inside("object", |object| (object.text("url"), object.text("title"))).unwrap_or_default();
        Some(Self {
            id,
            global_id: reader.text("globalId"),
            relationship: reader.text("relationship"),
            url,
            title,
            application_name: reader.inside("application", |application| application.text("name")).flatten(),
        })
    }
}
