//! What people and administrators do on a site during a history.

use chrono::TimeDelta;
use jira_sync::demo::{Edition, IssueAccess, IssueEdit, Named, NewIssue, ProjectState};
use rand::{Rng, seq::IndexedRandom};

use super::life::History;

/// Deletions and moves out of one project stay below half of its issues: more would rightly be refused.
const DEPARTURES: u32 = 3;

impl History {
    pub(super) fn random_event(&mut self) {
        let site = self.jira.site().clone();
        let (key, project) = (self.random_key(), self.random_project());
        self.names += 1;
        let name = format!("Name {}", self.names);
        // An event fails if its target no longer exists; then nothing happens.
        match self.rng.random_range(0..if self.realistic { 33 } else { 23 }) {
            0..=2 => {
                let _ = site.create_issue(NewIssue { project, summary: name, ..NewIssue::default() });
            }
            3..=6 => {
                let edit = self.random_edit_of(&key);
                let _ = site.edit_issue(&key, edit);
            }
            7 => {
                let edit = IssueEdit { at: None, ..self.random_edit() };
                self.keys().iter().for_each(|key| drop(site.edit_issue(key, edit.clone())));
            }
            8 | 9 => self.comments.extend(site.add_comment(&key, &name)),
            10 => {
                if let Some(comment) = self.comments.choose(&mut self.rng) {
                    let _ = site.edit_comment(comment, &name);
                }
            }
            11 => {
                if let Some(comment) = self.comments.choose(&mut self.rng) {
                    let _ = site.delete_comment(comment);
                }
            }
            12 => self.worklogs.extend(site.add_worklog(&key, 600, Some(&name))),
            13 => {
                if let Some(worklog) = self.worklogs.choose(&mut self.rng) {
                    let _ = site.edit_worklog(worklog, 1200);
                }
            }
            14 => {
                if let Some(worklog) = self.worklogs.choose(&mut self.rng) {
                    let _ = site.delete_worklog(worklog);
                }
            }
            15 => {
                let other = self.random_key();
                match site.links_of(&key).unwrap_or_default().first() {
                    Some(link) if self.rng.random_bool(0.4) => drop(site.unlink_issues(&key, *link)),
                    _ => drop(site.link_issues(&key, &other, "Blocks")),
                }
            }
            16 => {
                if self.may_remove(&key) {
                    let _ = site.move_issue(&key, &project);
                }
            }
            17 => {
                if self.may_remove(&key) {
                    let all = site.truth_page(None, None, 1000).issues;
                    self.deleted.extend(all.iter().find(|issue| issue.key == key).map(|issue| issue.id));
                    let _ = site.delete_issue(&key);
                }
            }
            18 => {
                let states = [ProjectState::Live, ProjectState::Archived, ProjectState::Trashed];
                site.set_project_state(&project, *states.choose(&mut self.rng).unwrap()).unwrap();
            }
            19 => site.set_permission(&project, self.rng.random_bool(0.5)).unwrap(),
            20 => {
                let _ = site.rename_project(&project, &format!("K{}", self.names));
            }
            21 => match self.rng.random_range(0..3) {
                0 => drop(site.rename_status(["10000", "3", "10001"].choose(&mut self.rng).unwrap(), &name)),
                1 if !self.refuses("/agile/") => {
                    drop(site.rename_sprint(self.rng.random_range(1..12), &name))
                }
                _ if !self.refuses("search") => drop(site.rename_user("demo@example.com", &name)),
                _ => {}
            },
            22 => site.advance_clock(TimeDelta::minutes(self.rng.random_range(-3..30))),
            _ => self.random_realistic_event(&key, &project, &name),
        }
    }

    /// Events that only happen on realistic sites. Changes that neither a list nor `updated` shows are left out.
    fn random_realistic_event(&mut self, key: &str, project: &str, name: &str) {
        let site = self.jira.site().clone();
        let number = self.rng.random_range(0..5);
        match self.rng.random_range(0..13) {
            12 if !self.refuses("/priority") => drop(site.remove_priority("5", "4")),
            0 => drop(site.add_attachment(key, name, 7)),
            1 => {
                let files = site.attachments_of(key).unwrap_or_default();
                files.first().iter().for_each(|file| drop(site.remove_attachment(key, **file)));
            }
            2 => drop(site.add_remote_link(key, name, "https://wiki.example.com/page")),
            3 => {
                let links = site.remote_links_of(key).unwrap_or_default();
                links.first().iter().for_each(|link| drop(site.remove_remote_link(key, **link)));
            }
            4 => drop(site.link_one_side(key, &self.random_key(), "Relates")),
            5 => {
                if let Ok(version) = site.add_version(project, name) {
                    let edit = IssueEdit { fix_versions: Some(vec![version]), ..IssueEdit::default() };
                    let _ = site.edit_issue(key, edit);
                }
            }
            6 => {
                if let Ok(component) = site.add_component(project, name) {
                    let edit = IssueEdit { components: Some(vec![component]), ..IssueEdit::default() };
                    let _ = site.edit_issue(key, edit);
                }
            }
            7 if !self.refuses("/version") => {
                drop(site.rename(Named::Version, &(10_000 + number).to_string(), name))
            }
            8 if !self.refuses("/component") => {
                drop(site.rename(Named::Component, &(10_000 + number).to_string(), name));
            }
            9 if !self.refuses("/priority") => {
                drop(site.rename(Named::Priority, &(1 + number).to_string(), name))
            }
            10 => {
                // Cloud does not report that a single issue is archived.
                let away = match self.edition {
                    Edition::Cloud => IssueAccess::Secured,
                    Edition::DataCenter if self.rng.random_bool(0.5) => IssueAccess::Secured,
                    Edition::DataCenter => IssueAccess::Archived,
                };
                if self.may_remove(key) {
                    site.set_access(key, away).unwrap();
                    self.away.push(key.to_owned());
                }
            }
            _ => {
                if let Some(key) = self.away.pop() {
                    let _ = site.set_access(&key, IssueAccess::Open);
                }
            }
        }
    }

    /// An edit that changes the issue's `updated`: one that does not cannot be detected.
    fn random_edit_of(&mut self, key: &str) -> IssueEdit {
        let edit = self.random_edit();
        let all = self.jira.site().truth_page(None, None, 1000).issues;
        let updated = all.iter().find(|issue| issue.key == key).map(|issue| issue.updated);
        let at = edit.at.filter(|at| updated.is_none_or(|updated| updated < at.timestamp_millis()));
        IssueEdit { at, ..edit }
    }

    pub(super) fn random_edit(&mut self) -> IssueEdit {
        let mut edit = IssueEdit::default();
        let text = format!("Text {}", self.rng.random_range(0..1000));
        match self.rng.random_range(0..6) {
            0 => edit.summary = Some(text),
            1 => edit.description = Some(text),
            2 => edit.priority = Some(["High", "Medium", "Low"].choose(&mut self.rng).unwrap().to_string()),
            3 => edit.labels = Some(vec![text.replace(' ', "-")]),
            4 => edit.story_points = Some(f64::from(self.rng.random_range(0..9))),
            _ => edit.status = Some(["10000", "3", "10001"].choose(&mut self.rng).unwrap().to_string()),
        }
        // A Jira node whose clock is behind, or a late index.
        if self.rng.random_bool(0.2) {
            edit.at = Some(self.jira.site().now() - TimeDelta::minutes(self.rng.random_range(0..60)));
        }
        edit
    }

    /// Whether the site always refuses a list whose path contains `part`: changes to it cannot be detected.
    fn refuses(&self, part: &str) -> bool {
        self.jira.site().refused().iter().any(|path| path.contains(part))
    }

    fn may_remove(&mut self, key: &str) -> bool {
        let project = key.rsplit_once('-').map_or(key, |(project, _)| project);
        let truth = self.jira.site().truth();
        let Some(found) = truth.projects.iter().find(|known| known.key == project) else { return false };
        let departures = self.departures.entry(found.id).or_default();
        *departures += 1;
        *departures <= DEPARTURES
    }

    fn random_project(&mut self) -> String {
        let projects = self.jira.site().truth().projects;
        projects.choose(&mut self.rng).unwrap().key.clone()
    }

    fn keys(&self) -> Vec<String> {
        self.jira.site().truth_page(None, None, 1000).issues.into_iter().map(|issue| issue.key).collect()
    }

    pub(super) fn random_key(&mut self) -> String {
        self.keys().choose(&mut self.rng).cloned().unwrap_or_default()
    }
}
