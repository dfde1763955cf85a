//! Activity: changes that happen by themselves as time passes.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};

use super::{ControlError, IssueAccess, IssueEdit, Named, NewIssue, ProjectState, Site};
use crate::demo::data::STATUSES;
use crate::demo::rng::Rng;

const SALT: u64 = 77;
/// Maximum number of changes to catch up with; older ones are skipped.
const MAX_CATCH_UP: u64 = 50_000;

impl Site {
    /// Makes all changes that are due. The `n`th change is at `epoch + n * activity_ms`, and depends only on the settings
    /// and on the changes before it.
    pub(crate) fn catch_up(&self) {
        let Some(every) = self.config().activity_ms.filter(|ms| *ms > 0) else { return };
        let _acting = self.inner.acting.lock().unwrap_or_else(PoisonError::into_inner);
        let since = (self.now() - self.config().epoch).num_milliseconds().max(0) as u64;
        let due = since / every;
        let done = self.read().activity_done;
        for n in done.max(due.saturating_sub(MAX_CATCH_UP)) + 1..=due {
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
        // A failure means that the issue no longer exists, so the change is skipped.
        let _ = if self.config().realistic && rng.percent(40) {
            self.at(at).act_realistically(n, &issue, &project, &mut rng)
        } else {
            self.act_on(n, issue, project, at, &mut rng)
        };
    }

    fn act_on(
        &self,
        n: u64,
        issue: String,
        project: String,
        at: DateTime<Utc>,
        rng: &mut Rng,
    ) -> Result<(), ControlError> {
        let edit = IssueEdit { at: Some(at), ..IssueEdit::default() };
        match rng.below(10) {
            0 => {
                let summary = format!("Reported by a customer, case {n}");
                let issue_type = "Bug".to_owned();
                let new = NewIssue { project, summary, issue_type, at: Some(at), ..NewIssue::default() };
                self.create_issue(new)?;
            }
            1..=4 => {
                let status = STATUSES[rng.index(STATUSES.len())].0.to_owned();
                self.edit_issue(&issue, IssueEdit { status: Some(status), ..edit })?;
            }
            5..=6 => {
                let priority = ["High", "Medium", "Low"][rng.index(3)].to_owned();
                self.edit_issue(&issue, IssueEdit { priority: Some(priority), ..edit })?;
            }
            _ => {
                let text = "Had another look, still on it.";
                self.add_comment_at(&issue, text, at.timestamp_millis())?;
            }
        }
        Ok(())
    }

    /// Changes that only realistic sites make.
    fn act_realistically(
        &self,
        n: u64,
        issue: &str,
        project: &str,
        rng: &mut Rng,
    ) -> Result<(), ControlError> {
        let name = format!("Name {n}");
        let first = |all: Vec<u64>| all.first().copied().ok_or(ControlError::Invalid(String::new()));
        match rng.below(14) {
            0 => drop(self.add_attachment(issue, &name, n)?),
            1 => self.remove_attachment(issue, first(self.attachments_of(issue)?)?)?,
            2 => drop(self.add_remote_link(issue, &name, "https://wiki.example.com/page")?),
            3 => self.remove_remote_link(issue, first(self.remote_links_of(issue)?)?)?,
            4 => drop(self.link_one_side(issue, &format!("{project}-1"), "Relates")?),
            5 => {
                let version = self.add_version(project, &name)?;
                let edit = IssueEdit { fix_versions: Some(vec![version]), ..IssueEdit::default() };
                self.edit_issue(issue, edit)?;
            }
            6 => {
                let component = self.add_component(project, &name)?;
                let edit = IssueEdit { components: Some(vec![component]), ..IssueEdit::default() };
                self.edit_issue(issue, edit)?;
            }
            7 => self.rename(Named::Version, &(10_000 + rng.below(12)).to_string(), &name)?,
            8 => self.rename(Named::Component, &(10_000 + rng.below(5)).to_string(), &name)?,
            9 => self.rename(Named::Priority, &(1 + rng.below(5)).to_string(), &name)?,
            10 => self.set_access(issue, IssueAccess::Named)?,
            11 => self.set_access(issue, IssueAccess::Archived)?,
            12 => self.set_access(issue, IssueAccess::Open)?,
            _ => {
                let who = self.read().people[rng.index(10)].account_id.clone();
                self.rename_user(&who, &name)?;
            }
        }
        Ok(())
    }
}
