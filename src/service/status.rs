#[cfg(test)]
mod examples;
mod health;
mod host;
mod problems;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use app::{
    error::ApiError,
    model::{RunStatus, SchedulerInfo, SiteHealth, SystemHealth, SystemMetrics, SystemStatus},
    service::{Principal, StatusService},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{failure, progress, run_rows, scheduler::Scheduler, sizes::Sizes, times::timestamp};
use crate::{
    settings::Settings,
    store::{
        Database, SiteCount, StoreError,
        mirror::{PauseKind, SitePause, SiteRow},
    },
};
use host::Host;

/// How long the database may take to respond to a ping.
const PING_TIMEOUT: Duration = Duration::from_secs(3);

/// The overall state, as known without asking Jira.
pub(super) struct Status {
    database: Database,
    scheduler: Arc<Scheduler>,
    settings: Settings,
    sizes: Sizes,
    host: Host,
}

impl Status {
    pub(super) fn new(
        database: Database,
        scheduler: Arc<Scheduler>,
        settings: Settings,
        sizes: Sizes,
        data_folder: PathBuf,
    ) -> Self {
        Self { database, scheduler, settings, sizes, host: Host::new(data_folder) }
    }

    async fn known(&self) -> Result<SystemStatus, StoreError> {
        let progress = progress::progress(&self.database).await?;
        let scheduler = self.scheduler.read().await?;
        let last = self.database.runs().newest_ended().await?;
        let now = self.database.now().await?;
        let rows_of_last = match &last {
            Some(run) => self.database.runs().projects_with_errors(run.id).await?,
            None => Vec::new(),
        };
        let last = last.map(|row| run_rows::run(&row, now));
        let counts = self.sizes.counts().await?;
        let rows = self.database.sites().all().await?;
        let waits = self.database.sites().pauses().await?;
        let due = self.database.schedules().default_schedule().await?.and_then(|schedule| schedule.next_due);
        let sites: Vec<SiteHealth> = rows.into_iter().map(|row| site(row, &counts, &waits)).collect();
        let late = due.map_or(0, |due| (now - due).num_seconds());
        let judged = health::judge(&sites, last.as_ref(), scheduler.is_running, late);
        let (system_health, health_reasons) = health::with_complaints(judged, self.settings.complaints());
        let problems = problems::problems(&sites, &rows_of_last);
        let named = sites.iter().filter(|site| site.enabled);
        Ok(SystemStatus {
            sync_status: progress.status,
            sync_progress: progress,
            last_sync: last,
            next_sync_time: scheduler.next_run_time.clone(),
            database_connected: true,
            jira_instances_connected: named
                .map(|site| (site.name.clone(), site.connected.unwrap_or(false)))
                .collect(),
            system_health,
            health_reasons,
            problems,
            scheduler_info: SchedulerInfo::from(&scheduler),
            sites,
            database_kind: self.database.kind().as_str().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    async fn is_up(&self) -> bool {
        tokio::time::timeout(PING_TIMEOUT, self.database.is_up()).await.unwrap_or(false)
    }

    /// What can be said while the database is not reachable.
    fn without_database(&self) -> SystemStatus {
        SystemStatus {
            sync_status: RunStatus::Idle,
            sync_progress: progress::nothing(),
            last_sync: None,
            next_sync_time: None,
            database_connected: false,
            jira_instances_connected: BTreeMap::new(),
            system_health: SystemHealth::Degraded,
            health_reasons: vec![
                "The database does not respond. Check that it is running, and check DATABASE_URL.".to_owned(),
            ],
            problems: Vec::new(),
            scheduler_info: SchedulerInfo {
                enabled: false,
                interval_minutes: 0,
                is_running: false,
                next_run_time: None,
            },
            sites: Vec::new(),
            database_kind: self.database.kind().as_str().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

#[async_trait]
impl StatusService for Status {
    async fn system(&self, _: &Principal) -> Result<SystemStatus, ApiError> {
        if !self.is_up().await {
            return Ok(self.without_database());
        }
        self.known().await.map_err(failure::store)
    }

    async fn metrics(&self, _: &Principal) -> Result<SystemMetrics, ApiError> {
        self.host.figures().await
    }

    async fn database_is_up(&self, _: &Principal) -> Result<bool, ApiError> {
        Ok(self.is_up().await)
    }
}

fn site(row: SiteRow, counts: &[SiteCount], (pauses, now): &(Vec<SitePause>, DateTime<Utc>)) -> SiteHealth {
    let waits =
        |pause: &&SitePause| pause.site_id == row.id && pause.is(PauseKind::Asked) && pause.lasts_at(*now);
    let wait = pauses.iter().find(waits);
    let count = counts.iter().find(|count| count.site_id == row.id).copied();
    SiteHealth {
        doubt: row.doubt.map(|doubt| doubt.0).filter(|_| row.retired_at.is_none()),
        retired_at: row.retired_at.map(timestamp),
        name: row.name,
        base_url: row.base_url,
        edition: row.edition.map(|edition| edition.0),
        enabled: row.enabled,
        connected: row.connected,
        error_message: row.error_message,
        problem: row.problem.map(|problem| problem.0),
        waiting_until: wait.map(|wait| timestamp(wait.ends_at)),
        waiting_reason: wait.map(|wait| wait.reason.clone()),
        last_contact_at: row.last_contact_at.map(timestamp),
        last_synced_at: row.last_synced_at.map(timestamp),
        // The counts leave out a site without rows.
        projects: count.map_or(0, |count| count.projects.unsigned_abs()),
        issues: count.map_or(0, |count| count.issues.unsigned_abs()),
    }
}
