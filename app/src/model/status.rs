use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Edition, ProblemKind, Progress, Run, RunStatus, SchedulerStatus, SiteProblem, Timestamp, named::named,
};

/// The overall state in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SystemHealth {
    Healthy,
    Warning,
    Degraded,
}

/// Why the last run did not believe what a site showed. The affected rows are left unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The address leads to a different Jira than the one that was mirrored.
    AnotherJira,
    /// Half or more of the site's projects or issues disappeared at once.
    ProjectsLost,
    /// The site lists no project, and never did.
    NoProjects,
}

named!(Doubt {
    AnotherJira => "another_jira",
    ProjectsLost => "projects_lost",
    NoProjects => "no_projects",
});

/// A site in doubt, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DoubtedSite {
    /// The site's name.
    pub instance: String,
    pub doubt: Doubt,
    /// The reason, and what to do.
    pub message: String,
}

/// The state of a Jira site at the last contact; a status page never contacts it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SiteHealth {
    pub name: String,
    pub base_url: String,
    /// None before the first contact.
    pub edition: Option<Edition>,
    pub enabled: bool,
    /// None before the first contact.
    pub connected: Option<bool>,
    /// Why the last contact failed.
    pub error_message: Option<String>,
    /// The kind of that failure.
    #[serde(default)]
    pub problem: Option<ProblemKind>,
    /// Until when no sync contacts this site, because Jira asked for a wait.
    pub waiting_until: Option<Timestamp>,
    /// What Jira asked for.
    pub waiting_reason: Option<String>,
    pub last_contact_at: Option<Timestamp>,
    pub last_synced_at: Option<Timestamp>,
    pub projects: u64,
    /// Issues in the mirror that still exist in Jira.
    pub issues: u64,
    /// Why the last run did not believe what the site showed; the Data check page says what to do.
    #[serde(default)]
    pub doubt: Option<Doubt>,
    /// When the site was removed from the server's settings: its rows stay, but are not live.
    #[serde(default)]
    pub retired_at: Option<Timestamp>,
}

impl SiteHealth {
    /// Whether the last contact failed, and not because the site was in doubt.
    pub fn has_failed(&self) -> bool {
        self.enabled && self.connected == Some(false) && self.doubt.is_none()
    }

    /// The problem of a site whose last contact failed.
    pub fn site_problem(&self) -> Option<SiteProblem> {
        let kind = self.problem.unwrap_or(ProblemKind::Other);
        let detail = self.error_message.clone().unwrap_or_default();
        self.has_failed().then(|| SiteProblem::new(kind, &self.name, Vec::new(), detail))
    }
}

/// The scheduler in the short form of the system status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SchedulerInfo {
    pub enabled: bool,
    pub interval_minutes: u32,
    pub is_running: bool,
    pub next_run_time: Option<Timestamp>,
}

impl From<&SchedulerStatus> for SchedulerInfo {
    fn from(status: &SchedulerStatus) -> Self {
        Self {
            enabled: status.enabled,
            interval_minutes: status.interval_minutes,
            is_running: status.is_running,
            next_run_time: status.next_run_time.clone(),
        }
    }
}

/// Everything the dashboard shows, as known without asking Jira.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SystemStatus {
    pub sync_status: RunStatus,
    pub sync_progress: Progress,
    /// The last run that ended.
    pub last_sync: Option<Run>,
    pub next_sync_time: Option<Timestamp>,
    pub database_connected: bool,
    pub jira_instances_connected: BTreeMap<String, bool>,
    pub system_health: SystemHealth,
    /// Why it is not healthy, each a sentence that says what to do.
    pub health_reasons: Vec<String>,
    /// What prevents sites and projects from being synced, equal problems together.
    #[serde(default)]
    pub problems: Vec<SiteProblem>,
    pub scheduler_info: SchedulerInfo,
    pub sites: Vec<SiteHealth>,
    /// `sqlite` or `postgres`.
    pub database_kind: String,
    pub version: String,
}

impl SystemStatus {
    /// Whether any site is enabled; true while the database cannot say.
    pub fn has_site(&self) -> bool {
        !self.database_connected || self.sites.iter().any(|site| site.enabled)
    }
}

/// Host and process figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SystemMetrics {
    /// 0..=100, all cores together.
    pub cpu_percent: f64,
    pub memory_total_bytes: u64,
    pub memory_used_bytes: u64,
    pub disk_total_bytes: u64,
    pub disk_available_bytes: u64,
    pub process_memory_bytes: u64,
    /// 100 = one core.
    pub process_cpu_percent: f64,
    pub process_uptime_seconds: u64,
}
