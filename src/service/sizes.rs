use std::{sync::Arc, time::Instant};

use tokio::sync::Mutex;

use crate::store::{Database, SiteCount, StoreError};

/// The counts, and until when they may be shown.
type Known = (Instant, Vec<SiteCount>);

/// How much is mirrored; cheap to clone. Every open page asks for it, so the counts are kept for as long as they may be
/// shown, and of several requests at the same time only one counts.
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
        if let Some((_, counts)) = known.as_ref().filter(|(until, _)| Instant::now() < *until) {
            return Ok(counts.clone());
        }
        let (counts, left) = self.database.sites().counts().await?;
        *known = Some((Instant::now() + left, counts.clone()));
        Ok(counts)
    }

    /// Issues of all sites together.
    pub(super) async fn issues(&self) -> Result<u64, StoreError> {
        Ok(self.counts().await?.iter().map(|count| count.issues.unsigned_abs()).sum())
    }
}
