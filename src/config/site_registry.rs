use std::{collections::BTreeMap, fmt, sync::Arc};

use super::sites::{SitesError, sites_from};
use crate::jira::site::SiteConfig;

/// The sites that there are. They are read anew for each run, so that a change of `JIRA_CONFIG_FILE` needs no restart.
/// Cheap to clone.
#[derive(Clone)]
pub struct SiteRegistry(Arc<Source>);

enum Source {
    Fixed(Vec<SiteConfig>),
    /// The variables of the environment, and the file that they name.
    Environment(BTreeMap<String, String>),
}

impl SiteRegistry {
    /// Those of the environment, and of the file that it names.
    pub fn of_environment(variables: BTreeMap<String, String>) -> Self {
        Self(Arc::new(Source::Environment(variables)))
    }

    /// These, for good.
    pub fn fixed(sites: Vec<SiteConfig>) -> Self {
        Self(Arc::new(Source::Fixed(sites)))
    }

    /// The sites as they are now, disabled ones included.
    ///
    /// # Errors
    ///
    /// If the file of the sites cannot be read, or does not describe them as it must.
    pub fn sites(&self) -> Result<Vec<SiteConfig>, SitesError> {
        match &*self.0 {
            Source::Fixed(sites) => Ok(sites.clone()),
            Source::Environment(variables) => sites_from(variables),
        }
    }
}

/// Without the variables, which hold secrets.
impl fmt::Debug for SiteRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteRegistry").finish_non_exhaustive()
    }
}
