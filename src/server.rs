//! Assembles the server: engine, runner, scheduler, services and the web application.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc};

use app::service::Permission;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    config::{HostingSettings, RetentionSettings, SiteRegistry},
    http::{Application, SiteFiles},
    runs::{LeaseTimes, Runner},
    scheduler::{
        SchedulerError,
        editor::ScheduleEditor,
        hand_edits::HandEdits,
        heartbeat::{Heartbeat, HeartbeatError},
        housekeeping,
        planner::Planner,
    },
    service::{self, Parts},
    settings::{Settings, SyncConfigFile},
    store::{Database, StoreError},
    sync::SyncEngine,
};

/// What a server needs.
pub struct ServerParts {
    /// The socket that the web application listens on.
    pub listener: TcpListener,
    /// The `HOST:PORT` that the listener was bound to.
    pub listen: String,
    /// The host names and the base path that it answers under.
    pub hosting: HostingSettings,
    /// Connected and up to date.
    pub database: Database,
    /// All configured sites.
    pub sites: SiteRegistry,
    /// `sync_config.json`.
    pub config_file: SyncConfigFile,
    /// How long old runs and deleted issues are kept.
    pub retention: RetentionSettings,
    /// The files for the browser.
    pub site_files: SiteFiles,
    /// Where the data is stored, for the disk figures.
    pub data_folder: PathBuf,
}

/// Why the server cannot start. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] StoreError),
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
    #[error(transparent)]
    Heartbeat(#[from] HeartbeatError),
    #[error("The web application's address cannot be read: {0}")]
    Address(#[from] io::Error),
}

/// A server whose scheduler is running and whose web application is ready to answer.
pub struct Server {
    application: Application,
    heartbeat: Heartbeat,
    runner: Runner,
    hand_edits: HandEdits,
    database: Database,
    retention: RetentionSettings,
}

impl Server {
    /// Starts the scheduler and assembles the web application.
    pub async fn start(parts: ServerParts) -> Result<Self, StartError> {
        let ServerParts {
            listener,
            listen,
            hosting,
            database,
            sites,
            config_file,
            retention,
            site_files,
            data_folder,
        } = parts;
        let settings = Settings::new(database.clone(), config_file);
        let engine = Arc::new(SyncEngine::new(database.clone(), sites));
        engine.publish_sites().await?;
        let runner = Runner::new(database.clone(), engine.clone(), LeaseTimes::default());
        let editor = ScheduleEditor::new(database.clone(), settings.clone());
        database.runs().recover().await?;
        editor.set_up().await?;
        let planner = Planner::new(database.clone(), runner.clone(), settings.clone());
        let heartbeat = start_heartbeat(planner).await?;
        let hand_edits = HandEdits::new(settings.clone(), editor.clone());
        let services = service::build(Parts {
            database: database.clone(),
            engine,
            settings,
            runner: runner.clone(),
            editor,
            heartbeat: heartbeat.clone(),
            data_folder,
        });
        let application =
            Application::build(listener, &listen, hosting, site_files, services, &Permission::ALL)?;
        Ok(Self { application, heartbeat, runner, hand_edits, database, retention })
    }

    /// The address it listens on, with the port that was bound.
    pub fn address(&self) -> SocketAddr {
        self.application.address()
    }

    /// Answers until `shutdown`. Then no more slots are planned, and this process's sync stops at its next
    /// page boundary.
    pub async fn run_until_stopped(self, shutdown: CancellationToken) -> io::Result<()> {
        let stopping = shutdown.clone();
        let edits = self.hand_edits.follow_until(shutdown.clone());
        let house = housekeeping::remove_expired_until(self.database, self.retention, shutdown.clone());
        let work = async {
            stopping.cancelled().await;
            self.heartbeat.shut_down().await;
            self.runner.shut_down().await;
        };
        let web = async {
            let result = self.application.run_until_stopped(shutdown.clone()).await;
            shutdown.cancel();
            result
        };
        tokio::join!(web, work, house, edits).0
    }
}

/// Runs the planner once a second. If that fails, the failure is logged, and the next beat tries again.
async fn start_heartbeat(planner: Planner) -> Result<Heartbeat, HeartbeatError> {
    Heartbeat::start(Arc::new(move || {
        let planner = planner.clone();
        Box::pin(async move {
            if let Err(error) = planner.tick().await {
                tracing::error!("the planner failed: {error}");
            }
        })
    }))
    .await
}
