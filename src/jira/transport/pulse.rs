//! Whether a site still responds and accepts the credentials. If it stops doing either during a run, no more requests
//! are sent to it.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::RwLock;

use super::request::Request;
use crate::jira::error::{JiraError, NetworkFault};

/// How long a successful sign-in proves the credentials.
const PROOF_VALID_FOR: Duration = Duration::from_secs(60);

/// When the site last responded, and why no more requests are sent to it.
#[derive(Debug)]
pub(crate) struct Pulse {
    answered: Mutex<Instant>,
    /// Locked for writing while a check is running. Contains when the credentials were last proven.
    checking: RwLock<Option<Instant>>,
    stopped: OnceLock<JiraError>,
}

impl Pulse {
    pub(crate) fn new() -> Self {
        Self { answered: Mutex::new(Instant::now()), checking: RwLock::default(), stopped: OnceLock::new() }
    }

    /// Records that a response of any kind arrived.
    pub(crate) fn record_response(&self) {
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Stops all further requests. Returns the reason, which remains the one from the first call.
    pub(crate) fn stop(&self, reason: JiraError) -> JiraError {
        self.stopped.get_or_init(|| reason).clone()
    }

    /// Returns once no check is running.
    pub(crate) async fn settled(&self) {
        drop(self.checking.read().await);
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.checking.try_read().is_ok()
    }

    /// Whether the client may send more requests.
    ///
    /// # Errors
    ///
    /// Returns why it may not.
    pub(crate) fn check(&self) -> Result<(), JiraError> {
        self.stopped.get().map_or(Ok(()), |reason| Err(reason.clone()))
    }

    /// To be called after a request without a response. Stops all requests if there was no response for `silence`, and
    /// `probe` gets none either. Only one probe runs at a time, and no other requests meanwhile.
    ///
    /// # Errors
    ///
    /// If no more requests may be sent.
    pub(crate) async fn check_silence(
        &self,
        silence: Duration,
        request: &Request,
        probe: impl Future<Output = bool>,
    ) -> Result<(), JiraError> {
        let _checking = self.checking.write().await;
        self.check()?;
        let silent = self.answered.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        if silent < silence {
            return Ok(());
        }
        if probe.await {
            self.record_response();
            return Ok(());
        }
        let detail = format!("no response for {} s", silent.as_secs());
        let (request, fault) = (request.describe(), NetworkFault::Silent);
        Err(self.stop(JiraError::Network { request, attempts: 1, fault, detail }))
    }

    /// To be called after a response that may mean that the credentials are no longer accepted. Stops all requests if
    /// `sign_in` is refused: each would count as a failed sign-in, and too many of these lock the account.
    ///
    /// # Errors
    ///
    /// If no more requests may be sent.
    pub(crate) async fn check_credentials<T>(
        &self,
        sign_in: impl Future<Output = Result<T, JiraError>>,
    ) -> Result<(), JiraError> {
        let mut proven = self.checking.write().await;
        self.check()?;
        if proven.is_some_and(|at| at.elapsed() < PROOF_VALID_FOR) {
            return Ok(());
        }
        match sign_in.await {
            Err(error @ JiraError::Auth { .. }) => return Err(self.stop(error)),
            // Another error proves nothing about the credentials.
            Err(_) => {}
            Ok(_) => *proven = Some(Instant::now()),
        }
        Ok(())
    }
}
