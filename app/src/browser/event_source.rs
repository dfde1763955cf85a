use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use super::{clock::browser_millis, frame::Frame};

/// A stream of server-sent events that stays open until it is dropped.
pub(crate) struct Stream {
    source: EventSource,
    _listeners: Vec<Closure<dyn FnMut(Event)>>,
}

impl Stream {
    /// Opens `url`. `on_frame` receives each event named in `names`, and a frame whenever the stream opens or breaks.
    pub(crate) fn open(
        url: &str,
        names: &[&'static str],
        on_frame: &Rc<dyn Fn(Frame)>,
    ) -> Result<Self, JsValue> {
        let source = EventSource::new(url)?;
        let mut listeners = Vec::new();
        for name in names.iter().copied().chain(["open", "error"]) {
            let on_frame = Rc::clone(on_frame);
            let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                if let Some(frame) = frame(name, &event) {
                    on_frame(frame);
                }
            });
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
            listeners.push(listener);
        }
        Ok(Self { source, _listeners: listeners })
    }

    /// Whether the browser has given up and will not reconnect by itself.
    pub(crate) fn is_closed(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

fn frame(name: &str, event: &Event) -> Option<Frame> {
    match name {
        "open" => Some(Frame::Opened),
        "error" => Some(Frame::Broke),
        name => {
            let data = event.dyn_ref::<MessageEvent>()?.data().as_string()?;
            Some(Frame::Event { name: name.to_owned(), data, received_at: browser_millis() })
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
