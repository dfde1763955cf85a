//! A sample Jira on a socket.

use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::config::DemoConfig;
use super::faults::Faults;
use super::holds::{Hold, Holds};
use super::site::Site;
use super::stats::{Counter, RequestLine, Stats};
use super::webhooks::{self, Webhook};
use super::{control, routes};

/// Starts sample Jiras.
#[derive(Debug)]
pub struct DemoJira;

/// Why a sample Jira did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("the sample Jira cannot listen on {0}: {1}; choose another address or port 0")]
    Listen(std::net::SocketAddr, std::io::Error),
    /// No such time zone.
    #[error("`{0}` is no IANA time zone; an example is Europe/Berlin")]
    TimeZone(String),
}

/// What every request handler shares.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) site: Site,
    pub(crate) zone: Arc<TimeZone>,
    pub(crate) faults: Faults,
    pub(crate) holds: Holds,
    pub(crate) counter: Counter,
    /// Ends what would wait for ever.
    pub(crate) stop: CancellationToken,
}

/// A running sample Jira. Dropping it stops it.
#[derive(Debug)]
pub struct DemoHandle {
    app: App,
    address: std::net::SocketAddr,
    task: Option<JoinHandle<()>>,
}

impl DemoJira {
    /// Starts a sample Jira; it runs until the handle is dropped or told to stop.
    pub async fn start(config: DemoConfig) -> Result<DemoHandle, StartError> {
        let listen = config.listen;
        let app = App::new(config)?;
        let listener = TcpListener::bind(listen).await.map_err(|e| StartError::Listen(listen, e))?;
        let address = listener.local_addr().map_err(|e| StartError::Listen(listen, e))?;
        let counter = app.counter.clone();
        let listener = listener.tap_io(move |_| counter.connected());
        let serve = axum::serve(listener, app.clone().router());
        let stopped = app.stop.clone();
        let task = tokio::spawn(async move {
            // Held answers must not keep the server alive: no graceful end.
            tokio::select! {
                () = stopped.cancelled() => {}
                _ = serve.into_future() => {}
            }
        });
        Ok(DemoHandle { app, address, task: Some(task) })
    }

    /// The same without a socket, to be nested in another axum application.
    pub fn router(config: DemoConfig) -> Result<Router, StartError> {
        Ok(App::new(config)?.router())
    }
}

impl App {
    fn new(config: DemoConfig) -> Result<Self, StartError> {
        let zone = TimeZone::get(&config.account_time_zone)
            .map_err(|_| StartError::TimeZone(config.account_time_zone.clone()))?;
        Ok(Self {
            site: Site::new(config),
            zone: Arc::new(zone),
            faults: Faults::default(),
            holds: Holds::default(),
            counter: Counter::default(),
            stop: CancellationToken::new(),
        })
    }

    fn router(self) -> Router {
        routes::router(self.clone()).merge(control::router(self))
    }
}

impl DemoHandle {
    /// `http://127.0.0.1:port`, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the site holds, and the ways to change it.
    pub fn site(&self) -> &Site {
        &self.app.site
    }

    /// Posts all changes of issues from now on.
    pub fn add_webhook(&self, hook: Webhook) {
        webhooks::deliver(&self.app.site, self.base_url(), hook);
    }

    /// Faults to inject.
    pub fn faults(&self) -> &Faults {
        &self.app.faults
    }

    /// Holds the answers of requests whose path starts with `path` until the hold is released or dropped.
    pub fn hold(&self, path: &str) -> Hold {
        self.app.holds.hold(path, None)
    }

    /// The same for requests with this text in their query or body.
    pub fn hold_containing(&self, path: &str, text: &str) -> Hold {
        self.app.holds.hold(path, Some(text))
    }

    /// What was asked so far.
    pub fn stats(&self) -> Stats {
        self.app.counter.stats()
    }

    /// The last requests, oldest first.
    pub fn requests(&self) -> Vec<RequestLine> {
        self.app.counter.lines()
    }

    /// Sets all counts to zero.
    pub fn reset_stats(&self) {
        self.app.counter.reset();
    }

    /// Stops it and waits until its socket is free.
    pub async fn shutdown(mut self) {
        self.app.stop.cancel();
        self.app.holds.open_all();
        if let Some(task) = self.task.take() {
            // It only ends by being stopped, or with the runtime.
            let _ = task.await;
        }
    }

    /// Waits until it ends by itself.
    pub async fn wait(mut self) {
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }
}

impl Drop for DemoHandle {
    fn drop(&mut self) {
        self.app.stop.cancel();
        self.app.holds.open_all();
    }
}
