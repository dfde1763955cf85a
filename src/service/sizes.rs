use std::sync::Arc;

use tokio::sync::Mutex;

use crate::store::{Database, SiteCount, StoreError};

/// How much is mirrored. Of several simultaneous requests, one counts the rows, and the others use its result. Cheap to
/// clone.
#[derive(Clone)]
pub(super) struct Sizes {
    database: Database,
    turn: Arc<Mutex<()>>,
}

impl Sizes {
    pub(super) fn new(database: Database) -> Self {
        Self { database, turn: Arc::default() }
    }

    /// The counts of each site.
    pub(super) async fn counts(&self) -> Result<Vec<SiteCount>, StoreError> {
        let _turn = self.turn.lock().await;
        self.database.sites().counts().await
    }

    /// The number of issues in all sites.
    pub(super) async fn issues(&self) -> Result<u64, StoreError> {
        Ok(self.counts().await?.iter().map(|count| count.issues.unsigned_abs()).sum())
    }
}
