//! Changes to links between issues.

use super::super::Named;
use super::{ControlError, Site, not_found, touch};
use crate::demo::data::{LINK_TYPES, Link};

impl Site {
    /// Links an issue to another, and returns the id of the link. Both issues count as updated.
    pub fn link_issues(&self, issue: &str, other: &str, kind: &str) -> Result<u64, ControlError> {
        self.link(issue, other, kind, true)
    }

    /// Adds a link that only one issue shows, as left behind by imports and damaged databases.
    pub fn link_one_side(&self, issue: &str, other: &str, kind: &str) -> Result<u64, ControlError> {
        self.link(issue, other, kind, false)
    }

    fn link(&self, issue: &str, other: &str, kind: &str, both: bool) -> Result<u64, ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let kind = state
            .find_named(Named::LinkType, kind)
            .and_then(|id| LINK_TYPES.iter().position(|known| known.0 == id))
            .ok_or_else(|| not_found("link type", kind))?;
        let (from, to) = (state.find(issue)?, state.find(other)?);
        if from == to {
            return Err(ControlError::Invalid("an issue cannot be linked to itself".to_owned()));
        }
        let id = state.new_child_id();
        for (end, other, outward) in
            [(from, to, true), (to, from, false)].into_iter().take(1 + usize::from(both))
        {
            state.change(end, |entry| {
                entry.links.push(Link { id, kind, outward, other });
                touch(entry, at);
            });
        }
        Ok(id)
    }

    /// Removes a link. Both issues count as updated.
    pub fn unlink_issues(&self, issue: &str, link: u64) -> Result<(), ControlError> {
        let at = self.time(None);
        let mut state = self.write();
        let from = state.find(issue)?;
        let found = state.entry(from).and_then(|entry| entry.links.iter().find(|l| l.id == link).cloned());
        let found = found.ok_or_else(|| not_found("link", &link.to_string()))?;
        for end in [from, found.other] {
            state.change(end, |entry| {
                let before = entry.links.len();
                entry.links.retain(|l| l.id != link);
                if entry.links.len() < before {
                    touch(entry, at);
                }
            });
        }
        Ok(())
    }

    /// The ids of an issue's links.
    pub fn links_of(&self, issue: &str) -> Result<Vec<u64>, ControlError> {
        let state = self.read();
        let id = state.find(issue)?;
        Ok(state.entry(id).map(|entry| entry.links.iter().map(|link| link.id).collect()).unwrap_or_default())
    }
}
