use app::{
    connect::NO_SITE,
    error::ApiError,
    model::{
        MetricValue, Named, Progress, ProjectRun, Repair, Run, RunFilter, RunMetrics, RunPage, RunProjects,
        RunStatus, RunSummary, SyncAnswer, SyncMode, SyncType,
    },
    service::{Principal, RunService},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    failure,
    limits::limit,
    progress,
    run_rows::{project_run, row, run},
    times::{Edge, parse, timestamp},
};
use crate::{
    runs::{Runner, Start},
    settings::Settings,
    store::{Database, RunOrder, RunQuery, RunRow, Selection, StoreError},
};

/// Runs: starting, stopping, watching, and their history.
pub(super) struct Runs {
    database: Database,
    runner: Runner,
    settings: Settings,
}

impl Runs {
    pub(super) fn new(database: Database, runner: Runner, settings: Settings) -> Self {
        Self { database, runner, settings }
    }

    /// Starts a run, and one of the mode `next` after it.
    async fn begin(
        &self,
        caller: &Principal,
        mode: SyncMode,
        selection: Selection,
        next: Option<SyncMode>,
    ) -> Result<SyncAnswer, ApiError> {
        if !self.runner.has_site().await {
            return Ok(SyncAnswer { success: false, message: format!("{NO_SITE}."), sync_id: None });
        }
        // A comparison is of whole sites.
        let of_site = Selection { site: selection.site.clone(), ..Selection::default() };
        let order = by_hand(&self.settings, caller, mode, selection).await?;
        let next = match next {
            Some(mode) => Some(by_hand(&self.settings, caller, mode, of_site).await?),
            None => None,
        };
        Ok(match self.runner.start_followed_by(order, next).await.map_err(failure::store)? {
            Start::Started(run) => SyncAnswer {
                success: true,
                message: "The sync has started.".to_owned(),
                sync_id: Some(run.run_id.to_string()),
            },
            Start::Busy(run_id) => SyncAnswer {
                success: false,
                message: format!(
                    "A sync is already running: {run_id}. Wait for it to end, or stop it first."
                ),
                sync_id: None,
            },
        })
    }

    /// The database's clock: the same for each server.
    async fn now(&self) -> Result<DateTime<Utc>, ApiError> {
        self.database.now().await.map_err(failure::store)
    }

    async fn row(&self, sync_id: &str) -> Result<RunRow, ApiError> {
        row(&self.database, sync_id).await
    }
}

#[async_trait]
impl RunService for Runs {
    async fn start(&self, caller: &Principal, mode: SyncMode) -> Result<SyncAnswer, ApiError> {
        self.begin(caller, mode, Selection::default(), None).await
    }

    async fn repair(&self, caller: &Principal, repair: Repair) -> Result<SyncAnswer, ApiError> {
        let Repair { accept_losses, site, project } = repair;
        if accept_losses && site.is_none() && project.is_none() {
            return Err(ApiError::invalid_field(
                "accept_losses",
                "needs a project or a site: name the project (with its site), or a site alone if its projects are no \
                 longer visible",
            ));
        }
        let projects = project.into_iter().collect();
        let selection = Selection { site, projects, accept_losses, accept_site: None };
        // The figures from before the repair would be out of date.
        self.begin(caller, SyncMode::Census, selection, Some(SyncMode::Verify)).await
    }

    async fn accept_site(&self, caller: &Principal, site: String) -> Result<SyncAnswer, ApiError> {
        let sites = self.database.sites().all().await.map_err(failure::store)?;
        if !sites.iter().any(|known| known.name == site && known.enabled) {
            return Err(ApiError::not_found(format!(
                "There is no enabled site {site}. GET /api/status/system lists all sites."
            )));
        }
        let selection =
            Selection { site: Some(site.clone()), accept_site: Some(site), ..Selection::default() };
        self.begin(caller, SyncMode::Incremental, selection, None).await
    }

    async fn stop(&self, _: &Principal) -> Result<SyncAnswer, ApiError> {
        let run_id = self.runner.stop().await.map_err(failure::store)?;
        let message = match run_id {
            Some(_) => "The sync stops after the current page. Issues saved so far are kept.",
            None => "No sync is running.",
        };
        Ok(SyncAnswer {
            success: run_id.is_some(),
            message: message.to_owned(),
            sync_id: run_id.map(|id| id.to_string()),
        })
    }

    async fn progress(&self, _: &Principal) -> Result<Progress, ApiError> {
        progress::progress(&self.database).await.map_err(failure::store)
    }

    async fn history(&self, _: &Principal, filter: RunFilter) -> Result<RunPage, ApiError> {
        let limit = limit(filter.limit, 20)?;
        let offset = filter.offset.unwrap_or(0);
        let query = query(&filter)?;
        let (total, rows) = self.database.runs().page(&query, limit, offset).await.map_err(failure::store)?;
        let now = self.now().await?;
        let items: Vec<_> = rows.iter().map(|row| run(row, now)).collect();
        let has_more = offset.saturating_add(items.len() as u64) < total && !items.is_empty();
        Ok(RunPage { total, items, has_more })
    }

    async fn summary(&self, _: &Principal) -> Result<RunSummary, ApiError> {
        summary(&self.database).await.map_err(failure::store)
    }

    async fn run(&self, _: &Principal, sync_id: &str) -> Result<Run, ApiError> {
        Ok(run(&self.row(sync_id).await?, self.now().await?))
    }

    async fn projects(&self, _: &Principal, sync_id: &str) -> Result<RunProjects, ApiError> {
        let id = self.row(sync_id).await?.id;
        let rows = self.database.runs().projects(id).await.map_err(failure::store)?;
        let now = self.now().await?;
        let projects: Vec<ProjectRun> = rows.into_iter().map(|row| project_run(row, now)).collect();
        Ok(RunProjects { sync_id: id.to_string(), total: projects.len() as u64, projects })
    }

    async fn metrics(&self, _: &Principal, sync_id: &str) -> Result<RunMetrics, ApiError> {
        let id = self.row(sync_id).await?.id;
        let rows = self.database.runs().metrics(id).await.map_err(failure::store)?;
        let mut answer = RunMetrics {
            sync_id: id.to_string(),
            metrics: Default::default(),
            total_metrics: rows.len() as u64,
        };
        for row in rows {
            let value =
                MetricValue { value: row.value, unit: row.unit, recorded_at: timestamp(row.recorded_at) };
            answer.metrics.entry(row.name).or_default().push(value);
        }
        Ok(answer)
    }
}

/// The order of a run that the caller requests now.
pub(super) async fn by_hand(
    settings: &Settings,
    caller: &Principal,
    mode: SyncMode,
    selection: Selection,
) -> Result<RunOrder, ApiError> {
    Ok(RunOrder {
        sync_type: SyncType::Manual,
        initiated_by: caller.name().to_owned(),
        mode,
        selection,
        settings: settings.performance().await.map_err(failure::settings)?,
        by_hand: true,
    })
}

/// Counts every run that ended in the last seven days. Only `completed` is a success; runs that ended with errors,
/// failed or were interrupted are failures. A stopped run counts in the total but not in the success rate, which is 0 if
/// there is neither a success nor a failure.
async fn summary(database: &Database) -> Result<RunSummary, StoreError> {
    let now = database.now().await?;
    let figures = database.runs().figures(now - TimeDelta::days(7)).await?;
    let newest = database.runs().newest().await?;
    let (successful, failed) = (figures.successful.unsigned_abs(), figures.failed.unsigned_abs());
    let judged = successful + failed;
    Ok(RunSummary {
        period: "last_7_days".to_owned(),
        total_syncs: figures.total.unsigned_abs(),
        successful_syncs: successful,
        failed_syncs: failed,
        success_rate: if judged == 0 { 0.0 } else { successful as f64 / judged as f64 * 100.0 },
        total_issues_processed: figures.issues.unsigned_abs(),
        average_duration_seconds: figures.average_seconds,
        last_sync: newest.map(|row| run(&row, now)),
    })
}

fn query(filter: &RunFilter) -> Result<RunQuery, ApiError> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let from = given(&filter.start_date).map(|text| parse("start_date", &text, Edge::Start)).transpose()?;
    let before = given(&filter.end_date).map(|text| parse("end_date", &text, Edge::End)).transpose()?;
    let stored = |status: &RunStatus| *status != RunStatus::Idle;
    let status = given(&filter.status).map(|name| named("status", &name, stored)).transpose()?;
    let sync_type = given(&filter.sync_type).map(|name| named("sync_type", &name, |_| true)).transpose()?;
    Ok(RunQuery { from, before, status, sync_type })
}

/// The value with that name, if the filter's member allows it.
fn named<T: Named>(member: &str, name: &str, is_allowed: impl Fn(&T) -> bool) -> Result<T, ApiError> {
    T::parse(name).filter(|value| is_allowed(value)).ok_or_else(|| {
        let allowed = T::ALL.iter().filter(|value| is_allowed(value)).map(|value| value.as_str());
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        ApiError::invalid_field(member, format!("{name} is not allowed; allowed is {allowed}"))
    })
}
