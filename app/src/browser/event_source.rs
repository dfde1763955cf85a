use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

/// A stream of server-sent events that stays open until it is dropped.
pub(crate) struct Stream {
    source: EventSource,
    _listeners: Vec<Closure<dyn FnMut(Event)>>,
}

impl Stream {
    /// Opens `url`. `on_event` is called with the name and data of each event named in `names`; `on_change` is called
    /// with `true` when the stream opens and `false` when it breaks.
    pub(crate) fn open(
        url: &str,
        names: &[&'static str],
        on_event: impl Fn(&'static str, String) + Copy + 'static,
        on_change: impl Fn(bool) + Copy + 'static,
    ) -> Result<Self, JsValue> {
        let source = EventSource::new(url)?;
        let mut listeners = Vec::new();
        for name in names.iter().copied() {
            let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                if let Some(data) =
                    event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string())
                {
                    on_event(name, data);
                }
            });
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
            listeners.push(listener);
        }
        for (name, open) in [("open", true), ("error", false)] {
            let listener = Closure::<dyn FnMut(Event)>::new(move |_| on_change(open));
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

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
