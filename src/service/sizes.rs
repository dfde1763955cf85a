use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

use crate::store::{Database, SiteCount, StoreError};

/// Counting a million rows takes a moment, and every open page asks.
const TTL: Duration = Duration::from_secs(5);

/// When it was counted, and what.
type Counted = (Instant, Vec<SiteCount>);

/// How much the mirror holds, counted anew every few seconds at most; cheap to clone.
#[derive(Clone)]
pub(super) struct Sizes {
    database: Database,
    counted: Arc<Mutex<Option<Counted>>>,
}

impl Sizes {
    pub(super) fn new(database: Database) -> Self {
        Self { database, counted: Arc::default() }
    }

    /// By site.
    pub(super) async fn counts(&self) -> Result<Vec<SiteCount>, StoreError> {
        let mut counted = self.counted.lock().await;
        if let Some((at, counts)) = counted.as_ref().filter(|(at, _)| at.elapsed() < TTL) {
            tracing::trace!(age = ?at.elapsed(), "counted a moment ago");
            return Ok(counts.clone());
        }
        let counts = self.database.sites().counts().await?;
        *counted = Some((Instant::now(), counts.clone()));
        Ok(counts)
    }

    /// Issues of all sites together.
    pub(super) async fn issues(&self) -> Result<u64, StoreError> {
        Ok(self.counts().await?.iter().map(|count| count.issues.unsigned_abs()).sum())
    }
}
