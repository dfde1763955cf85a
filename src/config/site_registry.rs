use std::{
    collections::BTreeMap,
    fmt,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{site_source::SITES_FILE, sites::sites_from, sites_error::SitesError};
use crate::jira::site::SiteConfig;

/// How old the sites may be for callers that only look something up, such as a webhook's secret.
const MAX_AGE: Duration = Duration::from_secs(5);

/// The configured sites. The server reads them again for each run, so that a change of `JIRA_CONFIG_FILE` needs no
/// restart. Cheap to clone.
#[derive(Clone)]
pub struct SiteRegistry(Arc<Inner>);

struct Inner {
    /// The environment variables, which name the file to read again. `None` = the sites never change.
    variables: Option<BTreeMap<String, String>>,
    /// The sites as they were last read.
    known: Mutex<Vec<SiteConfig>>,
    read_at: Mutex<Instant>,
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
        Ok(Self(Arc::new(Inner { variables, known, read_at: Mutex::new(Instant::now()) })))
    }

    /// A list that never changes.
    pub fn fixed(sites: Vec<SiteConfig>) -> Self {
        let (known, read_at) = (Mutex::new(sites), Mutex::new(Instant::now()));
        Self(Arc::new(Inner { variables: None, known, read_at }))
    }

    /// The sites as they were last read, disabled ones included.
    pub fn known(&self) -> Vec<SiteConfig> {
        lock(&self.0.known).clone()
    }

    /// The sites as of now or a few seconds ago, so that a server that carries out no runs also notices a change.
    pub fn current(&self) -> Vec<SiteConfig> {
        if lock(&self.0.read_at).elapsed() < MAX_AGE {
            return self.known();
        }
        self.read().0
    }

    /// Reads the sites again. If this fails, returns the previously known sites together with the reason, so that a
    /// mistake in one entry does not stop the other sites. A file without any sites counts as a failure too: more
    /// likely, whatever generated it made a mistake.
    pub fn read(&self) -> (Vec<SiteConfig>, Option<SitesError>) {
        let before = self.known();
        let Some(variables) = &self.0.variables else { return (before, None) };
        *lock(&self.0.read_at) = Instant::now();
        match sites_from(variables) {
            Ok(sites) if sites.is_empty() && !before.is_empty() => (before, Some(SitesError::none_left())),
            Ok(sites) => {
                sites.clone_into(&mut lock(&self.0.known));
                (sites, None)
            }
            Err(error) => (before, Some(error)),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Without the variables, which contain secrets.
impl fmt::Debug for SiteRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteRegistry").finish_non_exhaustive()
    }
}
