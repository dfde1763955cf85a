use std::collections::VecDeque;

use app::model::{Event, Timestamp};

/// How many events a reconnecting browser can have missed and still be told of each.
const KEPT: usize = 256;

/// An event and its id on the stream; ids only grow.
pub(super) type Entry = (u64, Event);

/// What was published, for those who come later: the newest event of each kind and schedule, and the last [`KEPT`] of
/// all.
pub(super) struct EventLog {
    next_id: u64,
    newest: Vec<Entry>,
    recent: VecDeque<Entry>,
}

impl EventLog {
    /// An empty log whose first id is `first_id`. Ids that grow from one start of the server to the next keep
    /// a browser that comes back from another time from matching by accident.
    pub(super) fn starting_at(first_id: u64) -> Self {
        Self { next_id: first_id, newest: Vec::new(), recent: VecDeque::new() }
    }

    /// Takes the event in where it tells something new.
    pub(super) fn publish(&mut self, event: Event) -> Option<Entry> {
        let subject = |event: &Event| (event.name(), event.schedule_id());
        let known = self.newest.iter().position(|(_, known)| subject(known) == subject(&event));
        if known.is_some_and(|at| tells_the_same(&self.newest[at].1, &event)) {
            return None;
        }
        let entry = (self.next_id, event);
        self.next_id += 1;
        if let Some(at) = known {
            self.newest.remove(at);
        }
        self.newest.push(entry.clone());
        if self.recent.len() == KEPT {
            self.recent.pop_front();
        }
        self.recent.push_back(entry.clone());
        Some(entry)
    }

    /// The newest event of each kind and schedule, and before them all that was missed since `last_seen`; ids ascend.
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

/// Whether two events of a kind differ only in when they were asked for.
fn tells_the_same(known: &Event, event: &Event) -> bool {
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
