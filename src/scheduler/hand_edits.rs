//! Follows `sync_config.json` while a server runs: imports what people change in it, and retries writes that failed.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::{editor::ScheduleEditor, error::SchedulerError};
use crate::settings::{Content, Settings, SettingsError};

/// Time between two checks of the file.
const INTERVAL: Duration = Duration::from_secs(1);
/// Number of checks between two attempts to write the file.
const CHECKS_UNTIL_RETRY: u64 = 10;

/// Watches the file.
pub struct HandEdits {
    settings: Settings,
    editor: ScheduleEditor,
    seen: Mutex<Seen>,
}

/// The file as of the last check; None before the first.
struct Seen {
    content: Option<Content>,
    /// How many later checks found the same.
    repeats: u64,
    /// It was imported or rejected, or is empty.
    settled: bool,
}

impl HandEdits {
    /// Follows the file of these settings.
    pub fn new(settings: Settings, editor: ScheduleEditor) -> Self {
        let nothing = Seen { content: None, repeats: 0, settled: true };
        Self { settings, editor, seen: Mutex::new(nothing) }
    }

    /// Checks every second until `shutdown`. Does nothing if the file is not followed.
    pub async fn follow_until(self, shutdown: CancellationToken) {
        if !self.settings.follows_file() {
            return;
        }
        let mut beats = tokio::time::interval(INTERVAL);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while shutdown.run_until_cancelled(beats.tick()).await.is_some() {
            if let Some(Err(error)) = shutdown.run_until_cancelled(self.check()).await {
                tracing::error!("could not check sync_config.json: {error}");
            }
        }
    }

    /// One check. New content is imported when a second check finds it unchanged: the first may see a half-written file.
    /// A file that is missing or empty contains no settings; the next save or start writes it.
    ///
    /// # Errors
    ///
    /// Only database errors: problems of the file are reported by [`Settings`].
    pub async fn check(&self) -> Result<(), SchedulerError> {
        let content = Some(self.settings.content().await);
        {
            let mut seen = self.seen();
            if seen.content != content {
                let settled = content.as_ref().is_none_or(Content::is_empty);
                *seen = Seen { content, repeats: 0, settled };
                return Ok(());
            }
            seen.repeats += 1;
            let retry = self.settings.is_unwritten() && seen.repeats.is_multiple_of(CHECKS_UNTIL_RETRY);
            if seen.settled && !retry {
                return Ok(());
            }
        }
        match self.editor.import_edits().await {
            Ok(()) | Err(SchedulerError::Settings(SettingsError::File(_))) => {
                self.seen().settled = true;
                Ok(())
            }
            error => error,
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
