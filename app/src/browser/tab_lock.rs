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
    /// Queues for the lock `name`, and calls `on_granted` once this tab holds it. None if the browser has no locks, for
    /// example over plain HTTP from another machine.
    pub(crate) fn request(name: &str, on_granted: impl Fn() + 'static) -> Option<Self> {
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
        ignore_rejection(&outcome.dyn_into().ok()?);
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

/// Leaving the queue rejects the promise, which browsers would report as an error.
fn ignore_rejection(outcome: &Promise) {
    let ignore = Closure::<dyn FnMut(JsValue)>::new(|_| {});
    let _ = outcome.catch(&ignore);
    // Called after the lock has been dropped.
    ignore.forget();
}
