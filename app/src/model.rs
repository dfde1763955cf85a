//! What people and scripts see: the types of the REST API and of the pages.
//!
//! Names and shapes are a contract that existing scripts rely on. Adding a member is allowed; renaming or removing one
//! is a breaking change.

mod deletion_kind;
mod drift;
mod edition;
mod event;
mod form_message;
mod issue;
mod marks;
mod named;
mod number;
mod place;
mod progress;
pub mod ranges;
mod run;
mod scheduler;
#[cfg(feature = "ssr")]
mod schemas;
mod settings;
mod site_problem;
mod skip_reason;
mod status;
mod timestamp;

pub use deletion_kind::DeletionKind;
pub use drift::{
    DriftOverview, ProjectDrift, QuarantinedIssue, Repair, RunWarning, RunWarnings, is_suspicious,
};
pub use edition::Edition;
pub use event::Event;
pub use form_message::FormMessage;
pub use issue::{Issue, IssuePage, IssueQuery};
pub use marks::Marks;
pub use named::Named;
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
pub use site_problem::{ProblemKind, SiteProblem};
pub use skip_reason::SkipReason;
pub use status::{Doubt, DoubtedSite, SchedulerInfo, SiteHealth, SystemHealth, SystemMetrics, SystemStatus};
pub use timestamp::Timestamp;
pub(crate) use timestamp::day_text;
