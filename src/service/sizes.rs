use std::{sync::Arc, time::Instant};

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use crate::store::{Database, SiteCount, StoreError};

struct Known {
    counts: Vec<SiteCount>,
    /// Until when they may be shown.
    until: Instant,
    /// When the last sync before them ended.
    synced_at: Option<DateTime<Utc>>,
}

/// How much is mirrored; cheap to clone. Every open page asks for it, so the counts are kept for as long as they may be
/// shown and no sync ends, and of several requests at the same time only one counts.
#[derive(Clone)]
pub(super) struct Sizes {
    database: Database,
    known: Arc<Mutex<Option<Known>>>,
}

impl Sizes {
    pub(super) fn new(database: Database) -> Self {
        Self { database, known: Arc::default() }
    }

    /// By site.
    pub(super) async fn counts(&self) -> Result<Vec<SiteCount>, StoreError> {
        let mut known = self.known.lock().await;
        let synced_at = self.database.runs().newest_ended().await?.and_then(|run| run.completed_at);
        let is_current = |known: &&Known| Instant::now() < known.until && known.synced_at == synced_at;
        if let Some(known) = known.as_ref().filter(is_current) {
            return Ok(known.counts.clone());
        }
        let (counts, left) = self.database.sites().counts(synced_at).await?;
        *known = Some(Known { counts: counts.clone(), until: Instant::now() + left, synced_at });
        Ok(counts)
    }

    /// Issues of all sites together.
    pub(super) async fn issues(&self) -> Result<u64, StoreError> {
        Ok(self.counts().await?.iter().map(|count| count.issues.unsigned_abs()).sum())
    }
}
