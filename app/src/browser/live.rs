use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{Clock, event_source::Stream};
use crate::{
    api::{get_progress, get_scheduler_status},
    base_path::at,
    model::{Progress, SchedulerStatus},
};

/// How often the page polls while the stream is broken.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// After this long without an event, the page polls as well, in milliseconds.
const MAX_SILENCE: f64 = 45_000.0;

/// The state of the live stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// The stream has not opened yet.
    Connecting,
    /// The stream is open.
    Live,
    /// The stream is broken, and the page polls every five seconds.
    Reconnecting,
    /// The server does not respond.
    Stale,
}

/// What an open page receives from the server.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    /// None before the server's first message.
    pub(crate) progress: RwSignal<Option<Progress>>,
    /// None before the server's first message.
    pub(crate) scheduler: RwSignal<Option<SchedulerStatus>>,
    /// Incremented whenever a run starts or ends, so that resources which depend on runs are loaded again.
    pub(crate) runs: RwSignal<u64>,
    pub(crate) connection: RwSignal<Connection>,
    clock: Clock,
    /// When the last message arrived, milliseconds since 1970 by the browser's clock.
    last_message_at: StoredValue<f64>,
}

impl Live {
    /// The scheduler's status as last received, or as loaded with the page.
    pub(crate) fn scheduler_or(self, loaded: Signal<SchedulerStatus>) -> Signal<SchedulerStatus> {
        Memo::new(move |_| self.scheduler.get().unwrap_or_else(|| loaded.get())).into()
    }

    /// Requests, once, everything that the stream would send. When the server is back, pages reload their data.
    pub(crate) fn refresh(self) {
        spawn_local(async move {
            match (get_progress().await, get_scheduler_status().await) {
                (Ok(progress), Ok(scheduler)) => {
                    // Runs may have started and ended since the page loaded or the server last responded.
                    let missed_runs = self.progress.with_untracked(Option::is_none)
                        || self.connection.get_untracked() == Connection::Stale;
                    self.set_progress(progress);
                    self.set_scheduler(scheduler);
                    if missed_runs {
                        self.reload_runs();
                    }
                    if self.connection.get_untracked() != Connection::Live {
                        self.connection.set(Connection::Reconnecting);
                    }
                }
                _ => self.connection.set(Connection::Stale),
            }
        });
    }

    /// Makes pages reload everything that depends on runs.
    fn reload_runs(self) {
        self.runs.update(|version| *version += 1);
    }

    fn set_progress(self, progress: Progress) {
        self.last_message_at.set_value(js_sys::Date::now());
        let before = self.progress.with_untracked(|known| {
            known.as_ref().map(|known| (known.sync_id.clone(), known.status.is_active()))
        });
        let after = (progress.sync_id.clone(), progress.status.is_active());
        self.progress.set(Some(progress));
        if before.is_some_and(|before| before != after) {
            self.reload_runs();
        }
    }

    fn set_scheduler(self, scheduler: SchedulerStatus) {
        self.last_message_at.set_value(js_sys::Date::now());
        self.clock.correct(&scheduler.server_time);
        self.scheduler.set(Some(scheduler));
    }

    fn handle(self, name: &'static str, data: &str) {
        match name {
            "progress" => {
                if let Ok(progress) = serde_json::from_str(data) {
                    self.set_progress(progress);
                }
            }
            "scheduler" => {
                if let Ok(scheduler) = serde_json::from_str(data) {
                    self.set_scheduler(scheduler);
                }
            }
            _ => self.reload_runs(),
        }
    }

    fn open(self) -> Option<Stream> {
        Stream::open(
            &at("/api/events"),
            &["progress", "scheduler", "run"],
            move |name, data| self.handle(name, &data),
            move |open| {
                self.last_message_at.set_value(js_sys::Date::now());
                let before = self.connection.get_untracked();
                if open {
                    self.connection.set(Connection::Live);
                    if before == Connection::Stale {
                        self.reload_runs();
                    }
                } else if before != Connection::Stale {
                    // Keeps `Stale`, which says more than `Reconnecting`.
                    self.connection.set(Connection::Reconnecting);
                }
            },
        )
        .ok()
    }

    /// Polls and reconnects if the stream is broken or silent.
    fn check(self, stream: StoredValue<Option<Stream>, LocalStorage>) {
        let silent = js_sys::Date::now() - self.last_message_at.get_value() > MAX_SILENCE;
        if self.connection.get_untracked() == Connection::Live && !silent {
            return;
        }
        self.refresh();
        let closed = stream.with_value(|stream| stream.as_ref().is_none_or(Stream::is_closed));
        if closed {
            stream.set_value(self.open());
        }
    }
}

/// Opens the page's only stream. The app calls this once.
pub(crate) fn provide_live(clock: Clock) -> Live {
    let live = Live {
        progress: RwSignal::new(None),
        scheduler: RwSignal::new(None),
        runs: RwSignal::new(0),
        connection: RwSignal::new(Connection::Connecting),
        clock,
        last_message_at: StoredValue::new(0.0),
    };
    provide_context(live);
    Effect::new(move |_| {
        // Created inside the effect, because a local value cannot cross threads on the server.
        let stream = StoredValue::new_local(live.open());
        set_interval(move || live.check(stream), POLL_INTERVAL);
    });
    live
}

/// The app's live state.
pub(crate) fn use_live() -> Live {
    use_context::<Live>().unwrap_or_else(|| provide_live(super::use_clock()))
}
