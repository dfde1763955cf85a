//! Whether a site still answers, and us: one that fell silent in the middle of a run, or that does not take the
//! credentials any more, is asked nothing more, however much is left to do.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::RwLock;

use super::request::Request;
use crate::jira::error::{JiraError, NetworkFault};

/// For how long credentials that were proven good are believed to be.
const PROOF_LASTS: Duration = Duration::from_secs(60);

/// When the site answered last, and why it is asked nothing more.
#[derive(Debug)]
pub(crate) struct Pulse {
    answered: Mutex<Instant>,
    /// Held while it is found out whether anything more may be asked. Holds when the credentials were last proven.
    doubt: RwLock<Option<Instant>>,
    ended: OnceLock<JiraError>,
}

impl Pulse {
    pub(crate) fn new() -> Self {
        Self { answered: Mutex::new(Instant::now()), doubt: RwLock::default(), ended: OnceLock::new() }
    }

    /// An answer came, of whatever kind.
    pub(crate) fn beat(&self) {
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Asks the site nothing more. The first reason stays.
    pub(crate) fn end(&self, reason: JiraError) -> JiraError {
        self.ended.get_or_init(|| reason).clone()
    }

    /// Returns once there is no doubt.
    pub(crate) async fn calm(&self) {
        drop(self.doubt.read().await);
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.doubt.try_read().is_ok()
    }

    /// Whether the client may send more requests.
    ///
    /// # Errors
    ///
    /// Returns why it may not.
    pub(crate) fn check(&self) -> Result<(), JiraError> {
        self.ended.get().map_or(Ok(()), |reason| Err(reason.clone()))
    }

    /// After a request without an answer: ends it all when nothing was answered for `silence` and `probe` is not
    /// either. One probe at a time, and nothing else meanwhile.
    pub(crate) async fn feel(
        &self,
        silence: Duration,
        request: &Request,
        probe: impl Future<Output = bool>,
    ) -> Result<(), JiraError> {
        let _doubt = self.doubt.write().await;
        self.check()?;
        let silent = self.answered.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        if silent < silence {
            return Ok(());
        }
        if probe.await {
            self.beat();
            return Ok(());
        }
        let detail = format!("nothing was answered for {} s", silent.as_secs());
        let (request, fault) = (request.describe(), NetworkFault::Silent);
        Err(self.end(JiraError::Network { request, attempts: 1, fault, detail }))
    }

    /// After an answer that may say that the credentials are not taken any more: ends it all when `sign_in` is refused.
    /// Each further request would be a sign-in that fails, and many of them lock the account.
    pub(crate) async fn doubt<T>(
        &self,
        sign_in: impl Future<Output = Result<T, JiraError>>,
    ) -> Result<(), JiraError> {
        let mut proven = self.doubt.write().await;
        self.check()?;
        if proven.is_some_and(|at| at.elapsed() < PROOF_LASTS) {
            return Ok(());
        }
        match sign_in.await {
            Err(error @ JiraError::Auth { .. }) => return Err(self.end(error)),
            // What keeps Jira from answering this is not the credentials.
            Err(_) => {}
            Ok(_) => *proven = Some(Instant::now()),
        }
        Ok(())
    }
}
