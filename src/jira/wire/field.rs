//! Fields of issues, and which custom fields have a special meaning.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Read, Reader};

/// A field of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `summary`, `customfield_10016`, ...
    pub id: String,
    /// The name people see.
    pub name: Option<String>,
    /// Whether it is a custom field.
    pub custom: Option<bool>,
    /// The type of its values.
    pub schema_type: Option<String>,
    /// The type of a custom field, such as `com.pyxis.greenhopper.jira:gh-sprint`.
    pub schema_custom: Option<String>,
}

impl Read for Field {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let id = reader.required_id_text()?;
        let (schema_type, schema_custom) = reader
            .inside("schema", |schema| (schema.text("type"), schema.text("custom")))
            .unwrap_or_default();
        Some(Self {
            id,
            name: reader.text("name"),
            custom: reader.flag("custom"),
            schema_type,
            schema_custom,
        })
    }
}

/// A field, as far as its meaning depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldKind<'a> {
    /// As [`Field::id`].
    pub id: &'a str,
    /// As [`Field::name`].
    pub name: &'a str,
    /// As [`Field::schema_custom`].
    pub schema_custom: Option<&'a str>,
}

/// Which custom fields contain sprints, epics and story points on this site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldCatalog {
    sprint: Vec<String>,
    epic_link: Vec<String>,
    /// The newer type first. A site can have one of each type.
    story_points: Vec<String>,
}

impl FieldCatalog {
    /// From the site's fields, in any order.
    pub fn new(fields: &[FieldKind<'_>]) -> Self {
        let ids = |wanted: &dyn Fn(&FieldKind<'_>) -> bool| -> Vec<String> {
            let mut ids: Vec<String> =
                fields.iter().filter(|field| wanted(field)).map(|field| field.id.to_owned()).collect();
            ids.sort_unstable();
            ids
        };
        let is_kind = |field: &FieldKind<'_>, kind: &str| {
            field.schema_custom.is_some_and(|custom| custom.ends_with(kind))
        };
        let named = |field: &FieldKind<'_>, wanted: &str| field.name.eq_ignore_ascii_case(wanted);
        let mut story_points = ids(&|field| is_kind(field, ":jsw-story-points"));
        story_points.extend(ids(&|field| is_kind(field, ":float") && named(field, "story points")));
        Self {
            sprint: ids(&|field| is_kind(field, ":gh-sprint")),
            epic_link: ids(&|field| is_kind(field, ":gh-epic-link")),
            story_points,
        }
    }

    /// The fields whose meaning differs between the two catalogs.
    pub fn differing(&self, other: &Self) -> BTreeSet<String> {
        let pairs = [
            (&self.sprint, &other.sprint),
            (&self.epic_link, &other.epic_link),
            (&self.story_points, &other.story_points),
        ];
        let only_one = |(ours, theirs): (&Vec<String>, &Vec<String>)| -> Vec<String> {
            let only_ours = ours.iter().filter(|id| !theirs.contains(id));
            only_ours.chain(theirs.iter().filter(|id| !ours.contains(id))).cloned().collect()
        };
        pairs.into_iter().flat_map(only_one).collect()
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

    /// The value of the first story-point field that has one.
    pub(crate) fn story_points(&self, custom: &Map<String, Value>) -> Option<f64> {
        self.story_points.iter().find_map(|id| match custom.get(id)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|points: &f64| points.is_finite()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY_POINTS: Option<&str> = Some("com.pyxis.greenhopper.jira:jsw-story-points");
    const SPRINT: Option<&str> = Some("com.pyxis.greenhopper.jira:gh-sprint");
    const EPIC_LINK: Option<&str> = Some("com.pyxis.greenhopper.jira:gh-epic-link");
    const NUMBER: Option<&str> = Some("com.atlassian.jira.plugin.system.customfieldtypes:float");

    fn field<'a>(id: &'a str, name: &'a str, schema_custom: Option<&'a str>) -> FieldKind<'a> {
        FieldKind { id, name, schema_custom }
    }

    #[test]
    fn order_of_the_fields_does_not_matter() {
        let mut fields = [
            field("customfield_3", "Story Points", NUMBER),
            field("customfield_2", "Story points", NUMBER),
            field("customfield_4", "Estimate", STORY_POINTS),
        ];
        let catalog = FieldCatalog::new(&fields);
        fields.reverse();
        assert_eq!(catalog, FieldCatalog::new(&fields));
        assert_eq!(catalog.story_points, ["customfield_4", "customfield_2", "customfield_3"]);
    }

    #[test]
    fn fields_with_another_meaning_are_found() {
        let some = [field("customfield_1", "Sprint", SPRINT), field("customfield_2", "Story Points", NUMBER)];
        let others = [
            field("customfield_1", "Sprint", SPRINT),
            field("customfield_2", "Points", NUMBER),
            field("customfield_3", "E", EPIC_LINK),
        ];
        let (some, others) = (FieldCatalog::new(&some), FieldCatalog::new(&others));
        let expected = BTreeSet::from(["customfield_2".to_owned(), "customfield_3".to_owned()]);
        assert_eq!(some.differing(&others), expected);
        assert_eq!(others.differing(&some), expected);
        assert_eq!(some.differing(&some), BTreeSet::new());
    }
}
