//! Changelogs.

use serde_json::{Value, json};

use super::{Place, View};
use crate::demo::config::ChangelogDates;
use crate::demo::data::{History, Item};

impl View<'_> {
    pub(crate) fn history(&self, history: &History) -> Value {
        let mut value = json!({
            "id": history.id.to_string(), "created": self.time(history.created),
            "items": history.items.iter().map(|i| self.item(i)).collect::<Vec<_>>(),
        });
        self.put_author(&mut value, &["author"], Some(history.author), Place::History, history.id);
        value
    }

    /// An entry in `changelog/bulkfetch`, which has another time format.
    pub(crate) fn bulk_history(&self, history: &History, dates: ChangelogDates) -> Value {
        let mut value = self.history(history);
        match dates {
            ChangelogDates::Text => {}
            ChangelogDates::Seconds => value["created"] = json!(history.created / 1000),
            ChangelogDates::Millis => value["created"] = json!(history.created),
        }
        value
    }

    fn item(&self, item: &Item) -> Value {
        let custom = item.field_id.is_some_and(|id| id.starts_with("customfield_"));
        let mut value = json!({
            "field": item.field, "fieldtype": if custom { "custom" } else { "jira" },
            "from": item.from, "fromString": item.from_text, "to": item.to, "toString": item.to_text,
        });
        if item.field == "assignee" {
            for (id, text, person) in [("from", "fromString", &item.from), ("to", "toString", &item.to)] {
                let Some(index) = person.as_ref().and_then(|p| p.parse::<usize>().ok()) else { continue };
                let person = &self.state.people[index];
                value[id] = json!(if self.cloud() { &person.account_id } else { &person.key });
                value[text] = json!(person.display_name);
            }
        }
        if let Some(id) = item.field_id.filter(|_| self.cloud()) {
            value["fieldId"] = json!(id);
        }
        value
    }
}
