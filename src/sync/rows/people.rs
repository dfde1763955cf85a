//! The people in documents.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::{
    jira::wire,
    store::{
        IssueId, SiteId,
        mirror::{Person, Shown, person_id},
    },
};

/// The people found in documents: each form once, with the issues that show it.
#[derive(Debug)]
pub(in crate::sync) struct People {
    site_id: SiteId,
    /// The issue whose document is being converted.
    issue_id: Option<IssueId>,
    forms: HashMap<Person, Vec<IssueId>>,
}

impl People {
    pub(in crate::sync) fn of_site(site_id: SiteId) -> Self {
        Self { site_id, issue_id: None, forms: HashMap::new() }
    }

    pub(super) fn site_id(&self) -> SiteId {
        self.site_id
    }

    /// Sets the issue that shows the people added from now on.
    pub(super) fn shown_by(&mut self, issue_id: IssueId) {
        self.issue_id = Some(issue_id);
    }

    /// Adds a person and returns the id.
    pub(super) fn meet(&mut self, user: Option<wire::User>) -> Option<String> {
        let person = person(user.filter(|user| !user.key.is_empty())?);
        let (id, issue_id) = (person.id.clone(), self.issue_id);
        let issues = self.forms.entry(person).or_default();
        if issues.last() != issue_id.as_ref() {
            issues.extend(issue_id);
        }
        Some(id)
    }

    /// Adds the people in custom fields, except mentions, which have only an id.
    pub(super) fn meet_in(&mut self, custom_fields: &Map<String, Value>) {
        for members in objects_in(custom_fields) {
            if let Some(id) = person_id(members) {
                self.meet(Some(user(id, members)));
            }
        }
    }

    pub(in crate::sync) fn into_forms(self) -> Vec<Shown> {
        self.forms.into_iter().map(|(person, issues)| Shown { person, issues }).collect()
    }
}

/// A person as in one of Jira's responses; an empty member counts as missing.
pub(in crate::sync) fn person(user: wire::User) -> Person {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    Person {
        id: user.key,
        display_name: said(user.display_name),
        email: said(user.email),
        active: user.active,
        time_zone: said(user.time_zone),
        account_type: said(user.account_type).filter(|kind| kind != "unknown"),
    }
}

/// The lead of a project or a component.
pub(in crate::sync) fn lead(user: Option<&wire::User>) -> Option<Person> {
    user.filter(|user| !user.key.is_empty()).cloned().map(person)
}

/// The ids of the people named in custom fields: in user fields, and by mentions in rich texts.
pub(super) fn named_in<'a>(custom_fields: &'a Map<String, Value>) -> BTreeSet<String> {
    let mention = |members: &'a Map<String, Value>| {
        let is_mention = members.get("type").and_then(Value::as_str) == Some("mention");
        members.get("attrs")?.get("id")?.as_str().filter(|_| is_mention)
    };
    let named = |members: &'a Map<String, Value>| person_id(members).or_else(|| mention(members));
    objects_in(custom_fields).into_iter().filter_map(named).map(str::to_owned).collect()
}

/// All objects in the values of custom fields, however deep.
fn objects_in(custom_fields: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    let mut objects = Vec::new();
    let mut rest: Vec<&Value> = custom_fields.values().collect();
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                objects.push(members);
                rest.extend(members.values());
            }
            _ => {}
        }
    }
    objects
}

/// A person as in a custom field's value.
fn user(id: &str, members: &Map<String, Value>) -> wire::User {
    let text = |member: &str| members.get(member).and_then(Value::as_str).map(str::to_owned);
    wire::User {
        key: id.to_owned(),
        display_name: text("displayName"),
        email: text("emailAddress"),
        active: members.get("active").and_then(Value::as_bool),
        time_zone: text("timeZone"),
        account_type: text("accountType"),
    }
}
