/// How long failures must last before they count as an outage, in milliseconds: a restart takes a few seconds.
const TOLERATED: i64 = 4_000;
/// How many polls in a row must succeed before an outage is over without a stream.
const POLLS_TO_RECOVER: u32 = 2;

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

/// The state of the connection, derived from the stream and from polls. A single failed request does not change it. All
/// times are milliseconds since 1970 by the browser's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contact {
    pub(crate) connection: Connection,
    /// When the server was last heard from.
    pub(crate) heard_at: i64,
    /// Whether the page may have missed changes.
    missed: bool,
    good_polls: u32,
    /// When the first of the failures since the last contact happened.
    failing_since: Option<i64>,
}

/// Whether the page must load everything again.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Continue,
    Reload,
}

impl Contact {
    /// The contact of a page that was loaded at `now`. `missed` if it has not been looked at since then.
    pub(crate) fn new(now: i64, missed: bool) -> Self {
        Self { connection: Connection::Connecting, heard_at: now, missed, good_polls: 0, failing_since: None }
    }

    /// The stream opened.
    pub(crate) fn opened(&mut self, now: i64) -> Then {
        self.heard_at = now;
        self.failing_since = None;
        self.connection = Connection::Live;
        if std::mem::take(&mut self.missed) { Then::Reload } else { Then::Continue }
    }

    /// The stream broke, or could not be opened.
    pub(crate) fn broke(&mut self, now: i64) {
        match self.connection {
            Connection::Live => self.heard_at = now,
            Connection::Stale => return,
            Connection::Connecting | Connection::Reconnecting => {}
        }
        self.missed = true;
        self.failing_since.get_or_insert(now);
        self.connection = Connection::Reconnecting;
    }

    /// The stream was closed on purpose, because nobody looks at the page.
    pub(crate) fn paused(&mut self) {
        self.missed = true;
        if self.connection != Connection::Stale {
            self.connection = Connection::Connecting;
        }
    }

    /// An event arrived.
    pub(crate) fn heard(&mut self, now: i64) -> Then {
        if self.connection == Connection::Stale { self.opened(now) } else { self.answered_at(now) }
    }

    /// A poll succeeded.
    pub(crate) fn answered(&mut self, now: i64) -> Then {
        if self.connection == Connection::Connecting {
            self.connection = Connection::Reconnecting;
        }
        self.good_polls += 1;
        if self.connection == Connection::Stale && self.good_polls >= POLLS_TO_RECOVER {
            self.connection = Connection::Reconnecting;
            self.heard_at = now;
            self.failing_since = None;
            return Then::Reload;
        }
        self.answered_at(now)
    }

    /// During an outage the page keeps the time of its data, most of which is loaded only afterwards.
    fn answered_at(&mut self, now: i64) -> Then {
        if self.connection != Connection::Stale {
            self.heard_at = now;
            self.failing_since = None;
        }
        Then::Continue
    }

    /// A poll failed.
    pub(crate) fn failed(&mut self, now: i64) {
        self.good_polls = 0;
        let since = *self.failing_since.get_or_insert(now);
        if now - since >= TOLERATED {
            self.missed = true;
            self.connection = Connection::Stale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Connection::*, *};

    #[test]
    fn first_opening_loads_nothing_again_and_any_later_one_loads_everything() {
        let mut contact = Contact::new(0, false);
        assert_eq!(contact.opened(100), Then::Continue);
        contact.broke(5_000);
        assert_eq!(contact.connection, Reconnecting);
        assert_eq!(contact.opened(7_000), Then::Reload);
        assert_eq!(contact.connection, Live);
        contact.paused();
        assert_eq!(contact.opened(60_000), Then::Reload);
        assert_eq!(
            Contact::new(0, true).opened(100),
            Then::Reload,
            "a tab that was opened in the background"
        );
    }

    #[test]
    fn short_restart_does_not_count_as_an_outage() {
        let mut contact = Contact::new(0, false);
        let _ = contact.opened(0);
        contact.broke(10_000);
        contact.failed(12_000);
        assert_eq!(contact.connection, Reconnecting);
        contact.failed(17_000);
        assert_eq!((contact.connection, contact.heard_at), (Stale, 10_000));
    }

    #[test]
    fn outage_lasts_until_the_stream_opens_or_two_polls_succeed() {
        let mut contact = Contact::new(0, false);
        contact.failed(0);
        contact.failed(5_000);
        for now in [6_000, 16_000, 26_000] {
            contact.broke(now);
            assert_eq!(contact.answered(now + 1_000), Then::Continue);
            contact.failed(now + 2_000);
            assert_eq!((contact.connection, contact.heard_at), (Stale, 0));
        }
        assert_eq!(contact.answered(40_000), Then::Continue);
        assert_eq!(contact.answered(45_000), Then::Reload);
        assert_eq!((contact.connection, contact.heard_at), (Reconnecting, 45_000));
        assert_eq!(contact.opened(50_000), Then::Reload);
    }

    #[test]
    fn single_failure_after_a_long_silence_does_not_count_as_an_outage() {
        let mut contact = Contact::new(0, false);
        let _ = contact.opened(0);
        contact.failed(60_000);
        assert_eq!(contact.connection, Live);
        contact.failed(65_000);
        assert_eq!(contact.connection, Stale);
    }

    #[test]
    fn polls_while_the_stream_is_open_change_nothing() {
        let mut contact = Contact::new(0, false);
        let _ = contact.opened(0);
        assert_eq!(contact.answered(45_000), Then::Continue);
        assert_eq!(contact.connection, Live);
    }
}
