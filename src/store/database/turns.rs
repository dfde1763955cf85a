//! The order of writers where only one can write at a time: heartbeats, progress and settings before pages.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

/// How long a write can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Urgency {
    /// For a small write whose delay could lose a run: it goes before every waiting page.
    First,
    /// Waits for everything that came before.
    InOrder,
}

/// The queue of writers; cheap to clone.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Turns(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    taken: bool,
    first: VecDeque<oneshot::Sender<Turn>>,
    in_order: VecDeque<oneshot::Sender<Turn>>,
}

/// The right to write, until it is dropped. None after it was passed on.
#[derive(Debug)]
pub(in crate::store) struct Turn(Option<Turns>);

impl Turns {
    /// Waits for the turn. A waiter that gives up blocks nobody.
    pub(in crate::store) async fn take(&self, urgency: Urgency) -> Turn {
        loop {
            let turn = {
                let mut queue = self.queue();
                if !queue.taken {
                    queue.taken = true;
                    return Turn(Some(self.clone()));
                }
                let (sender, turn) = oneshot::channel();
                match urgency {
                    Urgency::First => queue.first.push_back(sender),
                    Urgency::InOrder => queue.in_order.push_back(sender),
                }
                turn
            };
            if let Ok(turn) = turn.await {
                return turn;
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(turns) = self.0.take() else { return };
        loop {
            let next = {
                let mut queue = turns.queue();
                let Some(next) = queue.first.pop_front().or_else(|| queue.in_order.pop_front()) else {
                    queue.taken = false;
                    return;
                };
                next
            };
            match next.send(Turn(Some(turns.clone()))) {
                Ok(()) => return,
                Err(mut unwanted) => unwanted.0 = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::{FutureExt, future::join_all};

    use super::*;

    #[tokio::test]
    async fn urgent_writes_go_first_and_each_kind_stays_in_order() {
        let (turns, order) = (Turns::default(), Mutex::new(Vec::new()));
        let held = turns.take(Urgency::InOrder).await;
        let wait = |name: &'static str, urgency| {
            let (turns, order) = (turns.clone(), &order);
            async move {
                let turn = turns.take(urgency).await;
                order.lock().unwrap().push(name);
                drop(turn);
            }
        };
        let waiting = [
            wait("page 1", Urgency::InOrder),
            wait("page 2", Urgency::InOrder),
            wait("lease", Urgency::First),
            wait("progress", Urgency::First),
        ];
        let mut all = Box::pin(join_all(waiting));
        assert!(all.as_mut().now_or_never().is_none(), "the turn is taken");
        drop(held);
        all.await;
        assert_eq!(*order.lock().unwrap(), ["lease", "progress", "page 1", "page 2"]);
    }

    #[tokio::test]
    async fn cancelled_waiter_blocks_nobody() {
        let turns = Turns::default();
        let held = turns.take(Urgency::InOrder).await;
        let mut gone = Box::pin(turns.take(Urgency::First));
        let mut late = Box::pin(turns.take(Urgency::First));
        let mut last = Box::pin(turns.take(Urgency::InOrder));
        for waiting in [&mut gone, &mut late, &mut last] {
            assert!(waiting.now_or_never().is_none());
        }
        drop(gone);
        drop(held);
        // It is `late`'s turn, but `late` is dropped before it notices.
        drop(late);
        drop(last.await);
        drop(turns.take(Urgency::InOrder).await);
    }
}
