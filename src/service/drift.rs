use std::{collections::HashMap, sync::Arc};

use app::{
    error::ApiError,
    model::{
        Acknowledgement, DoubtedSite, DriftOverview, ProjectDrift, QuarantinedIssue, RunWarning, RunWarnings,
    },
    service::{DriftService, Principal},
};
use async_trait::async_trait;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::task::AbortOnDropHandle;

use super::{failure, times::timestamp};
use crate::{
    runs::LeaseTimes,
    settings::Settings,
    store::{
        Database, DriftCheck, DriftReport, Selection, SiteId, StoreError,
        mirror::{Loss, RunWarningRow, SiteRow},
    },
    sync::{SiteDrift, SyncEngine},
};

type Compared = Result<Vec<SiteDrift>, StoreError>;

/// Comparisons of the mirror with Jira.
pub(super) struct DriftChecks {
    database: Database,
    engine: Arc<SyncEngine>,
    settings: Settings,
}

impl DriftChecks {
    pub(super) fn new(database: Database, engine: Arc<SyncEngine>, settings: Settings) -> Self {
        Self { database, engine, settings }
    }
}

/// Keeps a comparison's lease until it ends, and stores how it ended, even if it panicked.
async fn keep(database: Database, mut work: AbortOnDropHandle<Compared>, fence: i64, times: LeaseTimes) {
    let mut beats = tokio::time::interval(times.beat);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let error_message = loop {
        tokio::select! {
            ended = &mut work => break match ended {
                Ok(Ok(sites)) => sites.into_iter().find_map(|site| site.error_message),
                Ok(Err(error)) => {
                    tracing::error!(%error, "the comparison failed");
                    Some(error.to_string())
                }
                Err(failure) => {
                    tracing::error!(%failure, "the comparison failed unexpectedly");
                    Some("The comparison failed unexpectedly. See the log.".to_owned())
                }
            },
            _ = beats.tick() => match database.drift().renew_check(fence, times.lease).await {
                Ok(()) => {}
                // Another process has started a comparison by now.
                Err(StoreError::Fenced) => return,
                Err(error) => tracing::warn!(%error, "the lease of the comparison was not renewed; trying again"),
            },
        }
    };
    let until = Instant::now() + times.lease;
    loop {
        match database.drift().end_check(fence, error_message.clone()).await {
            Ok(()) | Err(StoreError::Fenced) => return,
            Err(error) => tracing::warn!(%error, "the end of the comparison was not stored"),
        }
        if Instant::now() >= until {
            return;
        }
        beats.tick().await;
    }
}

/// The doubt about a site, if there is one.
fn doubted(row: SiteRow) -> Option<DoubtedSite> {
    let doubt = row.doubt.filter(|_| row.retired_at.is_none())?;
    Some(DoubtedSite { instance: row.name, doubt: doubt.0, message: row.doubt_message? })
}

#[async_trait]
impl DriftService for DriftChecks {
    async fn overview(&self, _: &Principal) -> Result<DriftOverview, ApiError> {
        let sites = self.database.sites().all().await.map_err(failure::store)?;
        let names: HashMap<SiteId, String> = sites.iter().map(|site| (site.id, site.name.clone())).collect();
        let name = |id: SiteId| names.get(&id).cloned().unwrap_or_default();
        let reports = self.database.drift().reports().await.map_err(failure::store)?;
        let losses = self.database.sites().losses().await.map_err(failure::store)?;
        let now = self.database.now().await.map_err(failure::store)?;
        let lost = |report: &DriftReport| {
            let of = |loss: &&Loss| (loss.site_id, loss.project_id) == (report.site_id, report.project_id);
            let loss = losses.iter().find(of).filter(|loss| loss.goes_on(now));
            loss.map_or(0, |loss| loss.marked - loss.accepted)
        };
        let quarantined = self.database.sites().quarantine().await.map_err(failure::store)?;
        let DriftCheck { checking, error_message } =
            self.database.drift().check().await.map_err(failure::store)?;
        Ok(DriftOverview {
            checking,
            error_message,
            sites: sites.into_iter().filter_map(doubted).collect(),
            projects: reports
                .into_iter()
                .map(|report| ProjectDrift {
                    lost_before: lost(&report).max(0).unsigned_abs(),
                    instance: name(report.site_id),
                    project_key: report.project_key,
                    checked_at: timestamp(report.checked_at),
                    issues: report.issues.unsigned_abs(),
                    missing: report.missing.unsigned_abs(),
                    outdated: report.outdated.unsigned_abs(),
                    surplus: report.surplus.unsigned_abs(),
                    pending: report.pending.unsigned_abs(),
                    quarantined: report.quarantined.unsigned_abs(),
                    error_message: report.error_message,
                })
                .collect(),
            quarantined: quarantined
                .into_iter()
                .map(|row| QuarantinedIssue {
                    instance: row.instance,
                    project_key: row.project_key,
                    document: row.document_key,
                    reason: row.reason,
                    first_seen_at: timestamp(row.first_seen_at),
                    last_seen_at: timestamp(row.last_seen_at),
                    attempts: row.attempts.unsigned_abs(),
                })
                .collect(),
        })
    }

    async fn check(&self, _: &Principal) -> Result<Acknowledgement, ApiError> {
        let settings = self.settings.performance().await.map_err(failure::settings)?;
        let lease = LeaseTimes::default();
        let begun = self.database.drift().begin_check(lease.lease).await.map_err(failure::store)?;
        let Some(fence) = begun else {
            return Ok(Acknowledgement::refused("A comparison is already running."));
        };
        let (database, engine) = (self.database.clone(), Arc::clone(&self.engine));
        let work =
            tokio::spawn(async move { engine.verify(&Selection::default(), &settings, Some(fence)).await });
        tokio::spawn(keep(database, AbortOnDropHandle::new(work), fence, lease));
        Ok(Acknowledgement::done("The comparison has started."))
    }

    async fn warnings(&self, _: &Principal, sync_id: &str) -> Result<RunWarnings, ApiError> {
        let run = super::run_rows::row(&self.database, sync_id).await?;
        let warnings = self.database.runs().warnings(run.id).await.map_err(failure::store)?;
        let warning = |row: RunWarningRow| RunWarning {
            instance: row.instance,
            project_key: row.project_key,
            path: row.path,
            problem: row.problem,
            example_issue: row.example_issue,
            count: row.count.unsigned_abs(),
        };
        Ok(RunWarnings { sync_id: run.id.to_string(), warnings: warnings.into_iter().map(warning).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn comparison_that_panics_is_stored_as_ended() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        let times = LeaseTimes::default();
        let fence = database.drift().begin_check(times.lease).await.unwrap().unwrap();
        let work = AbortOnDropHandle::new(tokio::spawn(async { panic!("as expected") }));
        keep(database.clone(), work, fence, times).await;
        let ended = database.drift().check().await.unwrap();
        assert!(!ended.checking && ended.error_message.unwrap().contains("unexpectedly"));
    }
}
