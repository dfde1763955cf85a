//! The data of a site: the generated issues, and an overlay of all changes since.

mod access;
mod activity;
mod clock;
mod error;
mod events;
mod head;
mod index;
mod mutate;
mod names;
mod parts;
mod projects;
mod realistic;
mod refusals;
mod scan;
mod settings;
mod sign_in;
mod stamp;
mod truth;
mod worklogs;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, TimeDelta, Utc};

pub use access::IssueAccess;
use clock::Clock;
pub use error::ControlError;
pub(crate) use events::IssueEvent;
pub(crate) use head::{Head, OrderBy};
pub use mutate::{CommentRef, IssueEdit, NewIssue, PersonEdit, WorklogRef};
pub use names::Named;
pub(crate) use parts::Priority;
pub use projects::ProjectState;
pub(crate) use projects::SiteProject;
pub(crate) use scan::Scan;
pub use settings::SiteSettings;
pub use truth::{ProjectTruth, SiteTruth, TruthIssue, TruthPage};

use super::config::DemoConfig;
use super::data::{
    Component, Entry, FIRST_LATER_CHILD, Generator, History, Issue, Person, Sprint, Version, Worklog,
};

/// A sample site. Cheap to clone; clones share everything.
#[derive(Clone, Debug)]
pub struct Site {
    inner: Arc<Inner>,
    /// The time of changes made through this handle; `None` = the clock's.
    moment: Option<DateTime<Utc>>,
}

#[derive(Debug)]
struct Inner {
    config: DemoConfig,
    clock: Arc<Clock>,
    failures: sign_in::Failures,
    refusals: refusals::Refusals,
    /// Locked while due changes are made.
    acting: Mutex<()>,
    state: RwLock<State>,
}

/// Everything that can change in a site.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) generator: Generator,
    pub(crate) settings: SiteSettings,
    pub(crate) projects: Vec<SiteProject>,
    pub(crate) people: Vec<Person>,
    /// Names that were changed.
    names: HashMap<(Named, String), String>,
    pub(crate) priorities: Vec<Priority>,
    /// Versions and components of projects where some were added, changed or removed.
    versions: HashMap<usize, Vec<Version>>,
    components: HashMap<usize, Vec<Component>>,
    /// Leads of components that differ from those of their projects.
    pub(crate) component_leads: HashMap<u64, usize>,
    /// States of sprints that were started or closed.
    sprints: HashMap<u64, Sprint>,
    /// Issues whose access differs from that of their project.
    access: HashMap<u64, IssueAccess>,
    /// Issues that differ from the generated ones; `None` = deleted.
    overlay: HashMap<u64, Option<Arc<Entry>>>,
    /// The issues of the overlay, per project, by (updated, id).
    changed: Vec<BTreeSet<(i64, u64)>>,
    /// Every current or former (project, number) of a created or moved issue.
    places: HashMap<(usize, u64), u64>,
    /// The issues of worklogs that were added later.
    worklog_owners: HashMap<u64, u64>,
    /// (time, worklog id), oldest first.
    deleted_worklogs: Vec<(i64, u64)>,
    next_issue: u64,
    next_child: u64,
    activity_done: u64,
    watchers: events::Watchers,
    late: index::Late,
    clock: Arc<Clock>,
}

impl Site {
    pub(crate) fn new(config: DemoConfig) -> Self {
        let generator = Generator::new(&config);
        let clock = Arc::new(Clock::starting_at(config.clock_starts_at));
        let count = generator.projects as usize;
        let mut state = State {
            settings: config.settings.clone(),
            projects: (0..count)
                .map(|i| SiteProject::new(generator.project(i), generator.issues + 1))
                .collect(),
            people: generator.people(),
            names: HashMap::new(),
            priorities: parts::priorities(),
            versions: HashMap::new(),
            components: HashMap::new(),
            component_leads: HashMap::new(),
            sprints: HashMap::new(),
            access: HashMap::new(),
            overlay: HashMap::new(),
            changed: vec![BTreeSet::new(); count],
            places: HashMap::new(),
            worklog_owners: HashMap::new(),
            deleted_worklogs: Vec::new(),
            next_issue: generator.free_id(),
            next_child: FIRST_LATER_CHILD,
            activity_done: 0,
            watchers: events::Watchers::default(),
            late: index::Late::new(config.index_lag_ms),
            clock: Arc::clone(&clock),
            generator,
        };
        let refusals = refusals::Refusals::of(&config);
        if config.realistic {
            state.make_realistic(config.edition);
        }
        let inner = Arc::new(Inner {
            config,
            clock,
            failures: sign_in::Failures::default(),
            refusals,
            acting: Mutex::new(()),
            state: RwLock::new(state),
        });
        Self { inner, moment: None }
    }

    /// The settings it was started with.
    pub fn config(&self) -> &DemoConfig {
        &self.inner.config
    }

    /// The site's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.moment.unwrap_or_else(|| self.inner.clock.now())
    }

    /// A handle through which all changes are made at this time.
    fn at(&self, moment: DateTime<Utc>) -> Self {
        Self { inner: Arc::clone(&self.inner), moment: Some(moment) }
    }

    /// Advances the site's clock.
    pub fn advance_clock(&self, by: TimeDelta) {
        self.inner.clock.advance(by);
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.inner.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.inner.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The id of the issue with this id, key or former key.
    pub(crate) fn resolve(&self, id_or_key: &str) -> Option<u64> {
        let id = match id_or_key.parse::<u64>() {
            Ok(id) => id,
            Err(_) => {
                let (project, number) = self.place_of_key(id_or_key)?;
                self.id_at(project, number)?
            }
        };
        self.exists(id).then_some(id)
    }

    /// The project and number in a key, which may contain a former key of the project.
    pub(crate) fn place_of_key(&self, key: &str) -> Option<(usize, u64)> {
        let (project, number) = key.rsplit_once('-')?;
        Some((self.project_by_any_key(project)?, number.parse().ok()?))
    }

    fn id_at(&self, project: usize, number: u64) -> Option<u64> {
        let generated = (1..=self.generator.issues).contains(&number);
        self.places
            .get(&(project, number))
            .copied()
            .or_else(|| generated.then(|| self.generator.id(project, number)))
    }

    pub(crate) fn exists(&self, id: u64) -> bool {
        self.overlay.get(&id).map_or_else(|| self.generator.place(id).is_some(), Option::is_some)
    }

    /// The issue without its comments, worklogs and changelog.
    pub(crate) fn issue(&self, id: u64) -> Option<Issue> {
        match self.overlay.get(&id) {
            Some(changed) => changed.as_ref().map(|e| e.issue.clone()),
            None => self.generator.place(id).map(|(p, n)| self.generator.issue(p, n)),
        }
    }

    /// The complete issue.
    pub(crate) fn entry(&self, id: u64) -> Option<Arc<Entry>> {
        match self.overlay.get(&id) {
            Some(changed) => changed.clone(),
            None => self.generator.place(id).map(|(p, n)| Arc::new(self.generator.entry(p, n))),
        }
    }

    /// The changelog of an issue, oldest first.
    pub(crate) fn histories(&self, id: u64) -> Vec<History> {
        match self.overlay.get(&id) {
            Some(changed) => changed.as_ref().map(|e| e.histories.clone()).unwrap_or_default(),
            None => self.issue(id).map(|i| self.generator.histories(&i)).unwrap_or_default(),
        }
    }

    pub(crate) fn worklogs(&self, id: u64) -> Vec<Worklog> {
        match self.overlay.get(&id) {
            Some(changed) => changed.as_ref().map(|e| e.worklogs.clone()).unwrap_or_default(),
            None => self.issue(id).map(|i| self.generator.worklogs(&i)).unwrap_or_default(),
        }
    }

    pub(crate) fn key(&self, project: usize, number: u64) -> String {
        format!("{}-{number}", self.projects[project].key)
    }

    /// The sub-tasks of an issue.
    pub(crate) fn subtasks(&self, issue: &Issue) -> Vec<Issue> {
        let generated = self
            .generator
            .place(issue.id)
            .and_then(|(p, n)| self.generator.subtasks(n).map(|sub| self.generator.id(p, sub)));
        generated
            .and_then(|id| self.issue(id))
            .filter(|s| s.parent == Some(issue.id) && self.may_open(s.id))
            .into_iter()
            .collect()
    }

    /// A user by account id, key, user name or display name.
    pub(crate) fn person(&self, who: &str) -> Option<usize> {
        let named = |p: &Person| [p.account_id.as_str(), &p.key, &p.name, &p.display_name].contains(&who);
        self.people.iter().position(named)
    }

    /// The issue of a worklog.
    pub(crate) fn worklog_owner(&self, worklog: u64) -> Option<u64> {
        self.worklog_owners.get(&worklog).copied().or_else(|| self.generator.owner_of_child(worklog))
    }
}
