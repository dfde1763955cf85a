//! Lists issues in some order, without visiting those outside the bounds.

use std::cmp::Ordering;

use super::{
    State,
    head::{Head, OrderBy},
    index::Index,
};
use crate::demo::data::FIRST_ISSUE_ID;

/// A listing of the issues of some projects. Bounds are in milliseconds; the lower one is inclusive, the upper one
/// exclusive.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    pub(crate) projects: Vec<usize>,
    pub(crate) order: OrderBy,
    pub(crate) descending: bool,
    pub(crate) updated: (i64, i64),
    pub(crate) created: (i64, i64),
    /// With [`OrderBy::Id`]: skips generated issues up to this id.
    pub(crate) after_id: u64,
    /// Lists issues in their state in the search index; `None` = their current state.
    pub(crate) index: Option<Index>,
}

impl Scan {
    /// All issues of these projects, ordered by id.
    pub(crate) fn all(projects: Vec<usize>) -> Self {
        let everything = (i64::MIN, i64::MAX);
        Self {
            projects,
            order: OrderBy::Id,
            descending: false,
            updated: everything,
            created: everything,
            after_id: 0,
            index: None,
        }
    }

    /// Whether an issue is within the bounds of time.
    pub(crate) fn holds(&self, head: &Head) -> bool {
        inside(self.updated, head.updated) && inside(self.created, head.created)
    }
}

impl State {
    /// The issues of a listing, in order.
    pub(crate) fn scan<'a>(&'a self, scan: &Scan) -> Box<dyn Iterator<Item = Head> + 'a> {
        let (order, descending) = (scan.order, scan.descending);
        let mut streams: Vec<Box<dyn Iterator<Item = Head> + 'a>> = Vec::new();
        let mut changed = Vec::new();
        for &project in &scan.projects {
            streams.push(self.generated(project, scan));
            changed.extend(self.changed_heads(project, scan));
        }
        let outdated = scan.index.iter().flat_map(|index| self.outdated_heads(index));
        changed.extend(outdated.filter(|head| scan.projects.contains(&head.project) && scan.holds(head)));
        changed.sort_by(|a: &Head, b| compare(a, b, order, descending));
        streams.push(Box::new(changed.into_iter()));
        let merged =
            Merge { waiting: streams.iter_mut().map(Iterator::next).collect(), streams, order, descending };
        Box::new(merged.filter(|head| self.is_named(head.id)))
    }

    /// The number of issues in a listing. Generated issues are not visited one by one if only one kind of time is bounded.
    pub(crate) fn count(&self, scan: &Scan) -> u64 {
        let everything = (i64::MIN, i64::MAX);
        if (scan.created != everything && scan.updated != everything)
            || self.index_is_late(scan.index.as_ref())
        {
            return self.scan(scan).count() as u64;
        }
        let by_time =
            |updated: i64, created: i64| inside(scan.updated, updated) && inside(scan.created, created);
        let mut total = 0;
        for &project in &scan.projects {
            let line = self.generator.timeline(project);
            let (low, high) = self.range(project, scan, scan.created == everything);
            total += high.saturating_sub(low);
            total += self.changed_heads(project, scan).count() as u64;
            let overlaid = self.overlay.keys().filter_map(|id| self.generator.place(*id));
            let overlaid =
                overlaid.filter(|(p, n)| *p == project && by_time(line.updated(n - 1), line.created(n - 1)));
            total -= overlaid.count() as u64;
        }
        let unnamed = self.unnamed().filter_map(|id| self.head(id));
        let unnamed = unnamed.filter(|head| scan.projects.contains(&head.project) && scan.holds(head));
        total - unnamed.count() as u64
    }

    fn changed_heads<'a>(&'a self, project: usize, scan: &Scan) -> impl Iterator<Item = Head> + 'a {
        let (low, high, created) = (scan.updated.0, scan.updated.1, scan.created);
        let index = scan.index.clone();
        let end = if low < high { high } else { low };
        self.changed[project]
            .range((low, 0)..(end, 0))
            .filter_map(|(_, id)| self.head(*id))
            .filter(move |h| self.is_indexed(h.id, index.as_ref()))
            .filter(move |h| inside(created, h.created))
    }

    /// The range of ranks (`by_rank`) or numbers, from 0, within the bounds of time.
    fn range(&self, project: usize, scan: &Scan, by_rank: bool) -> (u64, u64) {
        let line = self.generator.timeline(project);
        if by_rank {
            (line.first_rank_since(scan.updated.0), line.first_rank_since(scan.updated.1))
        } else {
            (line.first_number_since(scan.created.0), line.first_number_since(scan.created.1))
        }
    }

    fn generated<'a>(&'a self, project: usize, scan: &Scan) -> Box<dyn Iterator<Item = Head> + 'a> {
        let line = self.generator.timeline(project);
        let by_rank = scan.order == OrderBy::Updated;
        let (mut low, high) = self.range(project, scan, by_rank);
        if scan.order == OrderBy::Id {
            low = low.max(scan.after_id.saturating_sub(FIRST_ISSUE_ID) / self.generator.projects).min(high);
        }
        let (updated, created) = (scan.updated, scan.created);
        let heads = move |index: u64| {
            let number = if by_rank { line.number_of(index) } else { index } + 1;
            let head = self.generated_head(project, number);
            let is_inside = inside(updated, head.updated) && inside(created, head.created);
            (is_inside && !self.overlay.contains_key(&head.id)).then_some(head)
        };
        if scan.descending {
            Box::new((low..high).rev().filter_map(heads))
        } else {
            Box::new((low..high).filter_map(heads))
        }
    }
}

fn inside((low, high): (i64, i64), at: i64) -> bool {
    at >= low && at < high
}

fn compare(a: &Head, b: &Head, order: OrderBy, descending: bool) -> Ordering {
    let ascending = a.position(order).cmp(&b.position(order));
    if descending { ascending.reverse() } else { ascending }
}

/// Merges ordered streams into one.
struct Merge<'a> {
    streams: Vec<Box<dyn Iterator<Item = Head> + 'a>>,
    waiting: Vec<Option<Head>>,
    order: OrderBy,
    descending: bool,
}

impl Iterator for Merge<'_> {
    type Item = Head;

    fn next(&mut self) -> Option<Head> {
        let (index, first) = self
            .waiting
            .iter()
            .enumerate()
            .filter_map(|(i, head)| head.map(|h| (i, h)))
            .min_by(|a, b| compare(&a.1, &b.1, self.order, self.descending))?;
        self.waiting[index] = self.streams[index].next();
        Some(first)
    }
}
