//! Holds responses back until a test releases them.

use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

/// How long a test waits for an expected request.
const WAIT_TIMEOUT: Duration = Duration::from_secs(60);

/// Holds the responses to requests whose path starts with a prefix. Responses are computed before they are held, so
/// later changes do not show in them. Dropping it releases them all.
#[derive(Debug)]
pub struct Hold(Arc<Gate>);

#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) id: u64,
    path: String,
    contains: Option<String>,
    /// Closed once the gate is open for good.
    passes: Semaphore,
    /// Number of held responses, minus those released in advance.
    held: watch::Sender<isize>,
}

/// All gates of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holds {
    gates: Arc<Mutex<Vec<Arc<Gate>>>>,
    next: Arc<AtomicU64>,
}

impl Hold {
    /// Waits until at least `n` responses are held at the same time.
    ///
    /// # Panics
    ///
    /// If this does not happen within [`WAIT_TIMEOUT`].
    pub async fn wait_for(&self, n: usize) {
        let held = tokio::time::timeout(WAIT_TIMEOUT, self.0.wait_for(n)).await;
        assert!(held.is_ok(), "{} of {n} responses of {} are held", self.held(), self.0.path);
    }

    /// How many responses are held now.
    pub fn held(&self) -> usize {
        self.0.held()
    }

    /// Releases one response, now or as soon as there is one.
    pub fn release_one(&self) {
        self.0.release_one();
    }

    /// Releases all responses, including later ones.
    pub fn release(self) {}
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.open();
    }
}

impl Gate {
    pub(crate) fn held(&self) -> usize {
        usize::try_from(*self.held.borrow()).unwrap_or_default()
    }

    pub(crate) async fn wait_for(&self, n: usize) {
        // Waiting cannot fail, since the sender lives as long as the gate.
        let _ =
            self.held.subscribe().wait_for(|held| usize::try_from(*held).is_ok_and(|held| held >= n)).await;
    }

    pub(crate) fn release_one(&self) {
        // Counted down here, since the response would otherwise count as held until its task runs.
        self.held.send_modify(|held| *held -= 1);
        self.passes.add_permits(1);
    }

    pub(crate) fn open(&self) {
        self.passes.close();
    }

    async fn pass(&self) {
        let counted = Counted::new(&self.held);
        if let Ok(permit) = self.passes.acquire().await {
            permit.forget();
            mem::forget(counted);
        }
    }
}

/// Counts a held response until it is released or its client disconnects.
struct Counted<'a>(&'a watch::Sender<isize>);

impl<'a> Counted<'a> {
    fn new(held: &'a watch::Sender<isize>) -> Self {
        held.send_modify(|n| *n += 1);
        Self(held)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|n| *n -= 1);
    }
}

impl Holds {
    pub(crate) fn hold(&self, path: &str, contains: Option<&str>) -> Hold {
        Hold(self.gate(path, contains))
    }

    pub(crate) fn gate(&self, path: &str, contains: Option<&str>) -> Arc<Gate> {
        let gate = Arc::new(Gate {
            id: self.next.fetch_add(1, Ordering::Relaxed),
            path: path.to_owned(),
            contains: contains.map(str::to_owned),
            passes: Semaphore::new(0),
            held: watch::Sender::new(0),
        });
        self.lock(|gates| {
            gates.retain(|g| !g.passes.is_closed());
            gates.push(gate.clone());
        });
        gate
    }

    pub(crate) fn find(&self, id: u64) -> Option<Arc<Gate>> {
        self.lock(|gates| gates.iter().find(|g| g.id == id).cloned())
    }

    /// Waits while a gate holds the response to this request.
    pub(crate) async fn pass(&self, path: &str, text: &str) {
        let fits = |g: &&Arc<Gate>| {
            !g.passes.is_closed()
                && path.starts_with(&g.path)
                && g.contains.as_ref().is_none_or(|c| text.contains(c))
        };
        let gate = self.lock(|gates| gates.iter().find(fits).cloned());
        if let Some(gate) = gate {
            gate.pass().await;
        }
    }

    /// Opens all gates.
    pub(crate) fn open_all(&self) {
        self.lock(|gates| gates.drain(..).for_each(|g| g.open()));
    }

    fn lock<T>(&self, with: impl FnOnce(&mut Vec<Arc<Gate>>) -> T) -> T {
        with(&mut self.gates.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
