//! The live stream. While there are listeners, one task polls the services and sends changes to all listeners.
//!
//! Polling also finds the runs of other processes on the same database.

mod log;
pub(super) mod stream;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    error::ApiError,
    model::{Event, RunFilter},
    service::{CallerServices, Permission, Principal},
};
use tokio::sync::{Mutex, Notify, broadcast};
use tokio_util::sync::CancellationToken;

use log::{Entry, EventLog};

/// The permission that listeners need and that the stream itself has, so that it never sends what a listener may not
/// request.
pub(super) const PERMISSION: Permission = Permission::Read;
/// How often the services are polled.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// How many events a listener may fall behind before its stream ends.
const BACKLOG: usize = 256;

/// The source of all streams. Cheap to clone.
#[derive(Clone)]
pub(super) struct EventHub {
    shared: Arc<Shared>,
}

struct Shared {
    services: CallerServices,
    state: Mutex<State>,
    sender: broadcast::Sender<Entry>,
    listener_added: Notify,
    closing: CancellationToken,
}

struct State {
    log: EventLog,
    polled_at: Option<Instant>,
}

impl EventHub {
    /// A hub whose streams and task end when `closing` is cancelled.
    pub(super) fn new(services: CallerServices, closing: CancellationToken) -> Self {
        let first_id = u64::try_from(chrono::Utc::now().timestamp_millis()).unwrap_or_default();
        let hub = Self {
            shared: Arc::new(Shared {
                services,
                state: Mutex::new(State { log: EventLog::starting_at(first_id), polled_at: None }),
                sender: broadcast::channel(BACKLOG).0,
                listener_added: Notify::new(),
                closing,
            }),
        };
        tokio::spawn(hub.clone().watch());
        hub
    }

    /// The current state with the events since `last_seen`, and a receiver of all further events.
    ///
    /// # Errors
    ///
    /// 403 without [`PERMISSION`].
    async fn subscribe(
        &self,
        listener: &Principal,
        last_seen: Option<u64>,
    ) -> Result<(Vec<Entry>, broadcast::Receiver<Entry>), ApiError> {
        listener.require(PERMISSION)?;
        let mut state = self.shared.state.lock().await;
        self.poll(&mut state).await;
        let receiver = self.shared.sender.subscribe();
        self.shared.listener_added.notify_one();
        Ok((state.log.since(last_seen), receiver))
    }

    async fn watch(self) {
        self.shared.closing.run_until_cancelled(self.poll_forever()).await;
    }

    async fn poll_forever(&self) {
        loop {
            if self.shared.sender.receiver_count() == 0 {
                self.shared.listener_added.notified().await;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
            let mut state = self.shared.state.lock().await;
            self.poll(&mut state).await;
        }
    }

    /// Polls the services and publishes what changed, unless they were polled just before.
    async fn poll(&self, state: &mut State) {
        if state.polled_at.is_some_and(|at| at.elapsed() < POLL_INTERVAL / 2) {
            return;
        }
        match self.current().await {
            Ok(events) => {
                for entry in events.into_iter().filter_map(|event| state.log.publish(event)) {
                    // Fails only without listeners.
                    let _ = self.shared.sender.send(entry);
                }
            }
            Err(error) => tracing::debug!("the live stream could not be updated: {error}"),
        }
        state.polled_at = Some(Instant::now());
    }

    async fn current(&self) -> Result<Vec<Event>, ApiError> {
        let services = &self.shared.services;
        let newest = RunFilter { limit: Some(1), ..RunFilter::default() };
        let progress = services.runs.progress().await?;
        let scheduler = services.scheduler.status().await?;
        let run = services.runs.history(newest).await?.items.into_iter().next();
        let events = [Event::Progress(progress), Event::Scheduler(scheduler)];
        Ok(events.into_iter().chain(run.map(Event::Run)).collect())
    }
}
