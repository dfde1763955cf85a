use std::{io, net::SocketAddr, time::Duration};

use app::{
    BasePath,
    service::{Permission, Services},
};
use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{
    events::EventHub,
    middleware::{caller::Callers, hosts::Hosts},
    router::router,
    site_files::SiteFiles,
};
use crate::config::HostingSettings;

/// How long open requests may take once the server shuts down.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

/// The server cannot listen on the address.
#[derive(Debug, thiserror::Error)]
#[error(
    "JIRA_SYNC_LISTEN (or --listen) is \"{listen}\": cannot listen there ({source}). It must be a free port on an \
     address of this machine"
)]
pub struct BindError {
    listen: String,
    source: io::Error,
}

/// Listens on `HOST:PORT`. Port 0 selects a free one.
pub async fn bind(listen: &str) -> Result<TcpListener, BindError> {
    TcpListener::bind(listen).await.map_err(|source| BindError { listen: listen.to_owned(), source })
}

/// The web server, listening but not serving yet.
pub struct Application {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    closing: CancellationToken,
}

impl Application {
    /// Builds the router from the services and the browser's files. `listen` is the setting that the listener was bound
    /// to, and every request gets the permissions `granted`.
    pub fn build(
        listener: TcpListener,
        listen: &str,
        hosting: HostingSettings,
        site_files: SiteFiles,
        services: Services,
        granted: &'static [Permission],
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let closing = CancellationToken::new();
        let callers = Callers::new(services, granted);
        let hub = EventHub::new(callers.live_stream(), closing.clone());
        let base = BasePath(hosting.public_url.base_path().to_owned());
        let router = router(callers, hub, site_files, &Hosts::new(hosting, listen), &base);
        Ok(Self { listener, address, router, closing })
    }

    /// The address it listens on, with the actual port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown`. Then it accepts no new connections, ends event streams, and gives open requests ten
    /// seconds.
    pub async fn run_until_stopped(self, shutdown: CancellationToken) -> io::Result<()> {
        let closing = self.closing.clone();
        let closed = closing.clone();
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(self.listener, service).with_graceful_shutdown(async move {
            shutdown.cancelled().await;
            closing.cancel();
        });
        tokio::select! {
            result = serving => result,
            () = async { closed.cancelled().await; tokio::time::sleep(SHUTDOWN_GRACE).await } => Ok(()),
        }
    }
}
