use std::{
    collections::BTreeMap,
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use super::{site_source::SITES_FILE, sites::sites_from, sites_error::SitesError};
use crate::jira::site::SiteConfig;

/// The configured sites. The server reads them again for each run, so that a change of `JIRA_CONFIG_FILE` needs no
/// restart. Cheap to clone.
#[derive(Clone)]
pub struct SiteRegistry(Arc<Inner>);

struct Inner {
    /// The environment variables, which name the file to read again. `None` = the sites never change.
    variables: Option<BTreeMap<String, String>>,
    /// The sites as they were last read.
    known: Mutex<Vec<SiteConfig>>,
}

impl SiteRegistry {
    /// The sites in the environment, or in the file that it names, read once.
    ///
    /// # Errors
    ///
    /// If the description of the sites is invalid.
    pub fn of_environment(variables: &BTreeMap<String, String>) -> Result<Self, SitesError> {
        Ok(Self::fixed(sites_from(variables)?))
    }

    /// The same, but the file is read again for each run if it is a regular file: reading a pipe again, such as a process
    /// substitution, yields nothing or blocks forever.
    ///
    /// # Errors
    ///
    /// As [`Self::of_environment`].
    pub fn following_file(variables: BTreeMap<String, String>) -> Result<Self, SitesError> {
        let known = Mutex::new(sites_from(&variables)?);
        let is_file = |path: &String| Path::new(path).is_file();
        let variables = variables.get(SITES_FILE).is_some_and(is_file).then_some(variables);
        Ok(Self(Arc::new(Inner { variables, known })))
    }

    /// A list that never changes.
    pub fn fixed(sites: Vec<SiteConfig>) -> Self {
        Self(Arc::new(Inner { variables: None, known: Mutex::new(sites) }))
    }

    /// The sites as they were last read, disabled ones included.
    pub fn known(&self) -> Vec<SiteConfig> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the sites again. If this fails, returns the previously known sites together with the reason, so that a
    /// mistake in one entry does not stop the other sites. A file without any sites is treated the same way, since it is
    /// more likely a mistake of whatever generated it.
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

/// Without the variables, which contain secrets.
impl fmt::Debug for SiteRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteRegistry").finish_non_exhaustive()
    }
}
