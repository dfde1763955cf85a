//! The live stream: one task asks the services what changed, only while someone listens, and tells all.
//!
//! Asking, rather than being told, shows the runs of other processes on the same database as well.

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
/// How often the services are asked.
const BEAT: Duration = Duration::from_millis(500);
/// How far a listener may fall behind before its stream ends, in events.
const BACKLOG: usize = 256;

/// Where streams come from; cheap to clone.
#[derive(Clone)]
pub(super) struct EventHub {
    shared: Arc<Shared>,
}

struct Shared {
    services: CallerServices,
    state: Mutex<State>,
    sender: broadcast::Sender<Entry>,
    someone_came: Notify,
    closing: CancellationToken,
}

struct State {
    log: EventLog,
    asked_at: Option<Instant>,
}

impl EventHub {
    /// A hub whose streams and task end when `closing` is cancelled.
    pub(super) fn new(services: CallerServices, closing: CancellationToken) -> Self {
        let first_id = u64::try_from(chrono::Utc::now().timestamp_millis()).unwrap_or_default();
        let hub = Self {
            shared: Arc::new(Shared {
                services,
                state: Mutex::new(State { log: EventLog::starting_at(first_id), asked_at: None }),
                sender: broadcast::channel(BACKLOG).0,
                someone_came: Notify::new(),
                closing,
            }),
        };
        tokio::spawn(hub.clone().watch());
        hub
    }

    /// The present state and what was missed since `last_seen`, and all that comes from now on.
    ///
    /// # Errors
    ///
    /// 403.
    async fn subscribe(
        &self,
        listener: &Principal,
        last_seen: Option<u64>,
    ) -> Result<(Vec<Entry>, broadcast::Receiver<Entry>), ApiError> {
        listener.require(PERMISSION)?;
        let mut state = self.shared.state.lock().await;
        self.ask(&mut state).await;
        let receiver = self.shared.sender.subscribe();
        self.shared.someone_came.notify_one();
        Ok((state.log.since(last_seen), receiver))
    }

    async fn watch(self) {
        self.shared.closing.run_until_cancelled(self.watch_for_ever()).await;
    }

    async fn watch_for_ever(&self) {
        loop {
            if self.shared.sender.receiver_count() == 0 {
                self.shared.someone_came.notified().await;
            }
            tokio::time::sleep(BEAT).await;
            let mut state = self.shared.state.lock().await;
            self.ask(&mut state).await;
        }
    }

    /// Asks the services and publishes what changed, unless that was done a moment ago.
    async fn ask(&self, state: &mut State) {
        if state.asked_at.is_some_and(|at| at.elapsed() < BEAT / 2) {
            return;
        }
        match self.present().await {
            Ok(events) => {
                for entry in events.into_iter().filter_map(|event| state.log.publish(event)) {
                    // Fails only when no one listens.
                    let _ = self.shared.sender.send(entry);
                }
            }
            Err(error) => tracing::debug!("the live stream has no news: {error}"),
        }
        state.asked_at = Some(Instant::now());
    }

    async fn present(&self) -> Result<Vec<Event>, ApiError> {
        let services = &self.shared.services;
        let newest = RunFilter { limit: Some(1), ..RunFilter::default() };
        let progress = services.runs.progress().await?;
        let scheduler = services.scheduler.status().await?;
        let run = services.runs.history(newest).await?.items.into_iter().next();
        let events = [Event::Progress(progress), Event::Scheduler(scheduler)];
        Ok(events.into_iter().chain(run.map(Event::Run)).collect())
    }
}
