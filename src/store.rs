//! The only code that speaks SQL.
//!
//! Architecture invariant: no type of the database crate leaves this module except [`Database`] itself; callers get
//! rows as plain structs.

pub mod counts;
pub mod database;
pub mod drift;
pub mod error;
mod handles;
pub mod ids;
pub mod issues;
pub mod mirror;
pub mod place;
pub mod refetches;
pub mod runs;
pub mod schedules;
mod selection;
pub mod settings;

pub use counts::SiteCount;
pub use database::stored::Stored;
pub use database::{Database, Kind};
pub use drift::DriftReport;
pub use drift::check::DriftCheck;
pub use error::StoreError;
pub use handles::{Drift, Issues, Mirror, Refetches, Runs, Schedules, Settings, Sites};
pub use ids::{IssueId, JiraId, ProjectId, RunId, SiteId};
pub use issues::{IssueSearch, IssueView};
pub use place::{Place, ProjectRef};
pub use refetches::Refetch;
pub use runs::metrics::RunMetricRow;
pub use runs::projects::RunProjectRow;
pub use runs::{
    Claim, Held, Holder, Metric, Renewed, RunFigures, RunHandle, RunOrder, RunProgress, RunQuery, RunResult,
    RunRow, RunTotals, WaitingSite,
};
pub use schedules::planning::{Planned, PlanningState, SchedulePlan, SlotSkip};
pub use schedules::slots::SlotRow;
pub use schedules::{DEFAULT_SCHEDULE, ScheduleKey, ScheduleRow, ScheduleSetting};
pub use selection::Selection;
pub use settings::SettingsTurn;
