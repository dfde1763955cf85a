use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use app::model::{RunStatus, SyncMode};
use async_trait::async_trait;
use chrono::Utc;
use futures::future;
use tokio::sync::Semaphore;
use tracing::Instrument;
use uuid::Uuid;

use super::{
    context::{RunContext, Site},
    job::{Engine, Job},
    progress::Tracker,
    site,
    sites::Sites,
    time_limits::TimeLimits,
};
use crate::{
    config::SiteRegistry,
    jira::{Stats, site::SiteConfig},
    store::{
        Database, Metric, RunResult, Selection, SiteId, StoreError,
        mirror::{Others, SiteRow, SiteSetting, bind},
    },
};

/// Syncs the sites of a registry, and compares them.
pub struct SyncEngine {
    database: Database,
    registry: SiteRegistry,
    times: Arc<TimeLimits>,
    /// None if the engine is not a server's. Only a server knows all sites there are.
    published: Mutex<Option<PublishedSites>>,
    /// Held while a list is published: two runs may notice a change at the same time.
    publishing: tokio::sync::Mutex<()>,
}

/// The list of sites that a server last published. If several servers have different lists, for example while a
/// change is being rolled out, the one that published last decides which sites are live.
#[derive(Clone)]
struct PublishedSites {
    sites: Vec<SiteSetting>,
    token: String,
}

impl SyncEngine {
    /// An engine for the sites of this registry. Writes nothing: each run registers its sites and leaves others alone.
    pub fn new(database: Database, registry: SiteRegistry) -> Self {
        Self {
            database,
            registry,
            times: Arc::default(),
            published: Mutex::new(None),
            publishing: tokio::sync::Mutex::default(),
        }
    }

    /// The same engine with these time limits.
    pub fn with_time_limits(self, times: TimeLimits) -> Self {
        Self { times: Arc::new(times), ..self }
    }

    /// Registers the registry's sites as the only ones and retires all others. The next run does the same whenever the
    /// registry changes.
    pub async fn publish_sites(&self) -> Result<(), StoreError> {
        self.publish(self.sites().settings()).await.map(drop)
    }

    async fn publish(&self, sites: Vec<SiteSetting>) -> Result<Vec<SiteRow>, StoreError> {
        let _publishing = self.publishing.lock().await;
        let token = Uuid::new_v4().to_string();
        self.database.sites().set_current_list(&token).await?;
        // Until the list is registered, the next run finds it changed and tries again.
        *lock(&self.published) = Some(PublishedSites { sites: Vec::new(), token: token.clone() });
        let rows = self.database.sites().register(&sites, Others::Retire).await?;
        *lock(&self.published) = Some(PublishedSites { sites, token });
        Ok(rows)
    }

    pub(super) fn times(&self) -> &TimeLimits {
        &self.times
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// The enabled site with that name, according to the settings as of now or a few seconds ago.
    pub fn site(&self, name: &str) -> Option<SiteConfig> {
        self.registry.current().into_iter().find(|site| site.enabled && site.name == name)
    }

    /// The stored id of a site of the settings. None before its first registration.
    pub async fn site_id(&self, name: &str) -> Result<Option<SiteId>, StoreError> {
        let settings = self.sites().settings();
        let stored = self.database.sites().all().await?;
        let rows = bind(&stored, &settings);
        let found = settings.iter().zip(rows).find(|(site, _)| site.name == name);
        Ok(found.and_then(|(_, row)| row).map(|row| row.id))
    }

    /// The sites as of now or a few seconds ago.
    pub(super) fn sites(&self) -> Sites {
        Sites::new(self.registry.current())
    }

    /// The sites that a run selects, each with its stored row, and the names of those that it leaves out because another
    /// server has the newer list: sites which that one has retired, and live sites that only that one has.
    async fn registered(
        &self,
        sites: &Sites,
        selection: &Selection,
    ) -> Result<(Vec<Site>, Vec<String>), StoreError> {
        let settings = sites.settings();
        let published = lock(&self.published).clone();
        let is_new = published.as_ref().is_some_and(|published| published.sites != settings);
        if !is_new && sites.selected(selection).next().is_none() {
            return Ok((Vec::new(), Vec::new()));
        }
        let is_superseded = match &published {
            Some(published) if !is_new => !self.database.sites().is_current_list(&published.token).await?,
            _ => false,
        };
        let mut others = Vec::new();
        let rows: Vec<Option<SiteRow>> = if is_superseded {
            // Another server has a newer list: sites that it retired stay retired.
            let stored = self.database.sites().all().await?;
            let live = |row: &&SiteRow| row.retired_at.is_none();
            let bound = bind(&stored, &settings);
            if selection.is_whole() {
                let is_ours = |row: &SiteRow| bound.iter().flatten().any(|ours| ours.id == row.id);
                let theirs = stored.iter().filter(live).filter(|row| row.enabled && !is_ours(row));
                others = theirs.map(|row| row.name.clone()).collect();
            }
            bound.into_iter().map(|row| row.filter(live).cloned()).collect()
        } else {
            let rows = match is_new {
                true => self.publish(settings).await?,
                false => self.database.sites().register(&settings, Others::Stay).await?,
            };
            rows.into_iter().map(Some).collect()
        };
        let (mut selected, mut left_out) = (Vec::new(), Vec::new());
        for (place, config) in sites.selected(selection) {
            match rows.get(place).cloned().flatten() {
                Some(known) => selected.push(Site { id: known.id, config: config.clone(), known }),
                None => left_out.push(config.name.clone()),
            }
        }
        left_out.extend(others);
        Ok((selected, left_out))
    }

    /// Syncs the job's selection.
    ///
    /// # Errors
    ///
    /// Only errors after which nothing more can be written.
    async fn sync(&self, job: Job) -> Result<RunResult, StoreError> {
        let (configured, problem) = self.registry.read();
        let configured = Sites::new(configured);
        let (sites, left_out) = self.registered(&configured, &job.order.selection).await?;
        let left_out = (!left_out.is_empty()).then(|| not_synced(&left_out));
        if sites.is_empty() {
            let reason = left_out.unwrap_or_else(|| configured.none(job.order.selection.site.as_deref()));
            return Ok(RunResult::failed(job.progress.snapshot().totals, reason));
        }
        let started = Instant::now();
        let named = job.order.selection.projects.clone();
        let tracker = Arc::new(Tracker::new(job.progress));
        if let Some(left_out) = left_out {
            tracing::warn!("{left_out}");
            tracker.report_incomplete(left_out);
        }
        if let Some(problem) = problem {
            tracing::warn!(%problem, "could not read the sites; syncing those known before");
            tracker.report_incomplete(format!("{problem}. The sites that were known before were synced"));
        }
        let context = RunContext {
            database: self.database.clone(),
            run: job.handle,
            began: Utc::now(),
            sites: Arc::new(configured.settings()),
            workers: Arc::new(Semaphore::new(job.order.settings.max_workers as usize)),
            order: Arc::new(job.order),
            times: Arc::clone(&self.times),
            tracker: Arc::clone(&tracker),
            stop: job.stop.clone(),
        };
        let parts: Vec<_> = sites
            .into_iter()
            .map(|site| {
                let span = site.span();
                site::sync(context.clone(), site).instrument(span)
            })
            .collect();
        let stats = future::try_join_all(parts).await?;
        let missing = tracker.missing(&named);
        if !missing.is_empty() && !job.stop.is_cancelled() && tracker.failed_sites() == 0 {
            let reason = no_project(&missing);
            if missing.len() == named.len() {
                return Ok(RunResult::failed(tracker.totals(), reason + "."));
            }
            tracker.report_incomplete(reason);
        }
        let stats: Vec<Stats> = stats.into_iter().flatten().collect();
        Ok(result(&tracker, &stats, started.elapsed(), job.stop.is_cancelled()))
    }
}

/// The message about sites that are left out because another server has a newer list.
fn not_synced(names: &[String]) -> String {
    format!(
        "Not synced: {}. Another server with a newer list of sites uses this database. Give all servers the same sites, \
         and restart the one whose list is right",
        names.join(", ")
    )
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Engine for SyncEngine {
    async fn run(&self, job: Job) -> RunResult {
        let progress = job.progress.clone();
        let ended = match job.order.mode {
            SyncMode::Verify => self.verify(&job).await,
            _ => self.sync(job).await,
        };
        match ended {
            Ok(result) => result,
            Err(error) => {
                tracing::error!(%error, "the run failed");
                RunResult::failed(progress.snapshot().totals, error.to_string())
            }
        }
    }

    async fn has_site(&self) -> bool {
        let settings = self.sites().settings();
        let any = |sites: &[SiteSetting]| sites.iter().any(|site| site.enabled);
        let found = any(&settings);
        // The pages show a first site, or that the last one is gone, before a run registers it.
        let is_new = lock(&self.published).as_ref().is_some_and(|known| any(&known.sites) != found);
        if is_new && let Err(error) = self.publish(settings).await {
            tracing::warn!(%error, "could not register the sites; trying again");
        }
        found
    }
}

/// The message about selected projects that no site has.
pub(super) fn no_project(keys: &[&str]) -> String {
    format!(
        "There is no project {} that the sync account may browse. Check the key, and whether the project is archived",
        keys.join(", ")
    )
}

fn result(tracker: &Tracker, stats: &[Stats], took: Duration, stopped: bool) -> RunResult {
    let totals = tracker.totals();
    let complete = tracker.open_projects() + tracker.quarantine_size() == 0 && !tracker.is_incomplete();
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

/// What went wrong in a run, one sentence for each kind.
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
    sentences.extend(tracker.messages().into_iter().map(|message| message + "."));
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
