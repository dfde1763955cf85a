//! Names that were changed since the site was started.

use serde::{Deserialize, Serialize};

use super::error::{ControlError, not_found};
use super::{Site, State};
use crate::demo::data::{FIELDS, ISSUE_TYPES, LINK_TYPES, RESOLUTIONS, STATUSES};

/// Kinds of things that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// A status.
    Status,
    /// A priority.
    Priority,
    /// A resolution.
    Resolution,
    /// An issue type.
    IssueType,
    /// A link type.
    LinkType,
    /// A field.
    Field,
    /// A project. Its key stays the same.
    Project,
    /// A board.
    Board,
    /// A sprint.
    Sprint,
    /// A version.
    Version,
    /// A component.
    Component,
}

impl Site {
    /// Renames the thing with this id or name, without changing the `updated` of any issue.
    pub fn rename(&self, kind: Named, what: &str, name: &str) -> Result<(), ControlError> {
        let mut state = self.write();
        let id = state.find_named(kind, what).ok_or_else(|| not_found("such thing as", what))?;
        if kind == Named::Project
            && let Some(project) = state.project(&id)
        {
            state.projects[project].name = name.to_owned();
        }
        state.names.insert((kind, id), name.to_owned());
        Ok(())
    }
}

impl State {
    /// The current name of something that was first named `first`.
    pub(crate) fn name<'a>(&'a self, kind: Named, id: &str, first: &'a str) -> &'a str {
        if self.names.is_empty() {
            return first;
        }
        self.names.get(&(kind, id.to_owned())).map_or(first, String::as_str)
    }

    /// The id of the thing with this id or current name.
    pub(crate) fn find_named(&self, kind: Named, what: &str) -> Option<String> {
        let is = |id: &str, first: &str| id == what || self.name(kind, id, first).eq_ignore_ascii_case(what);
        let among = |mut all: Box<dyn Iterator<Item = (String, String)> + '_>| {
            all.find(|(id, first)| is(id, first)).map(|(id, _)| id)
        };
        let constant = |all: Vec<(&str, &str)>| {
            all.iter().find(|(id, first)| is(id, first)).map(|(id, _)| (*id).to_owned())
        };
        let projects = 0..self.projects.len();
        match kind {
            Named::Status => constant(STATUSES.iter().map(|s| (s.0, s.1)).collect()),
            Named::Resolution => constant(RESOLUTIONS.iter().map(|r| (r.0, r.1)).collect()),
            Named::IssueType => constant(ISSUE_TYPES.iter().map(|t| (t.id, t.name)).collect()),
            Named::LinkType => constant(LINK_TYPES.iter().map(|t| (t.0, t.1)).collect()),
            Named::Field => constant(FIELDS.iter().map(|f| (f.id, f.name)).collect()),
            Named::Priority => {
                among(Box::new(self.priorities.iter().map(|p| (p.id.clone(), p.name.clone()))))
            }
            Named::Project => self.project(what).map(|p| self.projects[p].made.id.to_string()),
            Named::Board => {
                what.parse().ok().and_then(|id| self.generator.board_project(id)).map(|_| what.to_owned())
            }
            Named::Sprint => what.parse().ok().and_then(|id| self.sprint(id)).map(|s| s.id.to_string()),
            Named::Version => {
                among(Box::new(projects.flat_map(|p| self.versions(p)).map(|v| (v.id.to_string(), v.name))))
            }
            Named::Component => {
                among(Box::new(projects.flat_map(|p| self.components(p)).map(|c| (c.id.to_string(), c.name))))
            }
        }
    }
}
