//! Runs: the lock that only one can hold, the lease that keeps it, and the history.
//!
//! Invariant: in each scope at most one run is active (the index `one_active_run`), and nothing is written under a fence
//! that is not the run's current one. Comparisons with Jira have a scope of their own; all other runs share one.

mod claim;
mod end;
mod finish;
mod held;
mod history;
mod lease;
pub mod metrics;
mod order;
pub(in crate::store) mod process;
mod progress;
pub mod projects;
pub mod retention;
mod stop;

pub use claim::{Claim, RunHandle};
pub(in crate::store) use claim::{active_run, claim, interrupt_expired};
pub use finish::{Metric, RunResult};
pub use held::Held;
pub(in crate::store) use held::HeldRuns;
pub use history::{RunFigures, RunQuery, RunRow};
pub use lease::Renewed;
pub(in crate::store) use lease::retry_on_deadlock;
pub use order::{Holder, RunOrder};
pub use progress::{RunProgress, RunTotals, WaitingSite};

/// The statuses that hold the lock of the run's scope, as SQL.
pub(in crate::store) const ACTIVE: &str = "status in ('running', 'stopping')";

/// The active sync, as SQL. With the scope first, SQLite uses the small index of active runs (`one_active_run`)
/// instead of the one of all syncs.
pub(in crate::store) const ACTIVE_SYNC: &str =
    "scope = 'all' and status in ('running', 'stopping') and sync_type <> 'webhook'";

/// The runs that people think of as syncs, as SQL: neither comparisons, which change nothing, nor refetches for
/// webhooks, which are small, frequent, and make way for syncs.
pub(in crate::store) const SYNC: &str = "scope = 'all' and sync_type <> 'webhook'";

/// Syncs and refetches, as SQL. The scope was named before comparisons had one.
pub(in crate::store) const SYNC_OR_REFETCH: &str = "scope = 'all'";

/// The comparisons with Jira, as SQL.
pub(in crate::store) const COMPARISON: &str = "scope = 'verify'";
