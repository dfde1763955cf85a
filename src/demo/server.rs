//! Serves a sample Jira on a socket.

use axum::Router;
use axum::serve::ListenerExt;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::app::App;
use super::config::DemoConfig;
use super::faults::Faults;
use super::holds::Hold;
use super::site::Site;
use super::stats::{RequestLine, Stats};
use super::webhooks::{self, Webhook};
use super::{control, routes};

/// Starts sample Jiras.
#[derive(Debug)]
pub struct DemoJira;

/// Why a sample Jira could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("the sample Jira cannot listen on {0}: {1}; choose another address or port 0")]
    Listen(std::net::SocketAddr, std::io::Error),
    /// The time zone does not exist.
    #[error("`{0}` is not an IANA time zone, such as Europe/Berlin")]
    TimeZone(String),
}

/// A running sample Jira. Dropping it stops it.
#[derive(Debug)]
pub struct DemoHandle {
    app: App,
    address: std::net::SocketAddr,
    task: Option<JoinHandle<()>>,
}

impl DemoJira {
    /// Starts a sample Jira. It runs until the handle is dropped or shut down.
    pub async fn start(config: DemoConfig) -> Result<DemoHandle, StartError> {
        let listen = config.listen;
        let app = app(config)?;
        let listener = TcpListener::bind(listen).await.map_err(|e| StartError::Listen(listen, e))?;
        let address = listener.local_addr().map_err(|e| StartError::Listen(listen, e))?;
        let counter = app.counter.clone();
        let listener = listener.tap_io(move |_| counter.connected());
        let serve = axum::serve(listener, router(app.clone()));
        let stopped = app.stop.clone();
        let task = tokio::spawn(async move {
            // No graceful shutdown: held responses must not keep the server alive.
            tokio::select! {
                () = stopped.cancelled() => {}
                _ = serve.into_future() => {}
            }
        });
        Ok(DemoHandle { app, address, task: Some(task) })
    }

    /// The same without a socket, as a router for another axum application.
    pub fn router(config: DemoConfig) -> Result<Router, StartError> {
        Ok(router(app(config)?))
    }
}

fn app(config: DemoConfig) -> Result<App, StartError> {
    let zone = TimeZone::get(&config.account_time_zone)
        .map_err(|_| StartError::TimeZone(config.account_time_zone.clone()))?;
    Ok(App::new(config, zone))
}

fn router(app: App) -> Router {
    routes::router(app.clone()).merge(control::router(app))
}

impl DemoHandle {
    /// Such as `http://127.0.0.1:8080`, without a trailing slash.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The site, to read and change its data.
    pub fn site(&self) -> &Site {
        &self.app.site
    }

    /// Posts all changes of issues to a webhook from now on.
    pub fn add_webhook(&self, hook: Webhook) {
        webhooks::deliver(&self.app.site, self.base_url(), hook);
    }

    /// The faults to inject.
    pub fn faults(&self) -> &Faults {
        &self.app.faults
    }

    /// Holds the responses to requests whose path starts with `path` until the hold is released or dropped.
    pub fn hold(&self, path: &str) -> Hold {
        self.app.holds.hold(path, None)
    }

    /// The same for requests with this text in their query or body.
    pub fn hold_containing(&self, path: &str, text: &str) -> Hold {
        self.app.holds.hold(path, Some(text))
    }

    /// Statistics of the requests so far.
    pub fn stats(&self) -> Stats {
        self.app.counter.stats()
    }

    /// The latest requests, oldest first.
    pub fn requests(&self) -> Vec<RequestLine> {
        self.app.counter.lines()
    }

    /// Resets all counts to zero.
    pub fn reset_stats(&self) {
        self.app.counter.reset();
    }

    /// Stops it and waits until its socket is closed.
    pub async fn shutdown(mut self) {
        self.app.stop.cancel();
        self.app.holds.open_all();
        if let Some(task) = self.task.take() {
            // The task fails only if the runtime shuts down.
            let _ = task.await;
        }
    }

    /// Waits until the server task ends.
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
