use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use app::model::{RunStatus, SyncMode};
use async_trait::async_trait;
use chrono::Utc;
use futures::future;
use tokio::sync::Semaphore;

use super::{
    context::{self, RunContext, Site},
    job::{Engine, Job, Selection},
    progress::Tracker,
    site,
    time_limits::TimeLimits,
};
use crate::{
    jira::{Stats, site::SiteConfig},
    store::{
        Database, Metric, RunResult, StoreError,
        mirror::{Others, SiteSetting, bind},
    },
};

/// How often the lists are read that cost a request for each project or board.
const THOROUGH_EVERY: Duration = Duration::from_secs(600);

/// Syncs the sites it was made for, one run at a time.
pub struct SyncEngine {
    database: Database,
    sites: Vec<SiteConfig>,
    times: Arc<TimeLimits>,
    /// When the costly lists were last read.
    thorough_at: Mutex<Option<Instant>>,
}

impl SyncEngine {
    /// An engine for these sites. Writes nothing: a run registers its sites, and keeps those of others.
    pub fn new(database: Database, sites: Vec<SiteConfig>) -> Self {
        Self { database, sites, times: Arc::default(), thorough_at: Mutex::new(None) }
    }

    /// The same with other limits than the usual ones.
    pub fn with_time_limits(self, times: TimeLimits) -> Self {
        Self { times: Arc::new(times), ..self }
    }

    /// Makes the store's sites those of this engine, which has all there are: others are retired.
    pub async fn take_charge(&self) -> Result<(), StoreError> {
        self.database.register_sites(&self.settings(), Others::Retire).await?;
        Ok(())
    }

    pub(super) fn times(&self) -> &TimeLimits {
        &self.times
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// The site of that name, as the settings have it.
    pub fn site(&self, name: &str) -> Option<&SiteConfig> {
        self.sites.iter().find(|site| site.name == name)
    }

    /// The id of a site of these settings in the store. None before its first registration.
    pub async fn site_id(&self, name: &str) -> Result<Option<i64>, StoreError> {
        let stored = self.database.sites().await?;
        let rows = bind(&stored, &self.settings());
        let found = self.sites.iter().zip(rows).find(|(site, _)| site.name == name);
        Ok(found.and_then(|(_, row)| row).map(|row| row.id))
    }

    pub(super) fn settings(&self) -> Vec<SiteSetting> {
        self.sites.iter().map(context::setting).collect()
    }

    /// The enabled sites that are selected, each with its place among all.
    pub(super) fn selected(&self, selection: &Selection) -> impl Iterator<Item = (usize, &SiteConfig)> {
        self.sites
            .iter()
            .enumerate()
            .filter(|(_, site)| site.enabled && selection.site.as_ref().is_none_or(|name| *name == site.name))
    }

    /// The sites of a run, each with its row of the store.
    async fn registered(&self, selection: &Selection) -> Result<Vec<Site>, StoreError> {
        if self.selected(selection).next().is_none() {
            return Ok(Vec::new());
        }
        let rows = self.database.register_sites(&self.settings(), Others::Stay).await?;
        let site = |(place, config): (usize, &SiteConfig)| {
            let known = rows.get(place)?.clone();
            Some(Site { id: known.id, config: config.clone(), known })
        };
        Ok(self.selected(selection).filter_map(site).collect())
    }

    /// Syncs what the job names.
    ///
    /// # Errors
    ///
    /// Only those after which nothing more can be written.
    async fn sync(&self, job: Job) -> Result<RunResult, StoreError> {
        let sites = self.registered(&job.selection).await?;
        if sites.is_empty() {
            let reason = self.no_site(job.selection.site.as_deref());
            return Ok(RunResult::failed(job.progress.snapshot().totals, reason));
        }
        let started = Instant::now();
        let thorough = self.thorough_is_due(job.mode);
        let named = job.selection.projects.clone();
        let tracker = Arc::new(Tracker::new(job.progress));
        let context = RunContext {
            database: self.database.clone(),
            run: job.handle,
            mode: job.mode,
            began: Utc::now(),
            accept_losses: job.selection.accept_losses && !job.selection.projects.is_empty(),
            accept_departures: job.selection.accept_losses
                && job.selection.projects.is_empty()
                && job.selection.site.is_some(),
            accept_site: job.selection.accept_site,
            sites: Arc::new(self.settings()),
            projects: Arc::new(job.selection.projects),
            workers: Arc::new(Semaphore::new(job.settings.max_workers as usize)),
            settings: Arc::new(job.settings),
            times: Arc::clone(&self.times),
            by_hand: job.by_hand,
            tracker: Arc::clone(&tracker),
            stop: job.stop.clone(),
            thorough,
        };
        let parts: Vec<_> = sites.into_iter().map(|site| site::sync(context.clone(), site)).collect();
        let stats = future::try_join_all(parts).await?;
        if thorough && !job.stop.is_cancelled() && stats.iter().all(Option::is_some) {
            *self.thorough_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        let missing = tracker.missing(&named);
        if !missing.is_empty() && !job.stop.is_cancelled() && tracker.failed_sites() == 0 {
            let reason = no_project(&missing);
            if missing.len() == named.len() {
                return Ok(RunResult::failed(tracker.totals(), reason + "."));
            }
            tracker.doubt(reason);
        }
        let stats: Vec<Stats> = stats.into_iter().flatten().collect();
        Ok(result(&tracker, &stats, started.elapsed(), job.stop.is_cancelled()))
    }

    fn thorough_is_due(&self, mode: SyncMode) -> bool {
        let last = *self.thorough_at.lock().unwrap_or_else(PoisonError::into_inner);
        match mode {
            SyncMode::Full | SyncMode::Census => true,
            SyncMode::Incremental => last.is_none_or(|last| last.elapsed() >= THOROUGH_EVERY),
            SyncMode::Refetch => false,
        }
    }

    fn no_site(&self, asked: Option<&str>) -> String {
        match asked {
            Some(name) => {
                let names: Vec<&str> = self.sites.iter().map(|site| site.name.as_str()).collect();
                format!("There is no enabled site named {name}. Configured: {}", names.join(", "))
            }
            None => {
                "No Jira site is configured. Set JIRA_INSTANCES, JIRA_CONFIG_FILE or JIRA_URL_1, or start \
                     with --demo."
                    .to_owned()
            }
        }
    }
}

#[async_trait]
impl Engine for SyncEngine {
    async fn run(&self, job: Job) -> RunResult {
        let progress = job.progress.clone();
        match self.sync(job).await {
            Ok(result) => result,
            Err(error) => RunResult::failed(progress.snapshot().totals, error.to_string()),
        }
    }
}

/// What is said of projects that were named and that no site has.
pub(super) fn no_project(keys: &[&str]) -> String {
    format!(
        "There is no project {} that the sync account may browse. Check the key, and whether the project is archived",
        keys.join(", ")
    )
}

fn result(tracker: &Tracker, stats: &[Stats], took: Duration, stopped: bool) -> RunResult {
    let totals = tracker.totals();
    let (doubted, _) = tracker.said();
    let complete = tracker.open_projects() + tracker.quarantine_size() == 0 && !doubted;
    let status = match totals.status(tracker.failed_sites()) {
        _ if stopped => RunStatus::Stopped,
        RunStatus::Completed if !complete => RunStatus::CompletedWithErrors,
        status => status,
    };
    let sum = |of: fn(&Stats) -> f64| stats.iter().map(of).sum::<f64>();
    let seconds = took.as_secs_f64();
    let metric = |name, value, unit| Metric { name, value, unit };
    let metrics = vec![
        metric("duration", seconds, "s"),
        metric("issues_per_second", totals.total_issues as f64 / seconds.max(0.001), "1/s"),
        metric("requests", sum(|stats| stats.requests as f64), ""),
        metric("retries", sum(|stats| stats.retries as f64), ""),
        metric("waited", sum(|stats| stats.waited.as_secs_f64()), "s"),
        metric("bytes_read", sum(|stats| stats.bytes as f64), "B"),
        metric("warnings", tracker.warnings() as f64, ""),
        metric("issues_set_aside", tracker.quarantine_size() as f64, ""),
        metric("issues_gone", tracker.marked() as f64, ""),
    ];
    RunResult { status, totals, error_message: message(tracker), metrics }
}

/// What of a run did not go well, a sentence a kind.
fn message(tracker: &Tracker) -> Option<String> {
    let totals = tracker.totals();
    let of_projects = |count| format!("{count} of {} projects", totals.total_projects);
    let mut sentences = Vec::new();
    if totals.failed_projects > 0 {
        sentences.push(format!("{} failed.", of_projects(totals.failed_projects)));
    }
    match tracker.failed_sites() {
        0 => {}
        1 => sentences.push("Could not sync 1 site.".to_owned()),
        sites => sentences.push(format!("Could not sync {sites} sites.")),
    }
    if tracker.open_projects() > 0 {
        sentences.push(format!("{} completed with errors.", of_projects(tracker.open_projects())));
    }
    match tracker.quarantine_size() {
        0 => {}
        1 => sentences.push("1 issue is quarantined.".to_owned()),
        issues => sentences.push(format!("{issues} issues are quarantined.")),
    }
    sentences.extend(tracker.said().1.into_iter().map(|words| words + "."));
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
