use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{Clock, event_source::Stream};
use crate::{
    api::{get_progress, get_scheduler_status},
    base_path::at,
    model::{Progress, SchedulerStatus},
};

/// Between two questions while the stream is broken.
const POLL: Duration = Duration::from_secs(5);
/// A stream silent for so long is checked by asking, milliseconds.
const SILENCE: f64 = 45_000.0;

/// How fresh the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Before the first word from the stream.
    Connecting,
    /// The stream is open.
    Live,
    /// The stream is broken; the page asks every five seconds.
    Reconnecting,
    /// The server does not answer at all.
    Stale,
}

/// What the server tells a page while it is open.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    /// None before the first word from the server.
    pub(crate) progress: RwSignal<Option<Progress>>,
    /// None before the first word from the server.
    pub(crate) scheduler: RwSignal<Option<SchedulerStatus>>,
    /// Grows whenever a run began or ended; what lists runs reads again then.
    pub(crate) runs: RwSignal<u64>,
    pub(crate) connection: RwSignal<Connection>,
    clock: Clock,
    heard_at: StoredValue<f64>,
}

impl Live {
    /// The scheduler as the server last told it, or as the page was loaded with it.
    pub(crate) fn scheduler_or(self, loaded: Signal<SchedulerStatus>) -> Signal<SchedulerStatus> {
        Memo::new(move |_| self.scheduler.get().unwrap_or_else(|| loaded.get())).into()
    }

    /// Fetches once what the stream would send. When the server is back, pages reload their data.
    pub(crate) fn refresh(self) {
        spawn_local(async move {
            match (get_progress().await, get_scheduler_status().await) {
                (Ok(progress), Ok(scheduler)) => {
                    // Runs may have started and ended since the page loaded or the server last answered.
                    let unheard = self.progress.with_untracked(Option::is_none)
                        || self.connection.get_untracked() == Connection::Stale;
                    self.take_progress(progress);
                    self.take_scheduler(scheduler);
                    if unheard {
                        self.read_again();
                    }
                    if self.connection.get_untracked() != Connection::Live {
                        self.connection.set(Connection::Reconnecting);
                    }
                }
                _ => self.connection.set(Connection::Stale),
            }
        });
    }

    /// Makes pages reload what they show of runs.
    fn read_again(self) {
        self.runs.update(|version| *version += 1);
    }

    fn take_progress(self, progress: Progress) {
        self.heard_at.set_value(js_sys::Date::now());
        let before = self.progress.with_untracked(|known| {
            known.as_ref().map(|known| (known.sync_id.clone(), known.status.is_active()))
        });
        let after = (progress.sync_id.clone(), progress.status.is_active());
        self.progress.set(Some(progress));
        if before.is_some_and(|before| before != after) {
            self.read_again();
        }
    }

    fn take_scheduler(self, scheduler: SchedulerStatus) {
        self.heard_at.set_value(js_sys::Date::now());
        self.clock.correct(&scheduler.server_time);
        self.scheduler.set(Some(scheduler));
    }

    fn hear(self, name: &'static str, data: &str) {
        match name {
            "progress" => {
                if let Ok(progress) = serde_json::from_str(data) {
                    self.take_progress(progress);
                }
            }
            "scheduler" => {
                if let Ok(scheduler) = serde_json::from_str(data) {
                    self.take_scheduler(scheduler);
                }
            }
            _ => self.read_again(),
        }
    }

    fn open(self) -> Option<Stream> {
        Stream::open(
            &at("/api/events"),
            &["progress", "scheduler", "run"],
            move |name, data| self.hear(name, &data),
            move |open| {
                self.heard_at.set_value(js_sys::Date::now());
                let before = self.connection.get_untracked();
                if open {
                    self.connection.set(Connection::Live);
                    if before == Connection::Stale {
                        self.read_again();
                    }
                } else if before != Connection::Stale {
                    // The server is known to be down; a broken stream adds nothing.
                    self.connection.set(Connection::Reconnecting);
                }
            },
        )
        .ok()
    }

    /// Every five seconds: mend what is broken.
    fn check(self, stream: StoredValue<Option<Stream>, LocalStorage>) {
        let silent = js_sys::Date::now() - self.heard_at.get_value() > SILENCE;
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

/// Opens the one stream of the page; once, in the app.
pub(crate) fn provide_live(clock: Clock) -> Live {
    let live = Live {
        progress: RwSignal::new(None),
        scheduler: RwSignal::new(None),
        runs: RwSignal::new(0),
        connection: RwSignal::new(Connection::Connecting),
        clock,
        heard_at: StoredValue::new(0.0),
    };
    provide_context(live);
    Effect::new(move |_| {
        // Made here, since only a browser may hold what belongs to one thread.
        let stream = StoredValue::new_local(live.open());
        set_interval(move || live.check(stream), POLL);
    });
    live
}

/// The live state of the app.
pub(crate) fn use_live() -> Live {
    use_context::<Live>().unwrap_or_else(|| provide_live(super::use_clock()))
}
