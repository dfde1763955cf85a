use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{
    Clock,
    clock::browser_millis,
    contact::{Connection, Contact, Then},
    frame::Frame,
    known::Known,
    shared_stream::SharedStream,
    visibility::{is_hidden, watch_visibility},
};
use crate::{
    api::{get_progress, get_scheduler_status},
    error::ApiError,
    model::{Progress, Run, SchedulerStatus},
};

/// How often the page polls while the stream is broken.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// After this long without an event, the page polls as well, in milliseconds.
const MAX_SILENCE: i64 = 45_000;

/// The server does not respond, or cannot read its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outage {
    /// A sentence.
    pub(crate) reason: String,
    /// When the server was last heard from, milliseconds since 1970 by its own clock.
    pub(crate) data_at: i64,
}

/// What an open page receives from the server.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    /// None before the server's first message.
    pub(crate) progress: RwSignal<Option<Progress>>,
    /// None before the server's first message.
    pub(crate) scheduler: RwSignal<Option<SchedulerStatus>>,
    /// Incremented when what the page loaded may be outdated: a run started or ended, or the connection is back.
    pub(crate) runs: RwSignal<u64>,
    /// Incremented whenever the schedule or its next run changes.
    pub(crate) plans: RwSignal<u64>,
    pub(crate) connection: RwSignal<Connection>,
    /// None while the server can be reached.
    pub(crate) outage: RwSignal<Option<Outage>>,
    /// Incremented by [`Live::retry`].
    retries: RwSignal<u32>,
    clock: Clock,
    contact: StoredValue<Contact>,
    known: StoredValue<Known>,
    /// How many events have arrived.
    frames: StoredValue<u64>,
}

/// The tab's part in the stream; None while the tab is hidden.
type Stream = StoredValue<Option<SharedStream>, LocalStorage>;

impl Live {
    /// The scheduler's status as last received, or as loaded with the page.
    pub(crate) fn scheduler_or(self, loaded: Signal<SchedulerStatus>) -> Signal<SchedulerStatus> {
        Memo::new(move |_| self.scheduler.get().unwrap_or_else(|| loaded.get())).into()
    }

    /// Tries to reach the server now instead of at the next poll.
    pub(crate) fn retry(self) {
        self.retries.update(|retries| *retries += 1);
    }

    /// Requests, once, everything that the stream would send.
    pub(crate) fn refresh(self) {
        spawn_local(async move {
            let before = self.frames.get_value();
            match (get_progress().await, get_scheduler_status().await) {
                (Ok(progress), Ok(scheduler)) => {
                    // Events that arrived meanwhile are newer.
                    if self.frames.get_value() == before {
                        self.set_progress(progress);
                        self.set_scheduler(scheduler, browser_millis());
                    }
                    self.follow(|contact, now| contact.answered(now), None);
                }
                (Err(error), _) | (_, Err(error)) => {
                    let failed = |contact: &mut Contact, now| {
                        contact.failed(now);
                        Then::Continue
                    };
                    self.follow(failed, Some(error));
                }
            }
        });
    }

    /// Updates the contact after something happened at a time by the browser's clock, and does what follows from it.
    fn follow(self, happened: fn(&mut Contact, i64) -> Then, error: Option<ApiError>) {
        let mut contact = self.contact.get_value();
        let then = happened(&mut contact, browser_millis());
        self.contact.set_value(contact);
        if self.connection.get_untracked() != contact.connection {
            self.connection.set(contact.connection);
        }
        let stale = contact.connection == Connection::Stale;
        if stale != self.outage.with_untracked(Option::is_some) {
            self.outage.set(stale.then(|| Outage {
                reason: error.map_or_else(|| UNREACHABLE.to_owned(), reason),
                data_at: self.clock.server_time(contact.heard_at),
            }));
        }
        if then == Then::Reload {
            // The events that follow were sent before this reload reaches the server.
            self.known.set_value(Known::unasked());
            self.reload();
        }
    }

    /// Makes pages load everything again.
    fn reload(self) {
        self.runs.update(|version| *version += 1);
    }

    fn set_progress(self, progress: Progress) {
        let news = self.known.try_update_value(|known| known.progress_is_news(&progress));
        self.progress.set(Some(progress));
        if news == Some(true) {
            self.reload();
        }
    }

    fn set_scheduler(self, scheduler: SchedulerStatus, received_at: i64) {
        let news = self.known.try_update_value(|known| known.schedule_is_news(&scheduler));
        self.clock.correct(&scheduler.server_time, received_at);
        self.scheduler.set(Some(scheduler));
        if news == Some(true) {
            self.plans.update(|version| *version += 1);
        }
    }

    fn set_run(self, run: &Run) {
        if self.known.try_update_value(|known| known.run_is_news(run)) == Some(true) {
            self.reload();
        }
    }

    fn handle(self, frame: Frame) {
        match frame {
            Frame::Opened => self.follow(|contact, now| contact.opened(now), None),
            Frame::Broke => {
                let broke = |contact: &mut Contact, now| {
                    contact.broke(now);
                    Then::Continue
                };
                self.follow(broke, None);
            }
            Frame::Event { name, data, received_at } => {
                self.frames.update_value(|frames| *frames += 1);
                self.follow(|contact, now| contact.heard(now), None);
                match name.as_str() {
                    "progress" => {
                        drop(serde_json::from_str(&data).map(|progress| self.set_progress(progress)))
                    }
                    "scheduler" => drop(
                        serde_json::from_str(&data)
                            .map(|scheduler| self.set_scheduler(scheduler, received_at)),
                    ),
                    "run" => drop(serde_json::from_str(&data).map(|run| self.set_run(&run))),
                    _ => {}
                }
            }
        }
    }

    /// Polls and reconnects if the stream is broken or silent.
    fn check(self, stream: Stream) {
        let Contact { connection, heard_at, .. } = self.contact.get_value();
        let quiet = connection == Connection::Live && browser_millis() - heard_at <= MAX_SILENCE;
        if quiet || stream.with_value(Option::is_none) {
            return;
        }
        self.refresh();
        stream.with_value(|stream| {
            if let Some(stream) = stream {
                stream.revive(connection == Connection::Stale);
            }
        });
    }

    /// Joins the stream when the tab becomes visible, and leaves it when it is hidden.
    fn show(self, visible: bool, stream: Stream) {
        if visible == stream.with_value(Option::is_some) {
            return;
        }
        if visible {
            stream.set_value(Some(SharedStream::join(move |frame| self.handle(frame))));
            return;
        }
        stream.set_value(None);
        let paused = |contact: &mut Contact, _| {
            contact.paused();
            Then::Continue
        };
        self.follow(paused, None);
    }
}

const UNREACHABLE: &str = "Cannot reach jira-sync.";

/// Why a poll failed, as a sentence.
fn reason(error: ApiError) -> String {
    // 502: something else answered, such as a proxy.
    let unreachable = error.status == 502 || error.is_unreachable();
    if unreachable { UNREACHABLE.to_owned() } else { error.detail }
}

/// Opens the page's only stream. The app calls this once.
pub(crate) fn provide_live(clock: Clock) -> Live {
    let live = Live {
        progress: RwSignal::new(None),
        scheduler: RwSignal::new(None),
        runs: RwSignal::new(0),
        plans: RwSignal::new(0),
        connection: RwSignal::new(Connection::Connecting),
        outage: RwSignal::new(None),
        retries: RwSignal::new(0),
        clock,
        contact: StoredValue::new(Contact::new(0, false)),
        known: StoredValue::new(Known::unasked()),
        frames: StoredValue::new(0),
    };
    provide_context(live);
    Effect::new(move |_| {
        // Created inside the effect, because a local value cannot cross threads on the server.
        let stream = Stream::new_local(None);
        live.contact.set_value(Contact::new(browser_millis(), is_hidden()));
        live.known.set_value(Known::of_page());
        watch_visibility(move |visible| live.show(visible, stream));
        live.show(!is_hidden(), stream);
        set_interval(move || live.check(stream), POLL_INTERVAL);
        Effect::new(move |before: Option<u32>| {
            let retries = live.retries.get();
            if before.is_some_and(|before| before != retries) {
                live.check(stream);
            }
            retries
        });
    });
    live
}

/// The app's live state.
pub(crate) fn use_live() -> Live {
    use_context::<Live>().unwrap_or_else(|| provide_live(super::use_clock()))
}
