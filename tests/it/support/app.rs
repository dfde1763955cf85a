//! The whole server on an empty database, with a sample Jira; each on its own port.

use std::{ops::Deref, path::PathBuf};

use chrono::Utc;
use jira_sync::{
    config::{HostingSettings, RetentionSettings, SiteRegistry},
    demo::{DemoConfig, DemoHandle, DemoJira},
    http,
    jira::site::SiteConfig,
    server::{Server, ServerParts},
    settings::SyncConfigFile,
    store::Database,
};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::Value;
use tempfile::TempDir;

use super::{
    database::{TestDatabase, on_each_database},
    http_server::{HttpServer, no_files},
    limit::eventually,
    site,
};

/// The secret that signs the webhooks of the sample Jira.
pub(crate) const WEBHOOK_SECRET: &str = "a webhook's secret";

/// A running server with its sample Jira; the schedule is off, so that only the test starts runs.
pub(crate) struct TestApp {
    pub(crate) database: Database,
    /// The address of `database`.
    pub(crate) database_url: String,
    pub(crate) server: HttpServer,
    pub(crate) jira: DemoHandle,
    /// The folder of `sync_config.json`.
    pub(crate) config: PathBuf,
    /// Whether the settings are stored in that file: on PostgreSQL they are stored in the database.
    pub(crate) settings_in_file: bool,
    _folder: TempDir,
}

impl Deref for TestApp {
    type Target = HttpServer;

    fn deref(&self) -> &HttpServer {
        &self.server
    }
}

impl TestApp {
    /// Runs `test` with a server on an empty SQLite database, then with one on an empty PostgreSQL database.
    pub(crate) async fn on_each_database(test: impl AsyncFn(Self)) {
        on_each_database(async |url| test(Self::start(&url).await).await).await;
    }

    /// Runs `test` with a server on SQLite, whose schedule is stored in a file.
    pub(crate) async fn on_sqlite(test: impl AsyncFn(Self)) {
        let database = TestDatabase::sqlite();
        test(Self::start(&database.url).await).await;
    }

    async fn start(url: &str) -> Self {
        let demo =
            DemoConfig { projects: 2, issues: 20, ..DemoConfig::cloud(DemoConfig::epoch_for(Utc::now())) };
        let jira = DemoJira::start(demo).await.unwrap();
        let folder = TempDir::new().unwrap();
        let config = folder.path().join("config");
        std::fs::create_dir(&config).unwrap();
        std::fs::write(config.join("sync_config.json"), r#"{"interval": 5, "enabled": false}"#).unwrap();
        let database = Database::connect(url).await.unwrap();
        let secret = Some(SecretString::from(WEBHOOK_SECRET));
        let sample = SiteConfig { webhook_secret: secret, ..site("demo", &jira.base_url(), "demo") };
        let server = Server::start(ServerParts {
            listener: http::bind("127.0.0.1:0").await.unwrap(),
            listen: "127.0.0.1:0".to_owned(),
            hosting: HostingSettings::default(),
            retention: RetentionSettings::default(),
            database: database.clone(),
            sites: SiteRegistry::fixed(vec![sample]),
            config_file: SyncConfigFile::in_folder(&config),
            site_files: no_files(),
            data_folder: folder.path().to_owned(),
        })
        .await
        .unwrap();
        let address = server.address();
        let server =
            HttpServer::running(address, |shutdown| tokio::spawn(server.run_until_stopped(shutdown)));
        Self {
            database,
            database_url: url.to_owned(),
            server,
            jira,
            config,
            settings_in_file: url.starts_with("sqlite"),
            _folder: folder,
        }
    }

    /// Stops the server, as a signal does.
    pub(crate) async fn stop(self) {
        self.server.stop().await;
    }

    /// The JSON that `path` returns with 200.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(
            (answer.status, answer.content_type.as_str()),
            (200, "application/json"),
            "{path}: {}",
            answer.text
        );
        answer.json()
    }

    /// Starts a run and waits until it has ended; the run is returned.
    pub(crate) async fn sync(&self) -> Value {
        self.run_by("/api/sync/start", "").await
    }

    /// Starts a run by posting `body` to `path` and waits until it has ended; the run is returned.
    pub(crate) async fn run_by(&self, path: &str, body: &str) -> Value {
        let answer = self.send(Method::POST, path, body).await.json();
        let sync_id = answer["sync_id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        self.ended(&sync_id).await
    }

    /// Waits until a run has ended; the run is returned.
    pub(crate) async fn ended(&self, sync_id: &str) -> Value {
        let mut run = Value::Null;
        eventually("the end of the run", async || {
            run = self.read(&format!("/api/sync/stats/{sync_id}")).await;
            !["running", "stopping"].contains(&run["status"].as_str().unwrap())
        })
        .await;
        run
    }
}

/// Asserts that the object has all of these members; it may have others.
pub(crate) fn assert_members(object: &Value, members: &[&str]) {
    let missing: Vec<_> = members.iter().filter(|name| object.get(**name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?} missing in {object}");
}
