use app::model::WHOLE_SITE;

use super::ProjectId;

/// A project, with the key that it had when it was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectRef {
    pub id: ProjectId,
    pub key: String,
}

/// The part of a site that something is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The site as a whole, or issues of any of its projects.
    Site,
    Project(ProjectRef),
}

impl Place {
    pub fn project(&self) -> Option<&ProjectRef> {
        match self {
            Self::Site => None,
            Self::Project(project) => Some(project),
        }
    }

    /// The project's key, or the text for the whole site, as in columns named `project_key`.
    pub fn key(&self) -> &str {
        self.project().map_or(WHOLE_SITE, |project| &project.key)
    }
}
