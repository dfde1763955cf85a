//! Boards and sprints.

use serde::{Deserialize, Serialize};

use super::Generator;

const DAY: i64 = 86_400_000;
const LENGTH: i64 = 14 * DAY;
/// Number of sprints per board: closed ones, an active one, and two future ones.
pub(crate) const SPRINTS: u64 = 56;
const ACTIVE: u64 = SPRINTS - 3;
/// Number of ids per board for its sprints.
const PER_BOARD: u64 = 100;

/// The state of a sprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SprintState {
    /// Completed.
    Closed,
    /// In progress.
    Active,
    /// Planned.
    Future,
}

/// A sprint. Times are in milliseconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Sprint {
    pub(crate) id: u64,
    pub(crate) board: u64,
    pub(crate) name: String,
    pub(crate) state: SprintState,
    pub(crate) start: Option<i64>,
    pub(crate) end: Option<i64>,
    pub(crate) complete: Option<i64>,
    pub(crate) goal: Option<&'static str>,
}

impl Generator {
    /// The board of a project; ids start at 1.
    pub(crate) fn board_id(&self, project: usize) -> u64 {
        project as u64 + 1
    }

    /// The project of a board.
    pub(crate) fn board_project(&self, board: u64) -> Option<usize> {
        (1..=self.projects).contains(&board).then(|| board as usize - 1)
    }

    /// All sprints of a scrum board, in order.
    pub(crate) fn sprints(&self, project: usize) -> Vec<Sprint> {
        (0..SPRINTS).map(|i| self.sprint(project, i)).collect()
    }

    /// The sprint with this id.
    pub(crate) fn sprint_by_id(&self, id: u64) -> Option<Sprint> {
        let project = self.board_project(id / PER_BOARD)?;
        (id % PER_BOARD < SPRINTS && self.project(project).scrum)
            .then(|| self.sprint(project, id % PER_BOARD))
    }

    /// Id of the sprint that is active at a time.
    pub(crate) fn sprint_at(&self, project: usize, at: i64) -> u64 {
        let back = (self.epoch + 5 * DAY - at).max(0) / LENGTH;
        self.board_id(project) * PER_BOARD + ACTIVE.saturating_sub(back as u64)
    }

    fn sprint(&self, project: usize, index: u64) -> Sprint {
        let end = self.epoch + 5 * DAY - (ACTIVE as i64 - index as i64) * LENGTH;
        let state = match index {
            i if i < ACTIVE => SprintState::Closed,
            ACTIVE => SprintState::Active,
            _ => SprintState::Future,
        };
        let dated = state != SprintState::Future;
        Sprint {
            id: self.board_id(project) * PER_BOARD + index,
            board: self.board_id(project),
            name: format!("{} Sprint {}", self.project(project).key, index + 1),
            state,
            start: dated.then_some(end - LENGTH),
            end: dated.then_some(end),
            complete: (state == SprintState::Closed).then_some(end + 3_600_000 * (index as i64 % 30)),
            goal: match index % 3 {
                0 => Some("Ship what we promised"),
                1 => Some(""),
                _ => None,
            },
        }
    }
}
