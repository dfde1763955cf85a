//! An issue in brief, and where it stands in an order.

use super::State;

/// The data of an issue that a listing needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) id: u64,
    pub(crate) project: usize,
    pub(crate) number: u64,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    /// Orders issues with the same `updated`.
    tie: u64,
}

/// The order of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderBy {
    Updated,
    Created,
    Id,
    Key,
}

/// The position of an issue in an order.
pub(crate) type Position = (i64, u64);

impl Head {
    pub(crate) fn position(&self, order: OrderBy) -> Position {
        match order {
            OrderBy::Updated => (self.updated, self.tie),
            OrderBy::Created => (self.created, self.id),
            OrderBy::Id => (self.id as i64, 0),
            OrderBy::Key => (self.project as i64, self.number),
        }
    }
}

impl State {
    pub(crate) fn head(&self, id: u64) -> Option<Head> {
        match self.overlay.get(&id) {
            Some(changed) => changed.as_ref().map(|e| Head {
                id,
                project: e.issue.project,
                number: e.issue.number,
                created: e.issue.created,
                updated: e.issue.updated,
                tie: u64::MAX / 2 + id,
            }),
            None => self.generator.place(id).map(|(p, n)| self.generated_head(p, n)),
        }
    }

    pub(super) fn generated_head(&self, project: usize, number: u64) -> Head {
        let line = self.generator.timeline(project);
        let rank = line.rank_of(number - 1);
        Head {
            id: self.generator.id(project, number),
            project,
            number,
            created: line.created(number - 1),
            updated: line.updated_of_rank(rank),
            tie: rank * self.generator.projects + project as u64,
        }
    }
}
