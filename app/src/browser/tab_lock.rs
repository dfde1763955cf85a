use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::AbortController;

/// A lock that only one of the browser's tabs holds at a time, or a place in the queue for it. Once it is dropped, the
/// next tab in the queue gets the lock.
pub(crate) struct TabLock {
    waiting: AbortController,
    release: Rc<RefCell<Option<Function>>>,
    _granted: Closure<dyn FnMut(JsValue) -> JsValue>,
}

impl TabLock {
    /// Queues for the lock `name`, and calls `on_granted` once this tab holds it, or `on_refused` if the browser has locks
    /// but does not grant any, for example because it blocks storage. None if the browser has no locks, for example over
    /// plain HTTP from another machine.
    pub(crate) fn request(
        name: &str,
        on_granted: impl Fn() + 'static,
        on_refused: impl Fn() + 'static,
    ) -> Option<Self> {
        // Through `Reflect`, because `web_sys` only has locks as an unstable API.
        let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
        let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
        let waiting = AbortController::new().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"signal".into(), &waiting.signal()).ok()?;

        let release = Rc::new(RefCell::new(None));
        let granted = Closure::<dyn FnMut(JsValue) -> JsValue>::new({
            let release = Rc::clone(&release);
            move |_| {
                // The tab holds the lock until this promise is resolved.
                let held = Promise::new(&mut |resolve, _| *release.borrow_mut() = Some(resolve));
                on_granted();
                held.into()
            }
        });
        let outcome = request.call3(&locks, &name.into(), &options, granted.as_ref()).ok()?;
        on_rejection(&outcome.dyn_into().ok()?, on_refused);
        Some(Self { waiting, release, _granted: granted })
    }
}

impl Drop for TabLock {
    fn drop(&mut self) {
        self.waiting.abort();
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Calls `on_refused` if the promise is rejected, unless this tab left the queue itself.
fn on_rejection(outcome: &Promise, on_refused: impl Fn() + 'static) {
    let rejected = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        if name.as_deref() != Some("AbortError") {
            on_refused();
        }
    });
    let _ = outcome.catch(&rejected);
    // Called after the lock has been dropped.
    rejected.forget();
}
