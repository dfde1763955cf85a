//! Holding answers back until a test lets them go.

use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

/// How long a test waits for a request that it expects.
const PATIENCE: Duration = Duration::from_secs(60);

/// Holds the answers of requests whose path starts with a prefix. The answers are computed before they
/// are held, so what changes meanwhile does not show in them. Dropping it lets everything go.
#[derive(Debug)]
pub struct Hold(Arc<Gate>);

#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) id: u64,
    path: String,
    contains: Option<String>,
    /// Closed when the gate is open for good.
    passes: Semaphore,
    /// Answers that are held, less those that were let go before they came.
    held: watch::Sender<isize>,
}

/// All gates of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holds {
    gates: Arc<Mutex<Vec<Arc<Gate>>>>,
    next: Arc<AtomicU64>,
}

impl Hold {
    /// Waits until at least `n` answers are held at the same time; panics when they are not within [`PATIENCE`].
    pub async fn wait_for(&self, n: usize) {
        let held = tokio::time::timeout(PATIENCE, self.0.wait_for(n)).await;
        assert!(held.is_ok(), "{} of {n} answers of {} are held", self.held(), self.0.path);
    }

    /// How many answers are held now.
    pub fn held(&self) -> usize {
        self.0.held()
    }

    /// Lets one answer go, now or as soon as there is one.
    pub fn release_one(&self) {
        self.0.release_one();
    }

    /// Lets everything go, for good.
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
        // The sender lives as long as the gate: waiting cannot fail.
        let _ =
            self.held.subscribe().wait_for(|held| usize::try_from(*held).is_ok_and(|held| held >= n)).await;
    }

    pub(crate) fn release_one(&self) {
        // Not once the answer has noticed: until then it would count as held.
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

/// Counts a held answer until it is let go, or its client goes away.
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

    /// Waits as long as a gate holds this request's answer.
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
