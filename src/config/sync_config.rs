//! `sync_config.json`: what the admin panel saves and people edit by hand.
//!
//! The oldest users' file is `{"interval": 2, "enabled": true}`; later ones say `interval_minutes`. Both are
//! read, members unknown here are kept, and a file that cannot be understood is never overwritten.

mod atomic;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use app::model::PerformanceSettings;
use serde_json::{Map, Value, json};

use super::performance;

/// Fewest and most minutes between two scheduled runs.
pub const INTERVAL_RANGE: std::ops::RangeInclusive<u32> = 2..=1440;

/// What the file says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncConfig {
    /// Whether the schedule is on.
    pub enabled: Option<bool>,
    /// Minutes between two scheduled runs, within [`INTERVAL_RANGE`].
    pub interval_minutes: Option<u32>,
    /// The performance settings, defaults where the file leaves some out.
    pub performance: Option<PerformanceSettings>,
}

/// Why the file could not be read or written. Each text is one line and names the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum SyncConfigError {
    #[error("{}: cannot be read ({source}); make it readable for this user", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {reason}; mend the file, or move it away to start from the defaults", path.display())]
    Broken { path: PathBuf, reason: String },
    #[error("{}: was not saved ({source}); make the folder writable for this user and keep some space free", path.display())]
    NotSaved { path: PathBuf, source: io::Error },
    /// The change itself is not allowed; nothing was written.
    #[error("{0}")]
    NotAllowed(String),
}

/// The file in its folder; cheap to clone, and changes through clones do not overtake each other.
#[derive(Clone, Debug)]
pub struct SyncConfigFile {
    path: PathBuf,
    changing: Arc<Mutex<()>>,
}

impl SyncConfigFile {
    /// `sync_config.json` in `folder`; neither needs to exist yet.
    pub fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join("sync_config.json"), changing: Arc::default() }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says; nothing when it is missing.
    pub fn read(&self) -> Result<SyncConfig, SyncConfigError> {
        self.understand(&self.document()?)
    }

    /// Changes the members that are `Some` in `change` and keeps everything else; the version before lies
    /// beside it as `sync_config.json.bak`. Blocks on the disk.
    pub fn save(&self, change: &SyncConfig) -> Result<(), SyncConfigError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut document = self.document()?;
        self.understand(&document)?;
        apply(&mut document, change);
        self.understand(&document).map_err(|error| SyncConfigError::NotAllowed(error.to_string()))?;
        let text = format!("{:#}\n", Value::Object(document));
        atomic::replace(&self.path, text.as_bytes())
            .map_err(|source| SyncConfigError::NotSaved { path: self.path.clone(), source })
    }

    fn document(&self) -> Result<Map<String, Value>, SyncConfigError> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Map::new()),
            Err(source) => return Err(SyncConfigError::Unreadable { path: self.path.clone(), source }),
        };
        // Editors and container images leave empty files and byte order marks.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        if text.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(text) {
            Ok(Value::Object(document)) => Ok(document),
            Ok(_) => Err(self.broken("is not a JSON object")),
            Err(error) => Err(self.broken(format!("is not JSON ({error})"))),
        }
    }

    fn understand(&self, document: &Map<String, Value>) -> Result<SyncConfig, SyncConfigError> {
        let (least, most) = (INTERVAL_RANGE.start(), INTERVAL_RANGE.end());
        let interval = ["interval_minutes", "interval"]
            .into_iter()
            .find_map(|name| document.get(name).map(|value| (name, value)));
        let interval_minutes = interval
            .map(|(name, value)| {
                value
                    .as_u64()
                    .and_then(|minutes| u32::try_from(minutes).ok())
                    .filter(|minutes| INTERVAL_RANGE.contains(minutes))
                    .ok_or_else(|| {
                        self.broken(format!(
                            "{name} is {value}, and must be a whole number of {least} to {most}"
                        ))
                    })
            })
            .transpose()?;
        let enabled = document
            .get("enabled")
            .map(|value| {
                value
                    .as_bool()
                    .ok_or_else(|| self.broken(format!("enabled is {value}, and must be true or false")))
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
