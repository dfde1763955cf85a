use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use super::{event_source::Stream, frame::Frame, tab_channel::TabChannel, tab_lock::TabLock};
use crate::base_path::{at, base_path};

/// What a tab posts when it joins, so that it receives the current state.
const HELLO: &str = "hello";
const EVENTS: [&str; 3] = ["progress", "scheduler", "run"];

/// The live stream of all tabs that show jira-sync. A browser opens at most six connections to a server over HTTP/1.1,
/// so only the tab that holds a lock opens the stream, and passes on what it receives. A browser without locks opens a
/// stream for each tab. The tab leaves the stream when this is dropped.
pub(crate) struct SharedStream {
    tab: Rc<Tab>,
}

struct Tab {
    on_frame: Box<dyn Fn(Frame)>,
    /// The stream itself, if this tab is the one that opens it.
    source: RefCell<Option<Stream>>,
    is_open: Cell<bool>,
    /// The newest event of each name, for tabs that join.
    newest: RefCell<Vec<(String, Frame)>>,
    channel: RefCell<Option<TabChannel>>,
    lock: RefCell<Option<TabLock>>,
}

impl SharedStream {
    /// Joins the stream. `on_frame` receives all frames, whichever tab received them.
    pub(crate) fn join(on_frame: impl Fn(Frame) + 'static) -> Self {
        let tab = Rc::new(Tab {
            on_frame: Box::new(on_frame),
            source: RefCell::new(None),
            is_open: Cell::new(false),
            newest: RefCell::default(),
            channel: RefCell::new(None),
            lock: RefCell::new(None),
        });
        let name = format!("jira-sync{}", base_path());
        let channel = TabChannel::join(&name, with(&tab, |tab, text: String| tab.hear(&text)));
        let connect = with(&tab, |tab, ()| tab.connect());
        let alone = with(&tab, |tab, ()| {
            // What other tabs post would come a second time.
            *tab.channel.borrow_mut() = None;
            tab.connect();
        });
        let lock =
            channel.as_ref().and_then(|_| TabLock::request(&name, move || connect(()), move || alone(())));
        if lock.is_some() {
            *tab.channel.borrow_mut() = channel;
            *tab.lock.borrow_mut() = lock;
            tab.post(HELLO);
        } else {
            tab.connect();
        }
        Self { tab }
    }

    /// Opens the stream again if the browser has given up, or if it is `silent` although the server should send. Only
    /// the tab that opened it does so.
    pub(crate) fn revive(&self, silent: bool) {
        let dead = self.tab.source.borrow().as_ref().is_some_and(|source| silent || source.is_closed());
        if dead {
            self.tab.connect();
        }
    }
}

/// A function that calls `act` as long as the tab is there.
fn with<T>(tab: &Rc<Tab>, act: fn(&Rc<Tab>, T)) -> impl Fn(T) + use<T> {
    let tab: Weak<Tab> = Rc::downgrade(tab);
    move |argument| {
        if let Some(tab) = tab.upgrade() {
            act(&tab, argument);
        }
    }
}

impl Tab {
    fn connect(self: &Rc<Self>) {
        let publish: Rc<dyn Fn(Frame)> = Rc::new(with(self, |tab, frame| tab.publish(frame)));
        // The old one closes first.
        *self.source.borrow_mut() = None;
        self.is_open.set(false);
        *self.source.borrow_mut() = Stream::open(&at("/api/events"), &EVENTS, &publish).ok();
    }

    /// Passes on a frame of this tab's own stream.
    fn publish(&self, frame: Frame) {
        match &frame {
            Frame::Opened => self.is_open.set(true),
            Frame::Broke => self.is_open.set(false),
            Frame::Event { name, .. } => {
                let mut newest = self.newest.borrow_mut();
                newest.retain(|(known, _)| known != name);
                newest.push((name.clone(), frame.clone()));
            }
        }
        self.post(&frame.encode());
        (self.on_frame)(frame);
    }

    /// Handles what another tab posted.
    fn hear(&self, text: &str) {
        let leads = self.source.borrow().is_some();
        if text == HELLO && leads {
            if !self.is_open.get() {
                self.post(&Frame::Broke.encode());
                return;
            }
            self.post(&Frame::Opened.encode());
            for (_, frame) in self.newest.borrow().iter() {
                self.post(&frame.encode());
            }
        } else if let Some(frame) = Frame::decode(text).filter(|_| !leads) {
            (self.on_frame)(frame);
        }
    }

    fn post(&self, text: &str) {
        if let Some(channel) = self.channel.borrow().as_ref() {
            channel.post(text);
        }
    }
}
