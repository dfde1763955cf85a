//! Changelogs of generated issues. Status changes lead from To Do to the current status, and each change of any other
//! field starts with the value that the previous one ended with.

use super::children::span;
use super::issue::{PEOPLE, resolves};
use super::words::{label, sentence};
use super::{DONE, FIELDS, Generator, History, Issue, Item, PRIORITIES, RESOLUTIONS, STATUSES, TODO, salt};
use crate::demo::rng::Rng;

/// One change in this many has a second item.
const SECOND_ITEM_EVERY: u64 = 6;

impl Generator {
    /// Number of changelog entries of an issue: sometimes more than 40, rarely more than 100.
    pub(crate) fn history_count(&self, project: usize, number: u64) -> u64 {
        let mut rng = Rng::of(self.seed, salt::COUNTS, project as u64 + 0x3_0000, number);
        let least = self.path(project, number).len() as u64;
        let count = match number % 250 {
            7 => 101 + rng.below(60),
            6 | 66 | 126 | 186 => 41 + rng.below(30),
            _ => rng.below(9),
        };
        count.max(least)
    }

    /// Number of changelog items of an issue.
    pub(crate) fn item_count(&self, project: usize, number: u64) -> u64 {
        let count = self.history_count(project, number);
        count + count / SECOND_ITEM_EVERY + u64::from(resolves(self.final_status(project, number)))
    }

    pub(crate) fn histories(&self, issue: &Issue) -> Vec<History> {
        let (project, number) = (issue.project, issue.number);
        let count = self.history_count(project, number);
        let path = self.path(project, number);
        let mut rng = Rng::of(self.seed, salt::HISTORIES, project as u64, number);
        let mut state = State::before(&mut rng);
        let mut status = TODO;
        (0..count)
            .map(|i| {
                let mut items = Vec::with_capacity(2);
                if let Some(step) = step_at(i, count, path.len()) {
                    let next = path[step];
                    items.push(pair("status", catalog(STATUSES[status]), catalog(STATUSES[next])));
                    if let Some(resolution) = issue.resolution.filter(|_| step + 1 == path.len()) {
                        let (id, name, _) = RESOLUTIONS[resolution];
                        items.push(item("resolution", None, Some((id.to_owned(), name.to_owned()))));
                    }
                    status = next;
                } else {
                    items.push(state.change(&mut rng));
                }
                if i % SECOND_ITEM_EVERY == SECOND_ITEM_EVERY - 1 {
                    items.push(rank(i));
                }
                History {
                    id: self.child_id(project, number, i),
                    author: rng.index(PEOPLE + 1),
                    created: time_at(issue.created, issue.updated, i, count),
                    items,
                }
            })
            .collect()
    }

    /// When the issue was moved to its current status.
    pub(super) fn status_changed(&self, project: usize, number: u64, created: i64, updated: i64) -> i64 {
        let (count, steps) = (self.history_count(project, number), self.path(project, number).len());
        let last = (0..count).rev().find(|i| step_at(*i, count, steps).is_some());
        last.map_or(created, |i| time_at(created, updated, i, count))
    }

    /// The statuses after To Do, up to the current one.
    fn path(&self, project: usize, number: u64) -> Vec<usize> {
        let end = self.final_status(project, number);
        let mut rng = Rng::of(self.seed, salt::COUNTS, project as u64 + 0x4_0000, number);
        let mut path = Vec::new();
        if end == TODO {
            if rng.percent(10) {
                path.extend([1, TODO]);
            }
            return path;
        }
        path.push(1);
        if rng.percent(20) {
            path.extend([4, 1]);
        }
        if end == DONE || end == 6 || end == 5 {
            path.push(2);
        }
        if end == 6 {
            path.push(DONE);
        }
        if path.last() != Some(&end) {
            path.push(end);
        }
        path
    }
}

/// The status change that the `i`th of `count` entries contains, if any. Status changes are spread evenly; the last one
/// is in the last entry.
fn step_at(i: u64, count: u64, steps: usize) -> Option<usize> {
    let steps = steps as u64;
    let done = (i + 1) * steps / count;
    (done > i * steps / count).then(|| done as usize - 1)
}

/// The time of the `i`th of `count` entries. They are spread evenly; the last one is at the second of `updated`.
fn time_at(created: i64, updated: i64, i: u64, count: u64) -> i64 {
    let (from, until) = span(created, updated);
    from + (until - from) * (i as i64 + 1) / count as i64
}

/// The values of the other fields.
struct State {
    assignee: usize,
    priority: usize,
    labels: String,
    points: u64,
    summary: &'static str,
    description: &'static str,
    sprint: u64,
}

impl State {
    fn before(rng: &mut Rng) -> Self {
        Self {
            assignee: rng.index(PEOPLE),
            priority: rng.index(PRIORITIES.len()),
            labels: String::new(),
            points: 1,
            summary: sentence(rng),
            description: sentence(rng),
            sprint: 100 + rng.below(50),
        }
    }

    fn change(&mut self, rng: &mut Rng) -> Item {
        match rng.below(8) {
            0 => {
                let from = std::mem::replace(&mut self.assignee, rng.index(PEOPLE));
                person_change(from, self.assignee)
            }
            1 => {
                let from = std::mem::replace(&mut self.priority, rng.index(PRIORITIES.len()));
                let named = |i: usize| (PRIORITIES[i].0.to_owned(), PRIORITIES[i].1.to_owned());
                pair("priority", named(from), named(self.priority))
            }
            2 => {
                let to = if self.labels.is_empty() {
                    label(rng).to_owned()
                } else {
                    format!("{} {}", self.labels, label(rng))
                };
                let to = if to.len() > 60 { label(rng).to_owned() } else { to };
                let from = std::mem::replace(&mut self.labels, to);
                texts("labels", Some(from), Some(self.labels.clone()))
            }
            3 => {
                let from = std::mem::replace(&mut self.points, rng.below(14));
                texts("customfield_10028", Some(from.to_string()), Some(self.points.to_string()))
            }
            4 => {
                let from = std::mem::replace(&mut self.summary, sentence(rng));
                texts("summary", Some(from.to_owned()), Some(self.summary.to_owned()))
            }
            5 => {
                let from = std::mem::replace(&mut self.description, sentence(rng));
                texts("description", Some(from.to_owned()), Some(self.description.to_owned()))
            }
            6 => {
                let from = std::mem::replace(&mut self.sprint, 100 + rng.below(50));
                let named = |id: u64| (id.to_string(), format!("Sprint {}", id - 99));
                pair("customfield_10020", named(from), named(self.sprint))
            }
            _ => Item {
                field: "Link",
                field_id: None,
                from: None,
                from_text: None,
                to: Some("PAY-1".to_owned()),
                to_text: Some("This issue relates to PAY-1".to_owned()),
            },
        }
    }
}

/// A change of assignee. The ids are filled in when it is rendered, since they depend on the edition.
fn person_change(from: usize, to: usize) -> Item {
    pair("assignee", (from.to_string(), String::new()), (to.to_string(), String::new()))
}

fn catalog((id, name, _, _): (&str, &str, &str, u64)) -> (String, String) {
    (id.to_owned(), name.to_owned())
}

fn rank(i: u64) -> Item {
    let to = if i.is_multiple_of(2) { "Ranked higher" } else { "Ranked lower" };
    Item {
        from: Some(String::new()),
        from_text: Some(String::new()),
        ..item("customfield_10019", None, Some((String::new(), to.to_owned())))
    }
}

fn pair(id: &'static str, from: (String, String), to: (String, String)) -> Item {
    item(id, Some(from), Some(to))
}

fn texts(id: &'static str, from: Option<String>, to: Option<String>) -> Item {
    Item { from_text: from, to_text: to, ..item(id, None, None) }
}

/// A change of the field with this id.
pub(crate) fn item(id: &'static str, from: Option<(String, String)>, to: Option<(String, String)>) -> Item {
    let field = FIELDS.iter().find(|f| f.id == id);
    let name = field.map_or(id, |f| if f.custom.is_empty() { f.id } else { f.name });
    let (from, from_text) = from.unzip();
    let (to, to_text) = to.unzip();
    Item { field: name, field_id: Some(id), from, from_text, to, to_text }
}
