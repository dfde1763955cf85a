//! What people and scripts see: the types of the REST surface and of the pages.
//!
//! Names and shapes follow the contract that existing scripts rely on; adding a member is free, renaming or
//! removing one is a breaking change.

mod drift;
mod event;
mod issue;
mod number;
mod place;
mod progress;
pub mod ranges;
mod run;
mod scheduler;
#[cfg(feature = "ssr")]
mod schemas;
mod settings;
mod status;
mod timestamp;

pub use drift::{
    DriftOverview, ProjectDrift, QuarantinedIssue, Repair, RunWarning, RunWarnings, is_suspicious,
};
pub use event::Event;
pub use issue::{Issue, IssuePage, IssueQuery};
pub use number::whole;
pub use place::{WHOLE_SITE, place_name};
pub use progress::{Progress, ProjectProgress, ProjectState, Waiting};
pub use run::{
    AcceptSite, MetricValue, ProjectRun, Run, RunFilter, RunMetrics, RunPage, RunProjects, RunStatus,
    RunSummary, StartSync, SyncMode, SyncType,
};
pub use scheduler::{
    Acknowledgement, IntervalAdvice, SchedulerConfig, SchedulerStatus, Slot, SlotList, SlotOutcome,
    SyncAnswer, UpcomingRuns,
};
pub use settings::{FirstSync, PerformanceSettings, SavedPerformance, SyncConfig};
pub use status::{Doubt, DoubtedSite, SchedulerInfo, SiteHealth, SystemHealth, SystemMetrics, SystemStatus};
pub use timestamp::Timestamp;
