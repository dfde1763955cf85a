use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use app::{
    error::ApiError,
    model::{
        Acknowledgement, Doubt, DoubtedSite, DriftOverview, ProjectDrift, QuarantinedIssue, RunWarning,
        RunWarnings,
    },
    service::DriftService,
};
use async_trait::async_trait;
use chrono::Utc;

use super::{failure, times::timestamp};
use crate::{
    settings::Settings,
    store::{
        Database, DriftReport,
        mirror::{Loss, RunWarningRow, SiteRow},
    },
    sync::{Selection, SyncEngine},
};

/// The mirror compared with Jira.
pub(super) struct DriftChecks {
    database: Database,
    engine: Arc<SyncEngine>,
    settings: Settings,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    checking: bool,
    error_message: Option<String>,
}

impl DriftChecks {
    pub(super) fn new(database: Database, engine: Arc<SyncEngine>, settings: Settings) -> Self {
        Self { database, engine, settings, state: Arc::default() }
    }
}

/// The site as one in doubt, if it is.
fn doubted(row: SiteRow) -> Option<DoubtedSite> {
    let doubt = row.doubt.as_deref().and_then(Doubt::parse).filter(|_| row.retired_at.is_none())?;
    Some(DoubtedSite { instance: row.name, doubt, message: row.doubt_message? })
}

#[async_trait]
impl DriftService for DriftChecks {
    async fn overview(&self) -> Result<DriftOverview, ApiError> {
        let sites = self.database.sites().await.map_err(failure::store)?;
        let names: HashMap<i64, String> = sites.iter().map(|site| (site.id, site.name.clone())).collect();
        let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
        let reports = self.database.drift().await.map_err(failure::store)?;
        let losses = self.database.losses().await.map_err(failure::store)?;
        let lost = |report: &DriftReport| {
            let of = |loss: &&Loss| (loss.site_id, loss.project_id) == (report.site_id, report.project_id);
            let loss = losses.iter().find(of).filter(|loss| loss.goes_on(Utc::now()));
            loss.map_or(0, |loss| loss.marked - loss.accepted)
        };
        let quarantined = self.database.quarantine().await.map_err(failure::store)?;
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(DriftOverview {
            checking: state.checking,
            error_message: state.error_message.clone(),
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

    async fn check(&self) -> Result<Acknowledgement, ApiError> {
        let settings = self.settings.performance().await.map_err(failure::settings)?;
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.checking {
                return Ok(Acknowledgement::refused("A comparison is going on."));
            }
            *state = State { checking: true, error_message: None };
        }
        let (engine, state) = (Arc::clone(&self.engine), Arc::clone(&self.state));
        tokio::spawn(async move {
            let error_message = match engine.verify(&Selection::default(), &settings).await {
                Err(error) => Some(error.to_string()),
                Ok(sites) => sites.into_iter().find_map(|site| site.error_message),
            };
            *state.lock().unwrap_or_else(PoisonError::into_inner) = State { checking: false, error_message };
        });
        Ok(Acknowledgement::done("The comparison has started."))
    }

    async fn warnings(&self, sync_id: &str) -> Result<RunWarnings, ApiError> {
        let run = super::run_rows::row(&self.database, sync_id).await?;
        let warnings = self.database.run_warnings(&run.id).await.map_err(failure::store)?;
        let warning = |row: RunWarningRow| RunWarning {
            instance: row.instance,
            project_key: row.project_key,
            path: row.path,
            problem: row.problem,
            example_issue: row.example_issue,
            count: row.count.unsigned_abs(),
        };
        Ok(RunWarnings { sync_id: run.id, warnings: warnings.into_iter().map(warning).collect() })
    }
}
