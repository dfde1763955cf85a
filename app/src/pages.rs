//! One file a page; the parts that only one page has stand in the folder of its name.

mod dashboard;
mod history;
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
