//! The only code that speaks SQL.
//!
//! Architecture invariant: no type of the database crate leaves this module but [`Database`] itself; callers
//! get rows as plain structs.

pub mod address;
pub mod backup;
pub mod census_plan;
pub mod counts;
pub mod database;
pub mod drift;
pub mod drift_check;
pub mod error;
mod handles;
pub mod ids;
pub mod issues;
mod letters;
pub mod mirror;
pub mod place;
pub mod planning;
mod pooler;
pub mod refetches;
pub mod retention;
pub mod run_metrics;
pub mod run_projects;
pub mod runs;
pub mod schedules;
mod selection;
pub mod settings;
pub mod slots;
mod sql;
mod stored;
mod turns;
mod writer;

pub use counts::SiteCount;
pub use database::{Database, Kind};
pub use drift::DriftReport;
pub use drift_check::DriftCheck;
pub use error::StoreError;
pub use handles::{Drift, Issues, Mirror, Refetches, Runs, Schedules, Settings, Sites};
pub use ids::{IssueId, JiraId, ProjectId, RunId, SiteId};
pub use issues::{IssueSearch, IssueView};
pub use place::{Place, ProjectRef};
pub use planning::{Planned, PlanningState, SchedulePlan, SlotSkip};
pub use refetches::Refetch;
pub use run_metrics::RunMetricRow;
pub use run_projects::RunProjectRow;
pub use runs::{
    Claim, Held, Holder, Metric, Renewed, RunFigures, RunHandle, RunOrder, RunProgress, RunQuery, RunResult,
    RunRow, RunTotals, WaitingSite,
};
pub use schedules::{DEFAULT_SCHEDULE, ScheduleKey, ScheduleRow, ScheduleSetting};
pub use selection::Selection;
pub use settings::SettingsTurn;
pub use slots::SlotRow;
pub use stored::Stored;
