//! What the readers of both editions hand to the writer.

use std::sync::Arc;

use app::model::PerformanceSettings;
use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::jira::{
    Client, JiraError,
    jql::{Order, Query},
    wire::{FieldCatalog, Issue, Unreadable},
};

/// Issues that are committed together, with all their lists complete.
pub(super) struct Batch {
    pub issues: Vec<Issue>,
    /// Issues that Jira names and did not deliver.
    pub failed: u64,
    /// What it delivered and is no issue.
    pub unreadable: Vec<Unreadable>,
    /// How far the project is read once this batch is stored.
    pub watermark: Option<DateTime<Utc>>,
    /// Held until the batch is stored: what bounds the memory of a run.
    pub _permit: OwnedSemaphorePermit,
}

/// What a reader tells the writer, in order.
pub(super) enum Message {
    /// How many issues will come, as far as Jira says.
    Expect(u64),
    Batch(Batch),
}

/// All that reading one project needs.
#[derive(Clone)]
pub(super) struct Source {
    pub client: Client,
    pub catalog: Arc<FieldCatalog>,
    pub settings: Arc<PerformanceSettings>,
    /// Batches of this site that may be in memory at once.
    pub permits: Arc<Semaphore>,
    pub project_id: u64,
    /// The least `updated` to ask for; None for everything.
    pub from: Option<DateTime<Utc>>,
    /// When the reading began, by the database's clock.
    pub began: DateTime<Utc>,
}

impl Source {
    /// The query from `from` on, in order of `updated`.
    pub(super) fn query(&self, from: Option<DateTime<Utc>>) -> Query {
        let query = Query::project(self.project_id).order_by(Order::Updated);
        match from {
            Some(from) => query.updated_from(from),
            None => query,
        }
    }

    pub(super) fn batch_size(&self) -> usize {
        self.settings.batch_size as usize
    }

    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, JiraError> {
        let closed = |_| JiraError::Settings("the run is over".to_owned());
        Arc::clone(&self.permits).acquire_owned().await.map_err(closed)
    }
}

/// The writer's end of the line; a reader whose writer is gone ends quietly.
pub(super) type Outlet = mpsc::Sender<Message>;
