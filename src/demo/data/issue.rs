//! Issues by project and number.

use super::model::{Custom, Entry};
use super::projects::date;
use super::words::{article, labels, note};
use super::{DONE, Generator, Issue, Kind, ProjectType, salt};
use crate::demo::rng::Rng;

const DAY: i64 = 86_400_000;
/// Number of generated users: those with names, an app, and a deactivated one.
pub(super) const PEOPLE: usize = 30;
/// One issue in this many is an epic.
const ISSUES_PER_EPIC: u64 = 20;

impl Generator {
    /// An issue without its comments, worklogs and changelog. `number` starts at 1.
    pub(crate) fn issue(&self, project: usize, number: u64) -> Issue {
        let mut rng = Rng::of(self.seed, salt::CORE, project as u64, number);
        let line = self.timeline(project);
        let (created, updated) = (line.created(number - 1), line.updated(number - 1));
        let made = self.project(project);
        let kind = self.kind(number, made.kind);
        let status = self.final_status(project, number);
        let resolution = resolves(status).then(|| if rng.percent(80) { 0 } else { rng.index(4) });
        // The newest changelog entry is at the second of `updated`; see `histories`.
        let status_changed = self.status_changed(project, number, created, updated);
        let planned = made.scrum && matches!(kind, Kind::Story | Kind::Task | Kind::Bug);
        let mut sprints = Vec::new();
        if planned && rng.percent(70) {
            sprints.push(self.sprint_at(project, created));
            let later = self.sprint_at(project, updated);
            if rng.percent(40) && !sprints.contains(&later) {
                sprints.push(later);
            }
        }
        let components = rng.index(3);
        let fixed = self.version_at(updated);
        Issue {
            id: self.id(project, number),
            project,
            number,
            created,
            updated,
            kind,
            status,
            status_changed,
            priority: [2, 2, 2, 1, 3, 0, 4][rng.index(7)],
            resolution,
            resolved: resolution.map(|_| status_changed),
            summary: self.odd_name(&self.summary(project, number, kind), self.id(project, number)),
            reporter: rng.index(PEOPLE),
            assignee: rng.percent(85).then(|| 1 + rng.index(PEOPLE - 1)),
            parent: self.parent(number, kind).map(|n| self.id(project, n)),
            labels: labels(&mut rng),
            components: rng
                .first_names(5, components)
                .into_iter()
                .map(|i| self.version_id(project, i as u64))
                .collect(),
            fix_versions: if rng.percent(60) { vec![self.version_id(project, fixed)] } else { Vec::new() },
            affects: (kind == Kind::Bug && fixed > 0)
                .then(|| self.version_id(project, fixed - 1))
                .into_iter()
                .collect(),
            sprints,
            story_points: (kind == Kind::Story || kind == Kind::Task && rng.percent(40))
                .then(|| [0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0][rng.index(7)]),
            due: rng.percent(20).then(|| date(created + rng.below(90) as i64 * DAY)),
            original_estimate: rng.percent(30).then(|| (1 + rng.below(40)) * 3600),
            votes: rng.below(4),
            watchers: 1 + rng.below(5),
        }
    }

    /// A complete issue.
    pub(crate) fn entry(&self, project: usize, number: u64) -> Entry {
        let issue = self.issue(project, number);
        let mut rng = Rng::of(self.seed, salt::TEXT, project as u64, number);
        Entry {
            description: rng.percent(85).then(|| self.odd_article(article(&mut rng, PEOPLE), issue.id)),
            environment: (issue.kind == Kind::Bug && rng.percent(50)).then(|| note(&mut rng, PEOPLE)),
            custom: self.custom(&issue),
            comments: self.comments(&issue),
            worklogs: self.worklogs(&issue),
            histories: self.histories(&issue),
            attachments: self.attachments(&issue),
            links: self.links(project, number),
            remote_links: self.remote_links(&issue),
            issue,
        }
    }

    fn custom(&self, issue: &Issue) -> Custom {
        let mut rng = Rng::of(self.seed, salt::CUSTOM, issue.project as u64, issue.number);
        let bug = issue.kind == Kind::Bug;
        let platforms = rng.index(4);
        let watch_group = rng.index(3);
        Custom {
            flagged: rng.percent(5),
            severity: bug.then(|| rng.pick(&["S1 – Critical", "S2", "S3", "S4 \"cosmetic\""])),
            platforms: rng
                .first_names(4, platforms)
                .into_iter()
                .map(|i| ["iOS", "Android", "Web", "API"][i])
                .collect(),
            root_cause: (bug && issue.resolution.is_some()).then(|| note(&mut rng, PEOPLE)),
            customer: rng.percent(30).then(|| {
                rng.pick(&["Müller & Söhne GmbH", "ACME", "株式会社サンプル", "O'Hara \\ Partners"])
            }),
            reviewer: rng.percent(40).then(|| rng.index(PEOPLE)),
            watch_group: rng.first_names(PEOPLE, watch_group),
            target_start: rng.percent(25).then(|| date(issue.created + 7 * DAY)),
            deployed: issue.resolved.filter(|_| rng.percent(50)),
            region: rng.percent(30).then(|| {
                [
                    ("Europe", Some("Berlin")),
                    ("Europe", Some("Kraków")),
                    ("Asia", None),
                    ("Americas", Some("São Paulo")),
                ][rng.index(4)]
            }),
            ticket: rng.percent(15).then(|| format!("https://support.example.com/t/{}", rng.below(99_999))),
            impact: rng.percent(20).then(|| rng.below(1000) as f64 / 4.0),
        }
    }

    fn kind(&self, number: u64, project: ProjectType) -> Kind {
        match number % ISSUES_PER_EPIC {
            1 if project != ProjectType::ServiceDesk => Kind::Epic,
            5 | 10 | 15 => Kind::SubTask,
            4 | 7 | 8 | 13 | 19 => Kind::Bug,
            3 | 6 | 12 | 17 | 0 => Kind::Task,
            _ => Kind::Story,
        }
    }

    /// Sub-tasks belong to the issue before them, others to the epic before them.
    fn parent(&self, number: u64, kind: Kind) -> Option<u64> {
        match kind {
            Kind::Epic => None,
            Kind::SubTask => Some(number - 1),
            _ if number.is_multiple_of(3) => None,
            _ => {
                let epic = (number - 1) / ISSUES_PER_EPIC * ISSUES_PER_EPIC + 1;
                (epic != number).then_some(epic)
            }
        }
    }

    /// The number of the generated sub-task of an issue, if it has one.
    pub(crate) fn subtasks(&self, number: u64) -> Option<u64> {
        let next = number + 1;
        (matches!(next % ISSUES_PER_EPIC, 5 | 10 | 15) && next <= self.issues).then_some(next)
    }

    /// The current status; older issues are more often done.
    pub(super) fn final_status(&self, project: usize, number: u64) -> usize {
        let mut rng = Rng::of(self.seed, salt::COUNTS, project as u64, number);
        let age = 100 - 100 * number / self.issues.max(1);
        match rng.below(100) {
            roll if roll < age.min(92) => [DONE, DONE, DONE, 6][rng.index(4)],
            _ => [0, 0, 1, 1, 2, 4, 5][rng.index(7)],
        }
    }
}

/// Whether issues in this status have a resolution.
pub(crate) fn resolves(status: usize) -> bool {
    super::STATUSES[status].3 == 3
}
