//! Settings that change while jira-sync runs: the schedule named `default`, and the performance settings of runs.
//!
//! They are stored in the database, on both SQLite and PostgreSQL. On SQLite people also edit `sync_config.json`. Their
//! changes are imported, and changes made elsewhere are written to the file. The content alone decides which of the two
//! happened: the database keeps what the file contained when both last agreed ([`exchange`]). On PostgreSQL, which
//! several servers may share, the file is read once, at the first start, and never written.
//!
//! Invariant: settings are changed and the file is written in turns, across all processes ([`turn`]).

mod complaints;
mod error;
pub mod exchange;
pub mod file;
pub mod performance;
pub(crate) mod turn;

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use app::{
    error::FieldError,
    model::{PerformanceSettings, SavedPerformance},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::store::{Database, Kind, StoreError};
use complaints::Complaints;
pub use error::SettingsError;
use exchange::DEFAULT_SCHEDULE;
use file::Reading;
pub use file::{SyncConfig, SyncConfigError, SyncConfigFile};
use turn::Turn;

/// The names of rows of `settings`: the performance settings, and what the file contained when it last agreed with the
/// database.
const PERFORMANCE: &str = "performance";
const FILE: &str = "sync_config.json";

/// How many times the write is retried when somebody else writes the file at the same moment.
const ATTEMPTS: usize = 5;

/// The settings of a database and the file next to it; cheap to clone.
#[derive(Clone, Debug)]
pub struct Settings {
    database: Database,
    file: SyncConfigFile,
    complaints: Complaints,
    /// The database may contain something that the file does not. Set and cleared within turns.
    unwritten: Arc<AtomicBool>,
}

impl Settings {
    /// The settings of this database and this file.
    pub fn new(database: Database, file: SyncConfigFile) -> Self {
        Self { database, file, complaints: Complaints::default(), unwritten: Arc::default() }
    }

    /// Whether the file is imported when a person changed it, and written when a setting changed.
    pub fn follows_file(&self) -> bool {
        self.database.kind() == Kind::Sqlite
    }

    /// Current problems of the file, each a sentence that says what to do.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints.all()
    }

    /// The performance settings, including edits of the file from a moment ago. While the file is invalid, the values
    /// in the database apply, and the log has the reason.
    pub async fn performance(&self) -> Result<PerformanceSettings, SettingsError> {
        let checked = self.checked_performance().await;
        self.report_validity(&checked);
        match checked {
            Err(SettingsError::File(_)) => {
                Ok(stored(PERFORMANCE, self.database.settings().get(PERFORMANCE).await?)?.unwrap_or_default())
            }
            settings => settings,
        }
    }

    /// The same for commands, which stop if the file is invalid.
    ///
    /// # Errors
    ///
    /// [`SettingsError::File`] if the file cannot be understood.
    pub async fn checked_performance(&self) -> Result<PerformanceSettings, SettingsError> {
        let [held, known] = self.database.settings().get_both([PERFORMANCE, FILE]).await?;
        let held = stored(PERFORMANCE, held)?.unwrap_or_default();
        let known = stored(FILE, known)?.unwrap_or_default();
        // Read after the database, so that the newer value wins if one is imported or written in between.
        let config = self.read()?.and_then(|reading| reading.config);
        Ok(exchange::edited_performance(&known, config.as_ref(), held))
    }

    /// Changes performance settings; the next run uses them. Hand edits of the file are imported first.
    ///
    /// # Errors
    ///
    /// The errors that `change` returns, or that the file was edited and cannot be understood. Nothing is changed then.
    pub async fn change_performance(
        &self,
        change: impl FnOnce(&PerformanceSettings) -> Result<PerformanceSettings, Vec<FieldError>> + Send,
    ) -> Result<SavedPerformance, SettingsError> {
        let turn = self.turn().await?;
        let held = turn.performance().await?;
        let settings = change(&turn.edited_performance(held.clone())).map_err(SettingsError::NotAllowed)?;
        if settings != held {
            turn.held().save(PERFORMANCE, &json!(settings)).await?;
        }
        turn.keep_performance().await?;
        turn.commit().await?;
        Ok(SavedPerformance { settings, warning: self.write_file().await })
    }

    /// Creates the schedule named `default` if it is missing, with the settings of the file. On PostgreSQL the rest of
    /// the file is imported with it, and later starts do not read it.
    pub(crate) async fn first_start(&self) -> Result<(), SettingsError> {
        let held = self.database.settings().turn().await?;
        if !self.follows_file() && held.default_schedule().await?.is_some() {
            return Ok(held.rollback().await?);
        }
        let config = self.file.read()?.config.unwrap_or_default();
        let is_first = held.create_schedule(config.schedule().unwrap_or(DEFAULT_SCHEDULE)).await?;
        if is_first
            && !self.follows_file()
            && let Some(performance) = config.performance
            && held.setting(PERFORMANCE).await?.is_none()
        {
            held.save(PERFORMANCE, &json!(performance)).await?;
        }
        Ok(held.commit().await?)
    }

    /// Waits for the turn to change settings.
    ///
    /// # Errors
    ///
    /// [`SettingsError::File`] if the file cannot be understood.
    pub(crate) async fn turn(&self) -> Result<Turn, SettingsError> {
        let held = self.database.settings().turn().await?;
        let known = stored(FILE, held.setting(FILE).await?)?.unwrap_or_default();
        // Within the turn, so that no other jira-sync process writes it.
        let file = self.read().map_err(SettingsError::from);
        self.report_validity(&file);
        Ok(Turn::new(held, known, file?, self.unwritten.clone()))
    }

    /// Writes to the file what it does not contain yet. If that fails, the write is retried later, and a warning for
    /// the user who has just saved is returned.
    pub(crate) async fn write_file(&self) -> Option<String> {
        if !self.follows_file() {
            return None;
        }
        let failed = self.try_to_write().await.err();
        let reason = failed.map(|error| error.to_string().trim_end_matches('.').to_owned());
        self.complaints.unwritten(reason.clone());
        reason.map(|reason| {
            format!("sync_config.json does not contain it yet. {reason}. jira-sync retries by itself.")
        })
    }

    /// Whether the file is still to be written.
    pub(crate) fn is_unwritten(&self) -> bool {
        self.unwritten.load(Ordering::Relaxed)
    }

    /// The file's bytes, or why it cannot be read. A missing or empty file resolves any earlier complaint.
    pub(crate) async fn content(&self) -> Content {
        let content = Content(tokio::fs::read(self.file.path()).await.map_err(|error| error.kind()));
        if content.is_empty() {
            self.complaints.refused(None);
        }
        content
    }

    async fn try_to_write(&self) -> Result<(), SettingsError> {
        for _ in 0..ATTEMPTS {
            let turn = self.turn().await?;
            self.unwritten.store(false, Ordering::Relaxed);
            let written = turn.write(&self.file).await;
            self.unwritten.store(!matches!(written, Ok(true)), Ordering::Relaxed);
            if written? {
                return Ok(());
            }
        }
        Err(SyncConfigError::Restless { path: self.file.path().to_owned() }.into())
    }

    /// The file; None if this database does not follow it.
    fn read(&self) -> Result<Option<Reading>, SyncConfigError> {
        if !self.follows_file() {
            return Ok(None);
        }
        self.file.read().map(Some)
    }

    /// Reports that the file is invalid, or that it is valid again.
    fn report_validity<T>(&self, read: &Result<T, SettingsError>) {
        match read {
            Ok(_) => self.complaints.refused(None),
            Err(SettingsError::File(error)) => self.complaints.refused(Some(error.to_string())),
            Err(_) => {}
        }
    }
}

/// What the file contains, or why it could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content(Result<Vec<u8>, io::ErrorKind>);

impl Content {
    /// Whether the file is missing or empty.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.0 {
            Ok(bytes) => bytes.trim_ascii().is_empty(),
            Err(error) => *error == io::ErrorKind::NotFound,
        }
    }
}

/// The value of a row of `settings`; None if the row does not exist.
fn stored<T: DeserializeOwned>(name: &str, value: Option<Value>) -> Result<Option<T>, StoreError> {
    value
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| StoreError::Value { table: "settings", reason: format!("{name}: {error}") })
}
