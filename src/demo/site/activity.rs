//! People at work: changes that happen by themselves as the site's clock goes on.

use super::{IssueEdit, NewIssue, ProjectState, Site};
use crate::demo::data::STATUSES;
use crate::demo::rng::Rng;

const SALT: u64 = 77;
/// A site that was away for long catches up with its newest changes only.
const MOST: u64 = 50_000;

impl Site {
    /// Makes all changes that are due. The `n`th change is at `epoch + n * activity_ms`, and depends
    /// on nothing but the settings and the changes before it.
    pub(crate) fn catch_up(&self) {
        let Some(every) = self.config().activity_ms.filter(|ms| *ms > 0) else { return };
        let since = (self.now() - self.config().epoch).num_milliseconds().max(0) as u64;
        let due = since / every;
        let done = self.read().activity_done;
        for n in done.max(due.saturating_sub(MOST)) + 1..=due {
            let at = self.config().epoch + chrono::TimeDelta::milliseconds((n * every) as i64);
            self.act(n, at);
        }
        self.write().activity_done = due.max(done);
    }

    fn act(&self, n: u64, at: chrono::DateTime<chrono::Utc>) {
        let mut rng = Rng::of(self.config().seed, SALT, n, 0);
        let (issue, project) = {
            let state = self.read();
            let project = rng.index(state.projects.len());
            if state.projects[project].state != ProjectState::Live {
                return;
            }
            let last = state.projects[project].next_number - 1;
            // Newer issues change more often.
            let number = last.saturating_sub(rng.below(last.clamp(1, 60)));
            (state.key(project, number), state.projects[project].key.clone())
        };
        let edit = IssueEdit { at: Some(at), ..IssueEdit::default() };
        // What fails hits an issue that somebody deleted or moved meanwhile: nobody works on it.
        let _ = match rng.below(10) {
            0 => self
                .create_issue(NewIssue {
                    project,
                    summary: format!("Reported by a customer, case {n}"),
                    issue_type: "Bug".to_owned(),
                    at: Some(at),
                    ..NewIssue::default()
                })
                .map(|_| ()),
            1..=4 => {
                let status = STATUSES[rng.index(STATUSES.len())].0.to_owned();
                self.edit_issue(&issue, IssueEdit { status: Some(status), ..edit }).map(|_| ())
            }
            5..=6 => {
                let priority = ["High", "Medium", "Low"][rng.index(3)].to_owned();
                self.edit_issue(&issue, IssueEdit { priority: Some(priority), ..edit }).map(|_| ())
            }
            _ => self
                .add_comment_at(&issue, "Had another look, still on it.", at.timestamp_millis())
                .map(|_| ()),
        };
    }
}
