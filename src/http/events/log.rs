use std::collections::VecDeque;

use app::model::{Event, Marks, Timestamp};

/// How many events are kept for browsers that reconnect.
const MAX_RECENT: usize = 256;

/// An event with its id in the stream. Ids ascend.
pub(super) type Entry = (u64, Event);

/// The published events for new and reconnecting listeners: the newest of each kind and schedule, and the last
/// [`MAX_RECENT`] of all.
pub(super) struct EventLog {
    next_id: u64,
    newest: Vec<Entry>,
    recent: VecDeque<Entry>,
}

impl EventLog {
    /// An empty log whose first id is `first_id`. It must exceed the ids from before a restart, so that the last id of a
    /// browser that reconnects cannot match a different event.
    pub(super) fn starting_at(first_id: u64) -> Self {
        Self { next_id: first_id, newest: Vec::new(), recent: VecDeque::new() }
    }

    /// Adds the event and returns its entry, or None if it contains nothing new.
    pub(super) fn publish(&mut self, event: Event) -> Option<Entry> {
        let subject = |event: &Event| (event.name(), event.schedule_id());
        let known = self.newest.iter().position(|(_, known)| subject(known) == subject(&event));
        if known.is_some_and(|at| is_unchanged(&self.newest[at].1, &event)) {
            return None;
        }
        let entry = (self.next_id, event);
        self.next_id += 1;
        if let Some(at) = known {
            self.newest.remove(at);
        }
        self.newest.push(entry.clone());
        if self.recent.len() == MAX_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(entry.clone());
        Some(entry)
    }

    /// The marks of the newest events.
    pub(super) fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        for (_, event) in &self.newest {
            match event {
                Event::Progress(progress) => marks.progress = progress.mark(),
                Event::Scheduler(status) => marks.schedule = status.mark(),
                Event::Run(run) => marks.run = run.mark(),
            }
        }
        marks
    }

    /// The newest event of each kind and schedule, and all kept events after `last_seen`, in ascending order of ids.
    pub(super) fn since(&self, last_seen: Option<u64>) -> Vec<Entry> {
        let mut entries = self.newest.clone();
        if let Some(last_seen) = last_seen.filter(|id| self.recent.iter().any(|(known, _)| known == id)) {
            entries.extend(self.recent.iter().filter(|(id, _)| *id > last_seen).cloned());
        }
        entries.sort_by_key(|(id, _)| *id);
        entries.dedup_by_key(|(id, _)| *id);
        entries
    }
}

/// Whether two events of the same kind differ at most in the time of polling.
fn is_unchanged(known: &Event, event: &Event) -> bool {
    match (known, event) {
        (Event::Progress(known), Event::Progress(new)) => {
            let mut new = new.clone();
            new.updated_at.clone_from(&known.updated_at);
            *known == new
        }
        (Event::Scheduler(known), Event::Scheduler(new)) => {
            let mut new = new.clone();
            Timestamp::clone_from(&mut new.server_time, &known.server_time);
            *known == new
        }
        (Event::Run(known), Event::Run(new)) => known.sync_id == new.sync_id && known.status == new.status,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
