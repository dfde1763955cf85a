//! The one place where requests leave: limits, retries, waiting, and what every answer's headers tell.

use std::time::Instant;

use chrono::{DateTime, Utc};
use http::header;
use tokio::sync::Semaphore;

use super::clock::ServerClock;
use super::credentials::Credentials;
use super::error::{JiraError, messages};
use super::fault::{Fault, causes, denied, fatal, network_fault, status_fault};
use super::gate::Gate;
use super::limits::Limits;
use super::reach::Reach;
use super::request::Request;
use super::retry::{self, Decision, Failure, FailureKind};
use super::site::SiteConfig;
use super::stats::Counters;

/// The largest answer that is held in memory, in bytes.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Everything that one site's requests share.
#[derive(Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    /// Ends in a slash; without user or password.
    base: String,
    credentials: Credentials,
    pub(crate) limits: Limits,
    permits: Semaphore,
    pub(crate) gate: Gate,
    pub(crate) clock: ServerClock,
    pub(crate) counters: Counters,
}

impl Transport {
    /// Fails when the credentials cannot be put into a header or TLS cannot be set up.
    pub(crate) fn new(site: &SiteConfig, limits: Limits) -> Result<Self, JiraError> {
        // An error only says that a provider is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let credentials = Credentials::new(&site.auth);
        let http = reqwest::Client::builder()
            .default_headers(credentials.headers()?)
            .user_agent(concat!("jira-sync/", env!("CARGO_PKG_VERSION")))
            .pool_max_idle_per_host(limits.pool_size)
            .timeout(limits.request_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map_err(|error| {
                JiraError::Settings(format!(
                    "cannot set up HTTPS: {}. Install the system's CA certificates (package ca-certificates)",
                    causes(&error)
                ))
            })?;
        let mut base = site.base_url.clone();
        let _ = (base.set_username(""), base.set_password(None));
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self {
            http,
            base: format!("{}/", base.as_str().trim_end_matches('/')),
            credentials,
            permits: Semaphore::new(limits.permits()),
            limits,
            gate: Gate::new(),
            clock: ServerClock::default(),
            counters: Counters::default(),
        })
    }

    /// Sends `request` until `parse` accepts the body of a successful answer, within the retries allowed.
    /// `parse` says what is wrong with a body it does not accept.
    pub(crate) async fn fetch<T>(
        &self,
        request: &Request,
        parse: impl Fn(&[u8]) -> Result<T, String>,
    ) -> Result<T, JiraError> {
        for attempt in 1.. {
            let fault = match self.attempt(request, attempt, &parse).await {
                Ok(value) => return Ok(value),
                Err(fault) => fault,
            };
            let now = self.clock.now(Instant::now()).unwrap_or_else(Utc::now);
            match retry::decide(attempt, &fault.failure, &self.limits, now, rand::random()) {
                Decision::GiveUp => return Err(fault.error),
                Decision::Retry { after, everyone } => {
                    tracing::debug!(
                        request = request.describe(),
                        attempt,
                        ?after,
                        everyone,
                        "{}",
                        fault.error
                    );
                    self.counters.retry();
                    if everyone {
                        let reason = format!("Jira asked us to wait {} s", after.as_secs_f64().ceil());
                        self.counters.waited(self.gate.close(after, &reason, Instant::now().into()));
                    } else {
                        tokio::time::sleep(after).await;
                    }
                }
            }
        }
        Err(JiraError::Settings("max_retries is too large".to_owned()))
    }

    async fn attempt<T>(
        &self,
        request: &Request,
        attempts: u32,
        parse: impl Fn(&[u8]) -> Result<T, String>,
    ) -> Result<T, Fault> {
        let network = |error: &reqwest::Error| network_fault(request, attempts, error);
        let permit = self.permit().await?;
        self.counters.request();
        let mut response = request.build(&self.http, &self.base).send().await.map_err(|e| network(&e))?;
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let date = headers.get(header::DATE).and_then(|value| value.to_str().ok());
        if let Some(Ok(date)) = date.map(DateTime::parse_from_rfc2822) {
            self.clock.set(date.to_utc(), Instant::now());
        }
        let body = read_body(request, attempts, &mut response).await;
        drop(permit);
        // An error status speaks for itself, whatever became of its body.
        let body = if status < 300 { body? } else { body.unwrap_or_default() };
        self.counters.received(body.len());
        if let Some(detail) = denied(request.reach(), status, &headers) {
            return Err(fatal(match request.reach() {
                Reach::Reference => JiraError::Forbidden { request: request.describe(), status, detail },
                _ => JiraError::Auth { detail },
            }));
        }
        if status >= 300 {
            return Err(status_fault(request, attempts, status, &headers, self.reasons(&body)));
        }
        parse(&body).map_err(|problem| {
            let is_json = body.starts_with(b"{") || body.starts_with(b"[");
            let said = if is_json { Vec::new() } else { self.reasons(&body) };
            let detail = said.into_iter().next().map_or(problem, |said| format!("instead of JSON, {said}"));
            let failure = Failure::new(FailureKind::BadBody);
            Fault { failure, error: JiraError::Protocol { request: request.describe(), attempts, detail } }
        })
    }

    /// Waits for the right to send: a permit, held while the gate is open.
    async fn permit(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Fault> {
        loop {
            self.gate.pass().await;
            let permit = self
                .permits
                .acquire()
                .await
                .map_err(|error| fatal(JiraError::Settings(error.to_string())))?;
            if self.gate.closed_until(Instant::now().into()).is_none() {
                return Ok(permit);
            }
        }
    }

    /// What an error body says, should it even repeat the credentials.
    fn reasons(&self, body: &[u8]) -> Vec<String> {
        messages(body).into_iter().map(|text| self.credentials.hide(text)).collect()
    }
}

async fn read_body(
    request: &Request,
    attempts: u32,
    response: &mut reqwest::Response,
) -> Result<Vec<u8>, Fault> {
    let too_large = || fatal(JiraError::TooLarge { request: request.describe(), limit: LARGEST_BODY });
    let expected =
        response.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if expected > LARGEST_BODY {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(expected);
    while let Some(chunk) =
        response.chunk().await.map_err(|error| network_fault(request, attempts, &error))?
    {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
