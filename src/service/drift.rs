use std::collections::HashMap;

use app::{
    connect::NO_SITE,
    error::ApiError,
    model::{
        Acknowledgement, DoubtedSite, DriftOverview, ProjectDrift, QuarantinedIssue, RunWarning, RunWarnings,
        SyncMode,
    },
    service::{DriftService, Principal},
};
use async_trait::async_trait;

use super::{failure, runs, times::timestamp};
use crate::{
    runs::{Runner, Start},
    settings::Settings,
    store::{
        Database, DriftCheck, DriftReport, Selection, SiteId,
        mirror::{Loss, RunWarningRow, SiteRow},
    },
};

/// Comparisons of the mirror with Jira.
pub(super) struct DriftChecks {
    database: Database,
    runner: Runner,
    settings: Settings,
}

impl DriftChecks {
    pub(super) fn new(database: Database, runner: Runner, settings: Settings) -> Self {
        Self { database, runner, settings }
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
        // First: if a comparison ends meanwhile, the page asks again.
        let DriftCheck { checking, error_message } =
            self.database.drift().check().await.map_err(failure::store)?;
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
        let newest = self.database.runs().newest().await.map_err(failure::store)?;
        let census_running =
            newest.is_some_and(|run| run.mode.0 == SyncMode::Census && run.status.0.is_active());
        Ok(DriftOverview {
            checking,
            census_running,
            compared_at: reports.iter().map(|report| report.checked_at).min().map(timestamp),
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

    async fn check(&self, caller: &Principal) -> Result<Acknowledgement, ApiError> {
        if !self.runner.has_site().await {
            return Ok(Acknowledgement::refused(format!("{NO_SITE}.")));
        }
        let order = runs::by_hand(&self.settings, caller, SyncMode::Verify, Selection::default()).await?;
        Ok(match self.runner.start(order).await.map_err(failure::store)? {
            Start::Started(_) => Acknowledgement::done("The comparison has started."),
            Start::Busy(_) => Acknowledgement::refused("A comparison is already running."),
        })
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
