//! Sends all requests of a site: limits, retries and waits, and reads the headers of every response.

pub(super) mod clock;
pub(super) mod credentials;
pub(super) mod fault;
pub(super) mod gate;
pub(super) mod limits;
pub(super) mod proxy;
pub(super) mod pulse;
pub(super) mod reach;
pub(super) mod request;
pub(super) mod retry;
pub(super) mod stats;
pub(super) mod tls;

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tokio::sync::Semaphore;

use super::{
    error::{JiraError, is_jira_format, messages},
    site::SiteConfig,
};
use clock::ServerClock;
use credentials::Credentials;
use fault::{Fault, denied, fatal, network_fault, no_response, root_cause, status_fault};
use gate::{Gate, reason_to_wait};
use limits::Limits;
use proxy::SiteProxy;
use pulse::Pulse;
use reach::Reach;
use request::Request;
use retry::{Decision, Failure, FailureKind};
use stats::Counters;
use tls::certificate_fault;

/// Reports the edition to anybody, on both editions.
pub(crate) const SERVER_INFO: &str = "rest/api/2/serverInfo";

/// What all requests of a site share.
#[derive(Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    proxy: Option<SiteProxy>,
    /// The host name or IP address in the site's address.
    host: String,
    /// Ends in a slash; without user or password.
    base: String,
    credentials: Credentials,
    authorization: HeaderValue,
    pub(crate) limits: Limits,
    permits: Semaphore,
    pub(crate) pulse: Pulse,
    pub(crate) gate: Gate,
    pub(crate) clock: ServerClock,
    pub(crate) counters: Counters,
}

impl Transport {
    /// The transport to one site.
    ///
    /// # Errors
    ///
    /// If the credentials cannot be sent in a header, or HTTP or TLS cannot be set up.
    pub(crate) fn new(site: &SiteConfig, limits: Limits) -> Result<Self, JiraError> {
        let credentials = Credentials::new(&site.auth);
        let proxy = SiteProxy::of(&site.base_url, |name| std::env::var(name).ok())?;
        let speaks_tls =
            site.base_url.scheme() == "https" || proxy.as_ref().is_some_and(SiteProxy::speaks_tls);
        let tls = if speaks_tls { tls::client_config(site.ca_file.as_deref())? } else { tls::unused()? };
        let mut http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            // The proxy found above is used instead.
            .no_proxy()
            .default_headers(headers())
            .user_agent(concat!("jira-sync/", env!("CARGO_PKG_VERSION")))
            .pool_max_idle_per_host(limits.pool_size)
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.request_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        let unusable = |error: reqwest::Error| {
            JiraError::Settings(format!("cannot set up HTTP: {}", root_cause(&error)))
        };
        if let Some(proxy) = &proxy {
            http = http.proxy(proxy.for_client().map_err(unusable)?);
        }
        let http = http.build().map_err(unusable)?;
        let mut base = site.base_url.clone();
        let _ = (base.set_username(""), base.set_password(None));
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self {
            http,
            proxy,
            host: base.host_str().unwrap_or_default().to_owned(),
            base: format!("{}/", base.as_str().trim_end_matches('/')),
            authorization: credentials.authorization()?,
            credentials,
            pulse: Pulse::new(),
            permits: Semaphore::new(limits.permits()),
            limits,
            gate: Gate::new(),
            clock: ServerClock::default(),
            counters: Counters::default(),
        })
    }

    /// Sends `request` until `parse` accepts the body of a successful response, within the retries allowed. For any other
    /// body, `parse` returns what is wrong with it.
    pub(crate) async fn fetch<T>(
        &self,
        request: &Request,
        parse: impl Fn(&[u8]) -> Result<T, String>,
    ) -> Result<T, JiraError> {
        let budget = request.budget(&self.limits);
        for attempt in 1.. {
            let fault = match self.attempt(request, attempt, &parse).await {
                Ok(value) => return Ok(value),
                Err(fault) => fault,
            };
            if fault.failure.is_silence() && request.reach() != Reach::SignIn {
                // On the heap, so that it does not enlarge the future of every request.
                Box::pin(self.pulse.check_silence(self.limits.silence, request, self.responds())).await?;
            }
            match retry::decide(attempt, &fault.failure, &budget, self.now(), rand::random()) {
                Decision::GiveUp => return Err(fault.error),
                Decision::Leave(wait) => {
                    self.close_gate(&fault, wait);
                    self.gate.pass(budget.longest_wait).await?;
                    return Err(fault.error);
                }
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
                        self.close_gate(&fault, after);
                    } else {
                        tokio::time::sleep(after).await;
                    }
                }
            }
        }
        Err(JiraError::Settings("max_retries is too large".to_owned()))
    }

    /// Whether the client may send more requests in this run.
    ///
    /// # Errors
    ///
    /// Returns why it may not.
    pub(crate) fn check(&self) -> Result<(), JiraError> {
        self.pulse.check()?;
        Ok(self.gate.check(self.limits.longest_wait, Instant::now().into())?)
    }

    /// Jira's clock; this machine's before the first response.
    fn now(&self) -> DateTime<Utc> {
        self.clock.now(Instant::now()).unwrap_or_else(Utc::now)
    }

    fn close_gate(&self, fault: &Fault, time: Duration) {
        let asked = fault.failure.asked_at(self.now()).unwrap_or(time);
        let reason = reason_to_wait(asked, time);
        self.counters.waited(self.gate.close(time, &reason, Instant::now().into()));
    }

    /// Whether the site responds at all.
    async fn responds(&self) -> bool {
        let probe = Request::get(Reach::SignIn, SERVER_INFO).anonymous();
        let sent = probe.build(&self.http, &self.base).send();
        tokio::time::timeout(self.limits.sign_in.answer, sent).await.is_ok_and(|answer| answer.is_ok())
    }

    async fn attempt<T>(
        &self,
        request: &Request,
        attempts: u32,
        parse: impl Fn(&[u8]) -> Result<T, String>,
    ) -> Result<T, Fault> {
        let network = |error: &reqwest::Error| self.network_fault(request, attempts, error);
        let permit = self.permit(request.reach()).await?;
        self.counters.request();
        let mut sending = request.build(&self.http, &self.base);
        if !request.is_anonymous() {
            sending = sending.header(header::AUTHORIZATION, self.authorization.clone());
        }
        let first_byte = self.limits.first_byte(request.reach());
        let mut response = tokio::time::timeout(first_byte, sending.send())
            .await
            .map_err(|_| no_response(request, attempts, first_byte))?
            .map_err(|error| network(&error))?;
        self.pulse.record_response();
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let date = headers.get(header::DATE).and_then(|value| value.to_str().ok());
        if let Some(Ok(date)) = date.map(DateTime::parse_from_rfc2822) {
            self.clock.set(date.to_utc(), Instant::now());
        }
        let body = read_body(request, &mut response, self.limits.max_response_bytes, network).await;
        drop(permit);
        // An error status counts even if its body could not be read.
        let body = if status < 300 { body? } else { body.unwrap_or_default() };
        self.counters.received(body.len());
        let denied = denied(request.reach(), status, &headers).filter(|_| !request.is_anonymous());
        if let Some(detail) = denied {
            return Err(fatal(match request.reach() {
                Reach::Reference => JiraError::Forbidden { request: request.describe(), status, detail },
                _ => JiraError::Auth { detail },
            }));
        }
        if let Some(proxy) = self.proxy.as_ref().filter(|_| status == 407) {
            return Err(fatal(proxy.refusal()));
        }
        if status >= 300 {
            let reasons = (self.reasons(&body), is_jira_format(&body));
            return Err(status_fault(request, attempts, status, &headers, reasons, self.now()));
        }
        parse(&body).map_err(|problem| {
            let is_json = body.starts_with(b"{") || body.starts_with(b"[");
            let reasons = if is_json { Vec::new() } else { self.reasons(&body) };
            let detail =
                reasons.into_iter().next().map_or(problem, |reason| format!("instead of JSON, {reason}"));
            let failure = Failure::new(FailureKind::BadBody);
            Fault { failure, error: JiraError::Protocol { request: request.describe(), attempts, detail } }
        })
    }

    /// Waits until the request may be sent: for a permit while the gate is open.
    async fn permit(&self, reach: Reach) -> Result<tokio::sync::SemaphorePermit<'_>, Fault> {
        loop {
            self.gate.pass(self.limits.longest_wait(reach)).await.map_err(|waiting| fatal(waiting.into()))?;
            // The requests that check whether the site may be contacted need a permit themselves.
            if reach != Reach::SignIn {
                self.pulse.settled().await;
            }
            self.pulse.check().map_err(fatal)?;
            let permit = self
                .permits
                .acquire()
                .await
                .map_err(|error| fatal(JiraError::Settings(error.to_string())))?;
            // The state may have changed while this request waited for its permit.
            let settled = reach == Reach::SignIn || self.pulse.is_settled();
            if settled
                && self.gate.closed_until(Instant::now().into()).is_none()
                && self.pulse.check().is_ok()
            {
                return Ok(permit);
            }
        }
    }

    /// Classifies an error of the network layer: of the certificate, the proxy, or the network.
    fn network_fault(&self, request: &Request, attempts: u32, error: &reqwest::Error) -> Fault {
        if let Some(reason) = certificate_fault(error) {
            return fatal(JiraError::Certificate { host: self.host.clone(), reason });
        }
        match &self.proxy {
            // The error type of the layer below is private, so only its text identifies it.
            Some(proxy) if root_cause(error).contains("proxy authorization required") => {
                fatal(proxy.refusal())
            }
            proxy => network_fault(request, attempts, error, proxy.as_ref()),
        }
    }

    /// The reasons in an error body, without the credentials if the body repeats them.
    fn reasons(&self, body: &[u8]) -> Vec<String> {
        messages(body).into_iter().map(|text| self.credentials.hide(text)).collect()
    }
}

/// The headers of every request.
fn headers() -> HeaderMap {
    HeaderMap::from_iter([
        (header::ACCEPT, HeaderValue::from_static("application/json")),
        // Without these, error messages are in the account's language.
        (header::ACCEPT_LANGUAGE, HeaderValue::from_static("en")),
        (HeaderName::from_static("x-force-accept-language"), HeaderValue::from_static("true")),
    ])
}

async fn read_body(
    request: &Request,
    response: &mut reqwest::Response,
    limit: usize,
    network: impl Fn(&reqwest::Error) -> Fault,
) -> Result<Vec<u8>, Fault> {
    let too_large = || fatal(JiraError::TooLarge { request: request.describe(), limit });
    let expected =
        response.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if expected > limit {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(expected);
    while let Some(chunk) = response.chunk().await.map_err(|error| network(&error))? {
        if body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
