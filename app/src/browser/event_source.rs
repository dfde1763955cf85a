use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

/// A stream of server-sent events that stays open until it is dropped.
pub(crate) struct Stream {
    source: EventSource,
    _listeners: Vec<Closure<dyn FnMut(Event)>>,
}

impl Stream {
    /// Opens `url`. `heard` gets the name and the data of each event in `names`; `changed` is told `true`
    /// when the stream opens and `false` when it breaks.
    pub(crate) fn open(
        url: &str,
        names: &[&'static str],
        heard: impl Fn(&'static str, String) + Copy + 'static,
        changed: impl Fn(bool) + Copy + 'static,
    ) -> Result<Self, JsValue> {
        let source = EventSource::new(url)?;
        let mut listeners = Vec::new();
        for name in names.iter().copied() {
            let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                if let Some(data) =
                    event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string())
                {
                    heard(name, data);
                }
            });
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
            listeners.push(listener);
        }
        for (name, open) in [("open", true), ("error", false)] {
            let listener = Closure::<dyn FnMut(Event)>::new(move |_| changed(open));
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
            listeners.push(listener);
        }
        Ok(Self { source, _listeners: listeners })
    }

    /// The browser has given up on it and will not connect again by itself.
    pub(crate) fn is_closed(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
