//! The live stream. While there are listeners, one task polls the services and sends changes to all listeners.
//!
//! Polling also finds the runs of other processes on the same database.

mod clock;
mod log;
pub(super) mod stream;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    error::ApiError,
    model::{Event, Marks, RunFilter},
    service::{CallerServices, Permission, Principal},
};
use tokio::{
    sync::{Mutex, Notify, broadcast},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use clock::ServerClock;
use log::{Entry, EventLog};

/// The permission that listeners need and that the stream itself has, so that it never sends what a listener may not
/// request.
pub(super) const PERMISSION: Permission = Permission::Read;
/// How often the services are polled.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// After the services have failed for this long, all streams end: a page must not show stale data as live.
const TOLERATED_FAILURE: Duration = Duration::from_secs(3);
/// How long a page waits for its marks. Without them the browser loads everything once more.
const MARKS_LIMIT: Duration = Duration::from_secs(1);
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
    /// None ends the streams.
    sender: broadcast::Sender<Option<Entry>>,
    clock: ServerClock,
    listener_added: Notify,
    closing: CancellationToken,
}

struct State {
    log: EventLog,
    polled_at: Option<Instant>,
    /// Since when every poll has failed, and the last error.
    failure: Option<(Instant, ApiError)>,
}

impl EventHub {
    /// A hub whose streams and task end when `closing` is cancelled.
    pub(super) fn new(services: CallerServices, closing: CancellationToken) -> Self {
        let first_id = u64::try_from(chrono::Utc::now().timestamp_millis()).unwrap_or_default();
        let hub = Self {
            shared: Arc::new(Shared {
                services,
                state: Mutex::new(State {
                    log: EventLog::starting_at(first_id),
                    polled_at: None,
                    failure: None,
                }),
                sender: broadcast::channel(BACKLOG).0,
                clock: ServerClock::default(),
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
    /// 403 without [`PERMISSION`], and the services' own error if they fail.
    async fn subscribe(
        &self,
        listener: &Principal,
        last_seen: Option<u64>,
    ) -> Result<(Vec<Entry>, broadcast::Receiver<Option<Entry>>), ApiError> {
        listener.require(PERMISSION)?;
        let mut state = self.shared.state.lock().await;
        self.poll(&mut state).await;
        if let Some((_, error)) = &state.failure {
            return Err(error.clone());
        }
        let receiver = self.shared.sender.subscribe();
        self.shared.listener_added.notify_one();
        Ok((state.log.since(last_seen), receiver))
    }

    /// What a page that is rendered from now on shows, as far as events report it. None without [`PERMISSION`], or if
    /// it cannot be read in time.
    pub(super) async fn marks(&self, listener: &Principal) -> Option<Marks> {
        listener.require(PERMISSION).ok()?;
        let read = async {
            let mut state = self.shared.state.lock().await;
            self.poll(&mut state).await;
            state.failure.is_none().then(|| state.log.marks())
        };
        timeout(MARKS_LIMIT, read).await.ok().flatten()
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
                state.failure = None;
                for entry in events.into_iter().filter_map(|event| state.log.publish(event)) {
                    // Fails only without listeners.
                    let _ = self.shared.sender.send(Some(entry));
                }
            }
            Err(error) => {
                tracing::debug!("the live stream could not be updated: {error}");
                let since = state.failure.take().map_or_else(Instant::now, |(since, _)| since);
                if since.elapsed() >= TOLERATED_FAILURE {
                    let _ = self.shared.sender.send(None);
                }
                state.failure = Some((since, error));
            }
        }
        state.polled_at = Some(Instant::now());
    }

    async fn current(&self) -> Result<Vec<Event>, ApiError> {
        let services = &self.shared.services;
        let newest = RunFilter { limit: Some(1), ..RunFilter::default() };
        let progress = services.runs.progress().await?;
        let scheduler = services.scheduler.status().await?;
        let run = services.runs.history(newest).await?.items.into_iter().next();
        self.shared.clock.set(&scheduler.server_time);
        // The run first: a browser then knows that the progress is about the same change.
        let events = [Event::Progress(progress), Event::Scheduler(scheduler)];
        Ok(run.map(Event::Run).into_iter().chain(events).collect())
    }
}
