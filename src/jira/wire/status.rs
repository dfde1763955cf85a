//! Workflow statuses.

use super::{Read, Reader};

/// A status of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Jira's id.
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// The key of its category: `new`, `indeterminate`, `done` or `undefined`, the same in every language.
    pub category: Option<String>,
}

impl Read for Status {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            id: reader.required_id_text()?,
            name: reader.text("name"),
            category: reader.inside("statusCategory", |category| category.text("key")).flatten(),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn status_category_needs_no_id() {
        let mut warnings = Vec::new();
        let sent = vec![json!({"id": "3", "name": "Done", "statusCategory": {"key": "done"}})];
        let statuses: Vec<Status> = Reader::read_all(sent, "status", &mut warnings);
        assert_eq!(statuses[0].category.as_deref(), Some("done"));
        assert_eq!(warnings, []);
    }
}
