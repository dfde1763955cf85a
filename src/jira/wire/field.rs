//! The fields of issues, and which of the custom ones mean something to us.

use serde_json::{Map, Value};

use super::{Read, Reader};

/// A field of issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `summary`, `customfield_10016`, ...
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// Whether it was added to this Jira.
    pub custom: Option<bool>,
    /// The type of its values.
    pub schema_type: Option<String>,
    /// The type of the items, for lists.
    pub schema_items: Option<String>,
    /// The kind of custom field, as `com.pyxis.greenhopper.jira:gh-sprint`.
    pub schema_custom: Option<String>,
}

impl Read for Field {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = reader.required_id_text()?;
        let (schema_type, schema_items, schema_custom) = reader
            .inside("schema", |schema| (schema.text("type"), schema.text("items"), schema.text("custom")))
            .unwrap_or_default();
        Some(Self {
            id,
            name: reader.text("name"),
            custom: reader.flag("custom"),
            schema_type,
            schema_items,
            schema_custom,
        })
    }
}

/// Which custom fields hold sprints, epics and story points on this site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldCatalog {
    sprint: Vec<String>,
    epic_link: Vec<String>,
    /// Those of the newer kind first. A site can have one of each kind.
    story_points: Vec<String>,
}

impl FieldCatalog {
    /// From the site's fields.
    pub fn new(fields: &[Field]) -> Self {
        let of_kind = |kind: &str| -> Vec<String> {
            let is_kind =
                |field: &&Field| field.schema_custom.as_deref().is_some_and(|custom| custom.ends_with(kind));
            fields.iter().filter(is_kind).map(|field| field.id.clone()).collect()
        };
        let mut story_points = of_kind(":jsw-story-points");
        let classic = fields.iter().filter(|field| {
            field.schema_custom.as_deref().is_some_and(|custom| custom.ends_with(":float"))
                && field.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("story points"))
        });
        story_points.extend(classic.map(|field| field.id.clone()));
        Self { sprint: of_kind(":gh-sprint"), epic_link: of_kind(":gh-epic-link"), story_points }
    }

    /// The values of sprint fields.
    pub(crate) fn sprints<'a>(
        &'a self,
        custom: &'a Map<String, Value>,
    ) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.sprint.iter().filter_map(|id| Some((id.as_str(), custom.get(id)?)))
    }

    /// The key of the epic.
    pub(crate) fn epic_key(&self, custom: &Map<String, Value>) -> Option<String> {
        self.epic_link.iter().find_map(|id| Some(custom.get(id)?.as_str()?.to_owned()))
    }

    /// The story points of the first field that has any.
    pub(crate) fn story_points(&self, custom: &Map<String, Value>) -> Option<f64> {
        self.story_points.iter().find_map(|id| match custom.get(id)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|points: &f64| points.is_finite()),
            _ => None,
        })
    }
}
