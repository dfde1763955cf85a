//! What a quarantined document is; the column `document_key` contains it as text.

use std::fmt;

use crate::store::IssueId;

/// How the text of [`QuarantineKey::RemoteLinks`] ends, after the issue's id.
pub(in crate::store::mirror) const REMOTE_LINKS: &str = "/remotelink";

/// Distinguishes a quarantined document from others of its site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum QuarantineKey {
    /// An issue.
    Issue(IssueId),
    /// The remote links of an issue, apart from the issue itself.
    RemoteLinks(IssueId),
    /// A document that does not say which issue it is: its key, or a hash of it if there is none.
    Unidentified(String),
}

impl QuarantineKey {
    /// The key in the columns `document_key` and `issue_id`.
    pub(in crate::store::mirror) fn of_columns(document_key: String, issue_id: Option<IssueId>) -> Self {
        let of_links = || document_key.strip_suffix(REMOTE_LINKS)?.parse().ok().map(IssueId);
        match issue_id {
            Some(id) => Self::Issue(id),
            None => of_links().map_or(Self::Unidentified(document_key), Self::RemoteLinks),
        }
    }

    /// The issue, if it is quarantined itself.
    pub fn issue_id(&self) -> Option<IssueId> {
        match self {
            Self::Issue(id) => Some(*id),
            Self::RemoteLinks(_) | Self::Unidentified(_) => None,
        }
    }
}

impl fmt::Display for QuarantineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issue(id) => id.fmt(f),
            Self::RemoteLinks(id) => write!(f, "{id}{REMOTE_LINKS}"),
            Self::Unidentified(text) => text.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_from_their_columns_as_they_were_written() {
        let keys = [
            QuarantineKey::Issue(IssueId(7)),
            QuarantineKey::RemoteLinks(IssueId(7)),
            QuarantineKey::Unidentified("ABC-7".to_owned()),
        ];
        assert_eq!(keys.each_ref().map(ToString::to_string), ["7", "7/remotelink", "ABC-7"]);
        for key in keys {
            assert_eq!(QuarantineKey::of_columns(key.to_string(), key.issue_id()), key);
        }
    }
}
