use std::{io, net::SocketAddr, path::PathBuf, time::Duration};

use app::service::Services;
use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{events::EventHub, router::router};

/// How long requests in flight may take to end once the server stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// What the web server needs to know.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// `HOST:PORT`; port 0 takes a free one.
    pub listen: String,
    /// The folder of the browser's files.
    pub site_root: PathBuf,
}

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error(
    "JIRA_SYNC_LISTEN (or --listen) is \"{listen}\": cannot listen there ({source}); allowed is a free port on an address of this machine"
)]
pub struct BuildError {
    listen: String,
    source: io::Error,
}

/// The web server: bound, and not yet answering.
pub struct Application {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    closing: CancellationToken,
}

impl Application {
    /// Binds the address and assembles every route over the services.
    pub async fn build(settings: &HttpSettings, services: Services) -> Result<Self, BuildError> {
        let failed = |source| BuildError { listen: settings.listen.clone(), source };
        let listener = TcpListener::bind(&settings.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let closing = CancellationToken::new();
        let hub = EventHub::new(services.clone(), closing.clone());
        let router = router(&services, hub, &settings.site_root);
        Ok(Self { listener, address, router, closing })
    }

    /// Where it listens, with the port that was taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `shutdown`; then no new connection is taken, event streams end, and requests in flight
    /// get ten seconds.
    pub async fn run_until_stopped(self, shutdown: CancellationToken) -> io::Result<()> {
        let closing = self.closing.clone();
        let closed = closing.clone();
        let serving = axum::serve(self.listener, self.router).with_graceful_shutdown(async move {
            shutdown.cancelled().await;
            closing.cancel();
        });
        tokio::select! {
            result = serving => result,
            () = async { closed.cancelled().await; tokio::time::sleep(FAREWELL).await } => Ok(()),
        }
    }
}
