//! The one place where requests leave: limits, retries, waiting, and what every answer's headers tell.

use std::time::Instant;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::ExposeSecret;
use tokio::sync::Semaphore;

use super::clock::ServerClock;
use super::error::{JiraError, NetworkFault, messages};
use super::gate::Gate;
use super::limits::Limits;
use super::request::Request;
use super::retry::{self, Decision, Failure, FailureKind};
use super::site::{Auth, SiteConfig};
use super::stats::Counters;

/// The largest answer that is held in memory, in bytes.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Everything that one site's requests share.
#[derive(Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    /// Ends in a slash; without user or password.
    base: String,
    limits: Limits,
    permits: Semaphore,
    pub(crate) gate: Gate,
    pub(crate) clock: ServerClock,
    pub(crate) counters: Counters,
}

/// An attempt that failed: the error if it stays so, and what retrying needs to know.
struct Fault {
    failure: Failure,
    error: JiraError,
}

impl Transport {
    /// Fails when the credentials cannot be put into a header or TLS cannot be set up.
    pub(crate) fn new(site: &SiteConfig, limits: Limits) -> Result<Self, JiraError> {
        // An error only says that a provider is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .default_headers(default_headers(&site.auth)?)
            .user_agent(concat!("jira-sync/", env!("CARGO_PKG_VERSION")))
            .pool_max_idle_per_host(limits.pool_size)
            .timeout(limits.request_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map_err(|error| JiraError::Settings(format!("cannot set up HTTPS: {}", causes(&error))))?;
        let mut base = site.base_url.clone();
        let _ = (base.set_username(""), base.set_password(None));
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self {
            http,
            base: format!("{}/", base.as_str().trim_end_matches('/')),
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
        if let Some(date) = headers.get(header::DATE).and_then(|value| value.to_str().ok()) {
            if let Ok(date) = DateTime::parse_from_rfc2822(date) {
                self.clock.set(date.to_utc(), Instant::now());
            }
        }
        let body = read_body(request, attempts, &mut response).await;
        drop(permit);
        // An error status speaks for itself, whatever became of its body.
        let body = if status < 300 { body? } else { body.unwrap_or_default() };
        self.counters.received(body.len());
        if let Some(detail) = denied(status, &headers) {
            return Err(fatal(JiraError::Auth { detail }));
        }
        if status >= 300 {
            return Err(status_fault(request, attempts, status, &headers, &body));
        }
        parse(&body).map_err(|problem| {
            let said =
                if body.starts_with(b"{") || body.starts_with(b"[") { Vec::new() } else { messages(&body) };
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
}

fn default_headers(auth: &Auth) -> Result<HeaderMap, JiraError> {
    let credentials = match auth {
        Auth::Basic { user, secret } => {
            format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{}", secret.expose_secret())))
        }
        Auth::Bearer(token) => format!("Bearer {}", token.expose_secret()),
    };
    let mut credentials = HeaderValue::try_from(credentials).map_err(|_| {
        JiraError::Settings("the token of this site holds characters that HTTP does not allow".to_owned())
    })?;
    credentials.set_sensitive(true);
    Ok(HeaderMap::from_iter([
        (header::AUTHORIZATION, credentials),
        (header::ACCEPT, HeaderValue::from_static("application/json")),
        (header::ACCEPT_LANGUAGE, HeaderValue::from_static("en")),
        (HeaderName::from_static("x-force-accept-language"), HeaderValue::from_static("true")),
    ]))
}

async fn read_body(
    request: &Request,
    attempts: u32,
    response: &mut reqwest::Response,
) -> Result<Vec<u8>, Fault> {
    let expected = response.content_length().and_then(|length| usize::try_from(length).ok());
    let mut body = Vec::with_capacity(expected.unwrap_or(0).min(LARGEST_BODY));
    while let Some(chunk) =
        response.chunk().await.map_err(|error| network_fault(request, attempts, &error))?
    {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(fatal(JiraError::TooLarge { request: request.describe(), limit: LARGEST_BODY }));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// How an answer of any status tells that the credentials were not taken: Jira may serve it to anonymous.
fn denied(status: u16, headers: &HeaderMap) -> Option<String> {
    // What stands before the sign-in (rate limits, proxies) may call everyone anonymous.
    if status == 429 || status >= 500 {
        return None;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(reason) = text("x-authentication-denied-reason") {
        return Some(format!(
            "sign-in is blocked ({reason}); sign in once in a browser to answer the CAPTCHA, or use a token"
        ));
    }
    if let Some(reason) =
        text("x-seraph-loginreason").filter(|r| r.contains("FAILED") || r.contains("DENIED"))
    {
        return Some(format!("the answer is for anonymous users ({reason})"));
    }
    if status == 401 {
        return Some("status 401".to_owned());
    }
    text("x-ausername").filter(|user| *user == "anonymous").map(|_| "Jira takes us for anonymous".to_owned())
}

fn status_fault(request: &Request, attempts: u32, status: u16, headers: &HeaderMap, body: &[u8]) -> Fault {
    let failure = Failure::with_headers(FailureKind::Status(status), headers);
    let messages = messages(body);
    let detail = if messages.is_empty() { "no reason given".to_owned() } else { messages.join("; ") };
    let describe = request.describe();
    let error = match status {
        300..=399 => {
            let target =
                headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("elsewhere");
            let target = target.split(['?', '#']).next().unwrap_or(target);
            JiraError::Protocol { request: describe, attempts, detail: format!("a redirect to {target}") }
        }
        403 => JiraError::Forbidden { request: describe, detail },
        404 | 410 => JiraError::NotFound { request: describe, detail },
        429 => JiraError::RateLimited { request: describe, attempts, asked: failure.asked_at(Utc::now()) },
        400..=499 => JiraError::BadRequest { request: describe, status, messages: vec_or(messages, detail) },
        _ => JiraError::Unavailable { request: describe, status, attempts, detail },
    };
    Fault { failure, error }
}

fn vec_or(messages: Vec<String>, otherwise: String) -> Vec<String> {
    if messages.is_empty() { vec![otherwise] } else { messages }
}

fn network_fault(request: &Request, attempts: u32, error: &reqwest::Error) -> Fault {
    let (kind, fault) = if error.is_timeout() {
        (FailureKind::Timeout, NetworkFault::Timeout)
    } else if error.is_connect() {
        (FailureKind::Connection, NetworkFault::Connect)
    } else {
        (FailureKind::Connection, NetworkFault::Broken)
    };
    let error = JiraError::Network { request: request.describe(), attempts, fault, detail: causes(error) };
    Fault { failure: Failure::new(kind), error }
}

/// The innermost cause, which tells more than the outer ones; never the URL.
fn causes(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// A fault that no retry mends.
fn fatal(error: JiraError) -> Fault {
    Fault { failure: Failure::new(FailureKind::Status(0)), error }
}
