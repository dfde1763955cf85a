//! Merges what different responses show about a person. Pure.

use crate::store::mirror::tables::rows::UserRow;
use crate::store::{IssueId, SiteId};

/// A person as shown by one of Jira's responses. A missing member is unknown, not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// The account id on Cloud, the user key on Data Center.
    pub id: String,
    pub display_name: Option<String>,
    pub email: Option<String>,
    pub active: Option<bool>,
    pub time_zone: Option<String>,
    pub account_type: Option<String>,
}

/// One form of a person, and the issues that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub person: Person,
    pub issues: Vec<IssueId>,
}

/// The members, as bits of `users.listed`.
const DISPLAY_NAME: i64 = 1;
const EMAIL: i64 = 2;
const ACTIVE: i64 = 4;
const TIME_ZONE: i64 = 8;
const ACCOUNT_TYPE: i64 = 16;

impl Person {
    /// Merges two forms. If they differ, the greater value counts, so that their order does not matter.
    pub fn merge(self, other: Self) -> Self {
        Self {
            id: self.id,
            display_name: self.display_name.max(other.display_name),
            email: self.email.max(other.email),
            active: self.active.max(other.active),
            time_zone: self.time_zone.max(other.time_zone),
            account_type: self.account_type.max(other.account_type),
        }
    }

    /// Whether none of its members differs.
    fn agrees_with(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            one.is_none() || one == other
        }
        agree(&self.display_name, &other.display_name)
            && agree(&self.email, &other.email)
            && agree(&self.active, &other.active)
            && agree(&self.time_zone, &other.time_zone)
            && agree(&self.account_type, &other.account_type)
    }

    fn members(&self) -> i64 {
        let bit = |said: bool, bit: i64| if said { bit } else { 0 };
        bit(self.display_name.is_some(), DISPLAY_NAME)
            | bit(self.email.is_some(), EMAIL)
            | bit(self.active.is_some(), ACTIVE)
            | bit(self.time_zone.is_some(), TIME_ZONE)
            | bit(self.account_type.is_some(), ACCOUNT_TYPE)
    }
}

impl UserRow {
    /// A person with only an id.
    pub(in crate::store::mirror) fn unknown(site_id: SiteId, id: String) -> Self {
        Self {
            site_id,
            id,
            display_name: None,
            email: None,
            active: None,
            time_zone: None,
            account_type: None,
            listed: 0,
            shown_by: None,
        }
    }

    /// Merges the person from the site's list of people, which may leave out what it once showed. Returns whether a
    /// known value changed.
    pub(in crate::store::mirror) fn learn_listed(&mut self, said: &Person) -> bool {
        self.listed |= said.members();
        self.learn(said, 0)
    }

    /// Merges the person as shown as a lead, by `all` lists of leads or only some. This fills in unknown values; all
    /// lists together also overrule values that come from neither the site's list nor an issue. Returns whether a known
    /// value changed.
    pub(in crate::store::mirror) fn learn_lead(&mut self, said: &Person, all: bool) -> bool {
        let kept = if all && self.shown_by.is_none() { self.listed } else { i64::MAX };
        self.learn(said, kept)
    }

    /// Merges the person as issues show them. Known values are only overruled by an issue that is new or changed, or by
    /// the issue that they came from. Values of the site's list are never overruled. Returns whether a known value
    /// changed.
    pub(in crate::store::mirror) fn learn_shown(
        &mut self,
        forms: &[Shown],
        is_evidence: impl Fn(IssueId) -> bool,
    ) -> bool {
        let shown_by = self.shown_by;
        let evidence = |form: &&Shown| form.issues.iter().any(|id| Some(*id) == shown_by || is_evidence(*id));
        let together =
            |some: Vec<&Shown>| some.into_iter().map(|form| form.person.clone()).reduce(Person::merge);
        let before = self.clone();
        let mut changed = false;
        if let Some(said) = together(forms.iter().filter(evidence).collect()) {
            changed = self.learn(&said, self.listed);
            if *self != before {
                let agreeing = forms.iter().filter(evidence).filter(|form| form.person.agrees_with(&said));
                let ids = agreeing.flat_map(|form| &form.issues);
                self.shown_by = ids.filter(|id| is_evidence(**id)).max().copied().or(shown_by);
            }
        }
        if let Some(said) = together(forms.iter().collect()) {
            self.learn(&said, i64::MAX);
        }
        changed
    }

    /// Fills in unknown values and overrules known ones, except the members `kept`.
    fn learn(&mut self, said: &Person, kept: i64) -> bool {
        let may = |member: i64| kept & member == 0;
        learn(&mut self.display_name, &said.display_name, may(DISPLAY_NAME))
            | learn(&mut self.email, &said.email, may(EMAIL))
            | learn(&mut self.active, &said.active, may(ACTIVE))
            | learn(&mut self.time_zone, &said.time_zone, may(TIME_ZONE))
            | learn(&mut self.account_type, &said.account_type, may(ACCOUNT_TYPE))
    }
}

fn learn<T: Clone + PartialEq>(known: &mut Option<T>, said: &Option<T>, may_overrule: bool) -> bool {
    match (&known, said) {
        (_, None) => false,
        (None, Some(_)) => {
            known.clone_from(said);
            false
        }
        (Some(known_as), Some(said_as)) if known_as == said_as || !may_overrule => false,
        (Some(_), Some(_)) => {
            known.clone_from(said);
            true
        }
    }
}

#[cfg(test)]
mod tests;
