//! One file per page; a folder of the same name holds the components that only this page uses.

mod dashboard;
mod history;
mod live_run;
mod not_found;
mod run;
mod scheduler;
mod verify;

pub(crate) use dashboard::DashboardPage;
pub(crate) use history::HistoryPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use run::RunPage;
pub(crate) use scheduler::SchedulerPage;
pub(crate) use verify::VerifyPage;
