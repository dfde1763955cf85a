//! Syncs one site: signs in, reads the list of projects and the reference lists, then syncs the projects.

use std::{collections::HashSet, sync::Arc};

use app::model::{PerformanceSettings, ProblemKind, ProjectState, SyncMode};
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::Instrument;

use super::{
    context::{RunContext, Site, SiteRun},
    error::{ProjectError, SiteError},
    follow::{refetch, remote_links, stale, worklogs},
    identity,
    job::is_named,
    page_size::PageSize,
    progress::Tracker,
    project::{self, Ended},
    read::{
        catalog, cloud, reference,
        roster::{self, Roster},
    },
    reconcile::departed,
    rows::{id, place_of},
    sign_in,
    time_limits::within,
    write::quarantine,
};
use crate::{
    jira::{
        Client, Edition, Stats,
        wire::{Project, ProjectState as JiraState},
    },
    store::{Place, RunProjectRow, StoreError, Stored, mirror::SiteContact},
};

/// Batches in memory in addition to those being fetched: one waits to be written, one is being written.
const SPARE_BATCHES: usize = 2;

/// Syncs one site. A site that cannot be read affects only itself and gets a failed row.
///
/// # Errors
///
/// Only errors that end the run.
pub(super) async fn sync(context: RunContext, mut site: Site) -> Result<Option<Stats>, StoreError> {
    let (database, run) = (context.database.clone(), context.run);
    let tracker = Arc::clone(&context.tracker);
    // Boxed, like the large futures below: without optimisation, a future is copied at every level it is passed
    // through.
    let error = match Box::pin(read_site(context, &mut site)).await {
        Ok(stats) => return Ok(Some(stats)),
        Err(SiteError::Store(error @ StoreError::Fenced)) => return Err(error),
        Err(error) => error,
    };
    let problem = error.problem();
    let (state, error_message) = match error {
        SiteError::LeftAlone(reason) => (ProjectState::Skipped, reason),
        SiteError::Jira(error) => {
            (ProjectState::Failed, sign_in::note_failure(&database, &site, &error).await?)
        }
        SiteError::Doubt(doubt) => {
            tracker.report_incomplete(doubt.to_string());
            database.mirror(site.id).note_doubt(&run, doubt.stays()).await?;
            let contact = SiteContact::Failed { problem, error_message: doubt.to_string() };
            database.mirror(site.id).note_contact(contact, Utc::now()).await?;
            (ProjectState::Failed, doubt.to_string())
        }
        error => (ProjectState::Failed, error.to_string()),
    };
    tracing::warn!(error_message, "could not sync the site");
    let now = Utc::now();
    tracker.fail_site();
    let mut row = RunProjectRow::queued(site.id, &site.config.name, &Place::Site);
    row.status = Stored(state);
    row.start_time = Some(now);
    row.end_time = Some(now);
    row.error_message = Some(error_message);
    row.problem = Some(Stored(problem));
    database.runs().upsert_project(&run, &row).await?;
    Ok(None)
}

/// A site, signed in.
struct Connected {
    run: SiteRun,
    /// When reading it began, by Jira's clock.
    began: DateTime<Utc>,
    _waiting: AbortOnDropHandle<()>,
}

async fn read_site(context: RunContext, site: &mut Site) -> Result<Stats, SiteError> {
    let (stop, mode) = (context.stop.clone(), context.order.mode);
    if mode == SyncMode::Refetch && context.database.mirror(site.id).refetches().await?.is_empty() {
        return Ok(Stats::default());
    }
    // A stop does not wait for Jira: pending work is dropped with its transaction.
    let connected = stop.run_until_cancelled(Box::pin(connect(context, site))).await.transpose()?;
    let Some(mut connected) = connected else { return Ok(Stats::default()) };
    let done = Box::pin(follow(&mut connected, &stop, mode)).await;
    // Warnings are stored of failed and stopped runs as well.
    connected.run.store_warnings().await?;
    done.map(|()| connected.run.client.stats())
}

/// Reads a site that is signed in.
async fn follow(site: &mut Connected, stop: &CancellationToken, mode: SyncMode) -> Result<(), SiteError> {
    if mode == SyncMode::Refetch {
        let followed = project::in_time(&site.run, refetch::follow(&site.run));
        stop.run_until_cancelled(Box::pin(followed)).await.transpose()?;
    } else if let Some((roster, projects)) =
        stop.run_until_cancelled(Box::pin(prepare(&mut site.run))).await.transpose()?
    {
        sync_projects(&site.run, &projects).await?;
        site.run.client.check()?;
        stop.run_until_cancelled(Box::pin(finish_site(site, &roster))).await.transpose()?;
        let run = &site.run;
        let part: Option<Vec<i64>> = (!run.order.selection.projects.is_empty())
            .then(|| projects.iter().map(|project| id(project.id)).collect());
        run.tracker.quarantined(run.mirror().quarantine_count(part.as_deref()).await?);
    }
    Ok(site.run.client.check()?)
}

async fn connect(context: RunContext, site: &mut Site) -> Result<Connected, SiteError> {
    let limits = context.times.of_client(&context.order.settings);
    let client = sign_in::sign_in(&context.database, site, limits, context.order.by_hand).await?;
    let limit = context.times.roster;
    within("Recognising the site's Jira", limit, identity::recognise(&context, site, &client)).await?;
    let edition = client.edition();
    let catalog = catalog::stored(&context.database, site.id).await?;
    context.database.mirror(site.id).note_contact(SiteContact::Connected { edition }, Utc::now()).await?;
    let _waiting = watch_waiting(&context.tracker, &client, &site.config.name);

    let began = client.server_now();
    let permits = batches_at_once(client.edition(), &context.order.settings);
    // A full sync retries everything.
    let resting = match context.order.mode {
        SyncMode::Full => HashSet::new(),
        _ => {
            let quarantined = context.database.mirror(site.id).quarantine_attempts().await?;
            quarantine::resting(&quarantined, context.database.now().await?)
        }
    };
    let batch_size = context.order.settings.batch_size as usize;
    let run = SiteRun {
        site_id: site.id,
        name: site.config.name.clone(),
        page_size: Arc::new(PageSize::new(batch_size, client.request_timeout())),
        resting: Arc::new(resting),
        disabled_lists: Arc::default(),
        client,
        catalog,
        permits: Arc::new(Semaphore::new(permits)),
        warnings: Arc::default(),
        context,
    };
    Ok(Connected { run, began, _waiting })
}

/// Updates everything that issues refer to. Returns the roster and the projects to be synced.
async fn prepare(run: &mut SiteRun) -> Result<(Roster, Vec<Project>), SiteError> {
    let roster = within("Reading the list of projects", run.times.roster, roster::take(run)).await?;
    let live: Vec<Project> =
        roster.projects.iter().filter(|project| project.state == JiraState::Live).cloned().collect();
    reference::refresh(run, &roster, &live).await?;
    run.client.check()?;
    let wanted: Vec<Project> = live.into_iter().filter(|project| run.wants(&project.key)).collect();
    run.tracker.found(wanted.iter().map(|project| &project.key));
    Ok((roster, wanted))
}

/// The steps for the site as a whole, once its projects are synced.
async fn finish_site(site: &Connected, roster: &Roster) -> Result<(), SiteError> {
    let run = &site.run;
    step(run, "Reading what webhooks named", async {
        match refetch::follow(run).await {
            // Issues that could not be fetched stay on the list; the sync itself has read all listed changes.
            Err(ProjectError::Jira(error)) if !error.concerns_whole_site() => {
                tracing::warn!(%error, "could not fetch issues that webhooks named");
            }
            fetched => fetched?,
        }
        Ok::<_, ProjectError>(())
    })
    .await?;
    // In a partial run, issues may have moved from a departed project into one that is not synced now.
    if run.order.selection.projects.is_empty() {
        step(run, "Marking projects out of use", departed::mark(run, roster)).await?;
    }
    step(run, "Reading the worklog feeds", worklogs::follow(run, site.began)).await?;
    step(run, "Reading issues again", stale::refresh(run)).await?;
    step(run, "Reading remote links", remote_links::refresh(run)).await
}

/// Runs one of the steps at the end. If it takes too long or Jira fails, the next run continues it.
async fn step<E>(
    site: &SiteRun,
    what: &'static str,
    work: impl Future<Output = Result<(), E>>,
) -> Result<(), SiteError>
where
    SiteError: From<E>,
{
    match within(what, site.times.finishing, work).await {
        Err(late @ SiteError::Late { .. }) => {
            tracing::warn!(%late, "a step was cut off");
            site.warnings.add(&Place::Site, what, &late.to_string());
            Ok(())
        }
        Err(SiteError::Jira(error)) if !error.concerns_whole_site() => {
            site.tracker.report_incomplete(format!("{what} on site {} stopped: {error}", site.name));
            Ok(())
        }
        done => done,
    }
}

impl SiteRun {
    /// Whether the run selects the project with this key.
    pub(super) fn wants(&self, key: &str) -> bool {
        let named = &self.order.selection.projects;
        named.is_empty() || is_named(named, key)
    }
}

async fn sync_projects(site: &SiteRun, projects: &[Project]) -> Result<(), StoreError> {
    site.tracker.plan(projects.len() as u64);
    for project in projects {
        let row = RunProjectRow::queued(site.site_id, &site.name, &place_of(project));
        site.database.runs().upsert_project(&site.run, &row).await?;
    }
    let parts: Vec<_> = projects
        .iter()
        .map(|project| {
            sync_project(site, project).instrument(tracing::error_span!("project", project = project.key))
        })
        .collect();
    let completed: Vec<bool> =
        stream::iter(parts).buffer_unordered(site.order.settings.max_workers as usize).try_collect().await?;
    let all_well = completed.into_iter().all(|well| well);
    // A run of some projects does not sync the whole site.
    if all_well && site.order.selection.projects.is_empty() {
        site.mirror().note_synced(Utc::now()).await?;
    }
    Ok(())
}

/// Syncs one project and updates its row. Returns whether it completed.
///
/// # Errors
///
/// Only errors that end the run.
async fn sync_project(site: &SiteRun, project: &Project) -> Result<bool, StoreError> {
    let Ok(_worker) = site.workers.acquire().await else { return Ok(false) };
    if site.stop.is_cancelled() {
        return Ok(false);
    }
    let retries = site.client.stats().retries;
    let mut row = RunProjectRow::queued(site.site_id, &site.name, &place_of(project));
    row.status = Stored(ProjectState::Running);
    row.start_time = Some(Utc::now());
    site.tracker.begin(&project.key);
    site.database.runs().upsert_project(&site.run, &row).await?;
    let ended = project::sync(site, project, &mut row).await;
    if ended.as_ref().is_err_and(ProjectError::is_late) {
        // If this fails, no more requests are sent and the site's part of the run ends.
        let _ = site.client.check_search().await;
    }
    let state = match &ended {
        Ok(Ended::Completed) => {
            site.tracker.succeed();
            ProjectState::Completed
        }
        Ok(Ended::Stopped) => ProjectState::Stopped,
        Err(ProjectError::Store(StoreError::Fenced)) => return Err(StoreError::Fenced),
        Err(error) if error.is_partial() => {
            tracing::warn!(%error, "the project completed with errors");
            site.tracker.succeed();
            site.tracker.leave_open();
            (row.error_message, row.problem) = failure_columns(error);
            ProjectState::CompletedWithErrors
        }
        Err(error) => {
            tracing::warn!(%error, "the project failed");
            site.tracker.fail();
            (row.error_message, row.problem) = failure_columns(error);
            ProjectState::Failed
        }
    };
    row.status = Stored(state);
    row.end_time = Some(Utc::now());
    row.retry_count = (site.client.stats().retries - retries).cast_signed();
    site.database.runs().upsert_project(&site.run, &row).await?;
    // Quarantined issues are listed one by one; apart from them the project is up to date.
    Ok(state == ProjectState::Completed || matches!(ended, Err(ProjectError::Quarantined(_))))
}

/// The columns of a project's row that describe its failure.
fn failure_columns(error: &ProjectError) -> (Option<String>, Option<Stored<ProblemKind>>) {
    (Some(error.to_string()), Some(Stored(error.problem())))
}

/// How many batches of a site may be in memory at once: enough for `max_workers` requests, plus those being written.
fn batches_at_once(edition: Edition, settings: &PerformanceSettings) -> usize {
    let requests_per_batch = match edition {
        Edition::Cloud => cloud::requests_per_batch(settings.batch_size as usize),
        Edition::DataCenter => 1,
    };
    (settings.max_workers as usize).div_ceil(requests_per_batch) + SPARE_BATCHES
}

/// Reports to the tracker whenever Jira makes the site wait, until dropped.
fn watch_waiting(tracker: &Arc<Tracker>, client: &Client, name: &str) -> AbortOnDropHandle<()> {
    let (tracker, name, mut changes) = (Arc::clone(tracker), name.to_owned(), client.watch_waiting());
    AbortOnDropHandle::new(tokio::spawn(async move {
        while changes.changed().await.is_ok() {
            let until = changes.borrow_and_update().as_ref().map(|waiting| waiting.until);
            tracker.wait(&name, until);
        }
    }))
}
