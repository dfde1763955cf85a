//! Orders of runs, and runs that are claimed without a runner.

use app::model::{PerformanceSettings, SyncMode, SyncType};
use jira_sync::{
    runs::LeaseTimes,
    store::{Claim, Database, Holder, RunHandle, RunOrder, Selection},
};

/// An order for everything; a refetch counts as ordered by a webhook.
pub(crate) fn order(mode: SyncMode) -> RunOrder {
    RunOrder {
        sync_type: if mode == SyncMode::Refetch { SyncType::Webhook } else { SyncType::Manual },
        initiated_by: "tester".to_owned(),
        mode,
        selection: Selection::default(),
        settings: PerformanceSettings::default(),
        by_hand: true,
    }
}

/// A process that keeps runs as long as any other does.
pub(crate) fn holder() -> Holder {
    Holder { name: "test".to_owned(), lease: LeaseTimes::default().lease }
}

/// Claims a run. No other run may be active.
pub(crate) async fn claim(database: &Database, order: &RunOrder, holder: &Holder) -> RunHandle {
    match database.runs().claim(order, holder).await.unwrap() {
        Claim::Started(handle) => handle,
        Claim::Busy(id) => panic!("{id} is in the way"),
    }
}
