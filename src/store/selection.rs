use serde::{Deserialize, Serialize};

/// The part of the mirror that a run reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only the site of this name.
    pub site: Option<String>,
    /// Only projects with these keys; all when empty.
    pub projects: Vec<String>,
    /// Marks even a large loss, because somebody has confirmed it. Applies to the issues of the named projects or, if a
    /// site but no project is named, to the projects of that site that are no longer listed. Without either, it applies
    /// to nothing.
    pub accept_losses: bool,
    /// The site of this name follows the Jira at its address, even if it is a different one than before.
    pub accept_site: Option<String>,
}

impl Selection {
    /// Whether it selects the whole mirror.
    pub fn is_whole(&self) -> bool {
        self.site.is_none() && self.projects.is_empty()
    }

    /// Whether even half of a project's issues may be marked as gone, because somebody has confirmed it for these
    /// projects.
    pub fn accepts_losses(&self) -> bool {
        self.accept_losses && !self.projects.is_empty()
    }

    /// The same for half of a site's projects.
    pub fn accepts_departures(&self) -> bool {
        self.accept_losses && self.projects.is_empty() && self.site.is_some()
    }

    /// As stored with runs and schedules: null for the whole mirror.
    pub(in crate::store) fn stored(&self) -> Option<serde_json::Value> {
        let Self { site, projects, .. } = self;
        let stored = Stored { site: site.clone(), projects: projects.clone() };
        (!self.is_whole()).then(|| serde_json::json!(stored))
    }

    /// The selection that [`Selection::stored`] wrote; an error if the value has another format.
    pub(in crate::store) fn of_stored(stored: Option<&serde_json::Value>) -> serde_json::Result<Self> {
        let Some(stored) = stored else { return Ok(Self::default()) };
        let Stored { site, projects } = Stored::deserialize(stored)?;
        Ok(Self { site, projects, ..Self::default() })
    }
}

/// The part of a selection that is stored with runs and schedules.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    site: Option<String>,
    #[serde(default)]
    projects: Vec<String>,
}
