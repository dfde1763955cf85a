use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use super::sites::{SitesError, sites_from};
use crate::jira::site::SiteConfig;

/// The sites that there are. They are read again for each run, so that a change of `JIRA_CONFIG_FILE` needs no restart.
/// Cheap to clone.
#[derive(Clone)]
pub struct SiteRegistry(Arc<Inner>);

struct Inner {
    /// None where the sites never change.
    variables: Option<BTreeMap<String, String>>,
    /// The sites as they were last read.
    known: Mutex<Vec<SiteConfig>>,
}

impl SiteRegistry {
    /// Those of the environment, and of the file that it names.
    ///
    /// # Errors
    ///
    /// If they are not described as they must be.
    pub fn of_environment(variables: BTreeMap<String, String>) -> Result<Self, SitesError> {
        let known = Mutex::new(sites_from(&variables)?);
        Ok(Self(Arc::new(Inner { variables: Some(variables), known })))
    }

    /// These, for good.
    pub fn fixed(sites: Vec<SiteConfig>) -> Self {
        Self(Arc::new(Inner { variables: None, known: Mutex::new(sites) }))
    }

    /// The sites as they were last read, disabled ones included.
    pub fn known(&self) -> Vec<SiteConfig> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the sites again. While they cannot be read, those known before stay, and the reason is returned beside them:
    /// a mistake at one site costs no other. The same holds for a file that no longer names any site, which is more often a
    /// fault of what wrote it.
    pub fn read(&self) -> (Vec<SiteConfig>, Option<SitesError>) {
        let before = self.known();
        let Some(variables) = &self.0.variables else { return (before, None) };
        match sites_from(variables) {
            Ok(sites) if sites.is_empty() && !before.is_empty() => (before, Some(SitesError::none_left())),
            Ok(sites) => {
                sites.clone_into(&mut self.0.known.lock().unwrap_or_else(PoisonError::into_inner));
                (sites, None)
            }
            Err(error) => (before, Some(error)),
        }
    }
}

/// Without the variables, which hold secrets.
impl fmt::Debug for SiteRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteRegistry").finish_non_exhaustive()
    }
}
