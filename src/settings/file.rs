//! `sync_config.json`: what people edit by hand, and where jira-sync writes settings that were changed elsewhere.
//!
//! The oldest files look like `{"interval": 2, "enabled": true}`; later ones say `interval_minutes`. Both are read,
//! unknown members are kept, and a file that cannot be understood is never overwritten.

mod atomic;

use std::{
    io,
    path::{Path, PathBuf},
};

use app::model::{PerformanceSettings, ranges::INTERVAL_MINUTES};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::performance;

/// What the file contains; a member is None if the file does not contain it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncConfig {
    /// Whether the schedule is on.
    pub enabled: Option<bool>,
    /// Minutes between two scheduled runs, within [`INTERVAL_MINUTES`].
    pub interval_minutes: Option<u32>,
    /// The performance settings, with defaults for those that the file leaves out.
    pub performance: Option<PerformanceSettings>,
}

/// Why the file could not be read or written. Each message is one line, names the file and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum SyncConfigError {
    #[error("{}: cannot be read ({source}); make it readable for this user", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {reason}; correct the file, or move it away to use the settings in the database", path.display())]
    Broken { path: PathBuf, reason: String },
    #[error("{}: was not saved ({source}); make the folder writable for this user and check the free space", path.display())]
    NotSaved { path: PathBuf, source: io::Error },
    #[error("{}: another program keeps writing it; stop that program", path.display())]
    Restless { path: PathBuf },
    /// The change itself is not allowed; nothing was written.
    #[error("{0}")]
    NotAllowed(String),
}

/// The file in its folder; cheap to clone.
#[derive(Clone, Debug)]
pub struct SyncConfigFile {
    path: PathBuf,
}

/// The file as it was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its settings; None if it is missing or empty, as some editors and container images leave it.
    pub config: Option<SyncConfig>,
    /// None if it is missing.
    bytes: Option<Vec<u8>>,
    document: Map<String, Value>,
}

impl SyncConfigFile {
    /// `sync_config.json` in `folder`; neither needs to exist yet.
    pub fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join("sync_config.json") }
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file. Blocks on the disk.
    pub fn read(&self) -> Result<Reading, SyncConfigError> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(SyncConfigError::Unreadable { path: self.path.clone(), source }),
        };
        let document = self.document(bytes.as_deref().unwrap_or_default())?;
        let config = document.as_ref().map(|document| self.understand(document)).transpose()?;
        Ok(Reading { config, bytes, document: document.unwrap_or_default() })
    }

    /// Changes the members that are `Some` in `change` and keeps everything else. The previous version is kept next to
    /// it as `sync_config.json.bak`. Returns the new contents, or None if the file is no longer what was read; then it
    /// stays unchanged. Blocks on the disk.
    pub fn write(
        &self,
        reading: &Reading,
        change: &SyncConfig,
    ) -> Result<Option<SyncConfig>, SyncConfigError> {
        let mut document = reading.document.clone();
        apply(&mut document, change);
        let config =
            self.understand(&document).map_err(|error| SyncConfigError::NotAllowed(error.to_string()))?;
        let text = format!("{:#}\n", Value::Object(document));
        match atomic::replace(&self.path, reading.bytes.as_deref(), text.as_bytes()) {
            Ok(replaced) => Ok(replaced.then_some(config)),
            Err(source) => Err(SyncConfigError::NotSaved { path: self.path.clone(), source }),
        }
    }

    /// None if the file is empty.
    fn document(&self, bytes: &[u8]) -> Result<Option<Map<String, Value>>, SyncConfigError> {
        // Some editors write a byte order mark.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        match serde_json::from_slice(text) {
            Ok(Value::Object(document)) => Ok(Some(document)),
            Ok(_) => Err(self.broken("is not a JSON object")),
            Err(error) => Err(self.broken(format!("is not JSON ({error})"))),
        }
    }

    fn understand(&self, document: &Map<String, Value>) -> Result<SyncConfig, SyncConfigError> {
        let (least, most) = (INTERVAL_MINUTES.start(), INTERVAL_MINUTES.end());
        let interval = ["interval_minutes", "interval"]
            .into_iter()
            .find_map(|name| document.get(name).map(|value| (name, value)));
        let interval_minutes = interval
            .map(|(name, value)| {
                value
                    .as_u64()
                    .and_then(|minutes| u32::try_from(minutes).ok())
                    .filter(|minutes| INTERVAL_MINUTES.contains(minutes))
                    .ok_or_else(|| {
                        self.broken(format!(
                            "{name} is {value}, but must be a whole number of {least} to {most}"
                        ))
                    })
            })
            .transpose()?;
        let enabled = document
            .get("enabled")
            .map(|value| {
                value
                    .as_bool()
                    .ok_or_else(|| self.broken(format!("enabled is {value}, but must be true or false")))
            })
            .transpose()?;
        let performance =
            document.get("performance").map(|value| self.understand_performance(value)).transpose()?;
        Ok(SyncConfig { enabled, interval_minutes, performance })
    }

    fn understand_performance(&self, value: &Value) -> Result<PerformanceSettings, SyncConfigError> {
        let members = value.as_object().ok_or_else(|| self.broken("performance is not a JSON object"))?;
        let known: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| performance::is_setting(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        performance::merged(&PerformanceSettings::default(), &known.into()).map_err(|errors| {
            let reasons: Vec<_> =
                errors.iter().map(|e| format!("performance.{} {}", e.field, e.message)).collect();
            self.broken(reasons.join("; "))
        })
    }

    fn broken(&self, reason: impl Into<String>) -> SyncConfigError {
        SyncConfigError::Broken { path: self.path.clone(), reason: reason.into() }
    }
}

fn apply(document: &mut Map<String, Value>, change: &SyncConfig) {
    if let Some(enabled) = change.enabled {
        document.insert("enabled".to_owned(), json!(enabled));
    }
    if let Some(minutes) = change.interval_minutes {
        document.remove("interval");
        document.insert("interval_minutes".to_owned(), json!(minutes));
    }
    if let Some(Ok(Value::Object(settings))) = change.performance.as_ref().map(serde_json::to_value) {
        let entry = document.entry("performance").or_insert_with(|| json!({}));
        if let Value::Object(members) = entry {
            members.extend(settings);
        }
    }
}

#[cfg(test)]
mod tests;
