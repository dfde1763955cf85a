//! Changes to users, leads and reviewers. Only a new reviewer changes the `updated` of an issue.

use serde::{Deserialize, Serialize};

use super::{ControlError, Site};
use crate::demo::data::Person;

/// Changes to a user. Members that are left out stay as they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonEdit {
    /// New display name.
    pub name: Option<String>,
    /// New e-mail address.
    pub email: Option<String>,
    /// Cloud: whether the e-mail address is visible to others.
    pub email_visible: Option<bool>,
    /// Whether the account is active.
    pub active: Option<bool>,
}

impl Site {
    /// Changes a user by account id, key, user name or display name.
    pub fn edit_user(&self, user: &str, edit: PersonEdit) -> Result<(), ControlError> {
        let mut state = self.write();
        let index = state.find_person(user)?;
        let person = &mut state.people[index];
        person.display_name = edit.name.unwrap_or(std::mem::take(&mut person.display_name));
        person.email = edit.email.unwrap_or(std::mem::take(&mut person.email));
        person.email_visible = edit.email_visible.unwrap_or(person.email_visible);
        person.active = edit.active.unwrap_or(person.active);
        Ok(())
    }

    /// Changes the display name of a user.
    pub fn rename_user(&self, user: &str, display_name: &str) -> Result<(), ControlError> {
        self.edit_user(user, PersonEdit { name: Some(display_name.to_owned()), ..PersonEdit::default() })
    }

    /// Changes the lead of a project, and of its components that have no lead of their own.
    pub fn set_lead(&self, project: &str, user: &str) -> Result<(), ControlError> {
        let mut state = self.write();
        let (project, lead) = (state.find_project(project)?, state.find_person(user)?);
        state.projects[project].made.lead = lead;
        Ok(())
    }

    /// Sets the lead of a component.
    pub fn set_component_lead(&self, component: u64, user: &str) -> Result<(), ControlError> {
        let mut state = self.write();
        let lead = state.find_person(user)?;
        state.component_leads.insert(component, lead);
        Ok(())
    }

    /// Sets an issue's reviewer, a custom field. The changelog does not record it.
    pub fn set_reviewer(&self, issue: &str, user: &str) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let (id, reviewer) = (state.find(issue)?, state.find_person(user)?);
        state.change(id, |entry| entry.custom.reviewer = Some(reviewer));
        state.record(id, 0, at, Vec::new());
        Ok(())
    }

    /// Adds a user, and returns the account id on Cloud or the key on Data Center.
    pub fn add_user(&self, display_name: &str) -> String {
        let cloud = self.config().edition == crate::demo::config::Edition::Cloud;
        let mut state = self.write();
        let index = state.people.len();
        let person: Person = state.generator.newcomer(index, display_name);
        let id = if cloud { person.account_id.clone() } else { person.key.clone() };
        state.people.push(person);
        id
    }
}
