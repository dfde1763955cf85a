//! Statuses, types, priorities, resolutions, link types, fields.

use serde_json::{Value, json};

use super::View;
use crate::demo::data::{FIELDS, Field, ISSUE_TYPES, LINK_TYPES, RESOLUTIONS, STATUSES, category};
use crate::demo::site::{Named, Priority};

impl View<'_> {
    pub(crate) fn status(&self, index: usize) -> Value {
        let (id, _, description, in_category) = STATUSES[index];
        json!({
            "self": self.url(&format!("status/{id}")), "description": description,
            "iconUrl": format!("{}/images/icons/statuses/generic.png", self.base),
            "name": self.state.status_name(index), "id": id, "statusCategory": self.status_category(in_category),
        })
    }

    pub(crate) fn status_category(&self, id: u64) -> Value {
        let (id, key, color, name) = category(id);
        json!({
            "self": self.url(&format!("statuscategory/{id}")), "id": id, "key": key, "colorName": color, "name": name,
        })
    }

    pub(crate) fn issue_type(&self, index: usize) -> Value {
        let kind = &ISSUE_TYPES[index];
        let icon = format!(
            "{}/secure/viewavatar?size=medium&avatarId={}&avatarType=issuetype",
            self.base, kind.avatar
        );
        let mut value = json!({
            "self": self.url(&format!("issuetype/{}", kind.id)), "id": kind.id, "description": kind.description,
            "iconUrl": icon, "name": self.state.name(Named::IssueType, kind.id, kind.name), "subtask": kind.level < 0, "avatarId": kind.avatar,
        });
        if self.cloud() {
            value["hierarchyLevel"] = json!(kind.level);
        }
        value
    }

    pub(crate) fn priority(&self, index: usize) -> Value {
        let Priority { id, name, .. } = &self.state.priorities[self.state.priority(index)];
        let icon = format!("{}/images/icons/priorities/{}.svg", self.base, name.to_lowercase());
        let name = self.state.name(Named::Priority, id, name);
        json!({"self": self.url(&format!("priority/{id}")), "iconUrl": icon, "name": name, "id": id})
    }

    /// A priority in the list of priorities.
    pub(crate) fn listed_priority(&self, index: usize) -> Value {
        let mut value = self.priority(index);
        let Priority { name, color, .. } = &self.state.priorities[index];
        value["statusColor"] = json!(color);
        value["description"] = json!(format!("{name} importance."));
        value
    }

    pub(crate) fn resolution(&self, index: usize) -> Value {
        let (id, name, description) = RESOLUTIONS[index];
        let name = self.state.name(Named::Resolution, id, name);
        json!({"self": self.url(&format!("resolution/{id}")), "id": id, "description": description, "name": name})
    }

    pub(crate) fn link_type(&self, index: usize) -> Value {
        let (id, name, inward, outward) = LINK_TYPES[index];
        let name = self.state.name(Named::LinkType, id, name);
        json!({
            "id": id, "name": name, "inward": inward, "outward": outward,
            "self": self.url(&format!("issueLinkType/{id}")),
        })
    }

    /// All fields that exist in this edition.
    pub(crate) fn fields(&self) -> Vec<Value> {
        FIELDS
            .iter()
            .filter(|f| {
                self.cloud() || !matches!(f.id, "statuscategorychangedate" | "parent" | "customfield_10016")
            })
            .filter(|f| self.state.settings.time_tracking || !f.tracks_time())
            .map(|f| self.field(f))
            .collect()
    }

    fn field(&self, field: &Field) -> Value {
        let custom = !field.custom.is_empty();
        let name = self.state.name(Named::Field, field.id, field.name);
        let mut clauses = vec![name.to_owned()];
        if custom {
            clauses = vec![format!("cf[{}]", &field.id["customfield_".len()..]), name.to_owned()];
        } else if field.name != field.id {
            clauses = vec![field.id.to_owned()];
        }
        let mut value = json!({
            "id": field.id, "name": name, "custom": custom, "orderable": true,
            "navigable": !matches!(field.id, "comment" | "attachment" | "timetracking"), "searchable": true,
            "clauseNames": clauses,
        });
        if self.cloud() {
            value["key"] = json!(field.id);
        }
        if !field.kind.is_empty() {
            value["schema"] = schema(field);
        }
        value
    }
}

/// `schema` of a field that has one.
pub(crate) fn schema(field: &Field) -> Value {
    let mut schema = json!({"type": field.kind});
    if !field.items.is_empty() {
        schema["items"] = json!(field.items);
    }
    if field.custom.is_empty() {
        schema["system"] = json!(field.id);
    } else {
        schema["custom"] = json!(field.custom);
        schema["customId"] = json!(field.id["customfield_".len()..].parse::<u64>().unwrap_or_default());
    }
    schema
}
