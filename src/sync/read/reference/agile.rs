//! Boards and their sprints.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};

use super::known;
use crate::{
    jira::{
        List,
        wire::{Board, Sprint},
    },
    store::{
        Place, SiteId,
        mirror::{BoardRow, Known, Scope, SprintRow},
    },
    sync::{
        context::SiteRun,
        read::lists::{self, Lists},
        rows::{id, named},
    },
};

/// How many boards are requested one by one if Jira lists none.
const SAMPLE: usize = 5;

/// Reads boards and sprints. If boards are unknown, so are sprints. If Jira lists no boards and does not confirm that
/// `known_boards` of the mirror are gone, they are unknown: an account that lost its licence or rights gets an empty
/// list. A site without Jira Software gets no warning.
pub(super) async fn read(
    site: &SiteRun,
    lists: &Lists<'_>,
    known_boards: &[i64],
) -> (Known<BoardRow>, Known<SprintRow>) {
    let asked = async { lists::if_any(site.client.boards().await) };
    let Some(boards) = lists.read(&Place::Site, "board", asked).await.flatten() else {
        return Default::default();
    };
    site.warnings.add_all(&Place::Site, "board", boards.warnings.clone());
    if boards.value.is_empty() && !are_gone(site, known_boards).await {
        let problem = format!(
            "Jira lists none, but listed {} before; they are kept. Check that the sync account may use Jira Software",
            known_boards.len()
        );
        site.warnings.add(&Place::Site, "board", &problem);
        return Default::default();
    }
    let sprints = sprints(site, lists, &boards).await;
    let site_id = site.site_id;
    let board_row = |board: Board| BoardRow {
        site_id,
        id: id(board.id),
        name: named(board.name, board.id),
        board_type: board.kind,
        project_id: board.project_id.map(id),
        deleted_at: None,
    };
    (known(Some(boards), board_row), sprints)
}

/// Whether Jira confirms that the first few of these boards are gone.
async fn are_gone(site: &SiteRun, boards: &[i64]) -> bool {
    for board in boards.iter().take(SAMPLE) {
        if !matches!(site.client.has_board(board.cast_unsigned()).await, Ok(false)) {
            return false;
        }
    }
    true
}

/// Reads the sprints of all boards. A sprint is in the list of the board it was created on, and maybe in others: if one
/// list is unknown, only sprints created on the other boards can be gone.
async fn sprints(site: &SiteRun, lists: &Lists<'_>, boards: &List<Board>) -> Known<SprintRow> {
    let mut parts: Vec<_> = boards.value.iter().map(|board| sprints_of(site, lists, board)).collect();
    let first = rand::random_range(0..parts.len().max(1));
    parts.rotate_left(first);
    let mut answers = stream::iter(parts).buffered(site.order.settings.max_workers as usize);
    let (mut rows, mut whole) = (Vec::new(), BTreeSet::new());
    while let Some((board_id, list)) = answers.next().await {
        let Some(list) = list else { continue };
        if list.whole {
            whole.insert(board_id);
        }
        rows.extend(list.value.into_iter().map(|sprint| sprint_row(site.site_id, sprint)));
    }
    let scope = if boards.whole && whole.len() == boards.value.len() {
        Scope::Everything
    } else {
        Scope::Of { column: "board_id", owners: whole }
    };
    Known { rows, scope }
}

async fn sprints_of(site: &SiteRun, lists: &Lists<'_>, board: &Board) -> (i64, Option<List<Sprint>>) {
    let name = format!("board/{}/sprint", board.id);
    (id(board.id), lists.of_site(&name, site.client.sprints(board)).await)
}

fn sprint_row(site_id: SiteId, sprint: Sprint) -> SprintRow {
    SprintRow {
        site_id,
        id: id(sprint.id),
        board_id: sprint.board_id.map(id),
        name: named(sprint.name, sprint.id),
        state: sprint.state,
        goal: sprint.goal,
        start_at: sprint.start_date,
        end_at: sprint.end_date,
        completed_at: sprint.complete_date,
        deleted_at: None,
    }
}
