//! Orders of runs, and runs that are claimed without a runner.

use app::model::{PerformanceSettings, SyncMode, SyncType};
use jira_sync::{
    runs::LeaseTimes,
    store::{Claim, Database, Holder, RunHandle, RunOrder, Selection},
};

/// An order for everything; a refetch is a webhook's.
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

/// A process of this name that keeps runs as long as others do.
pub(crate) fn holder() -> Holder {
    Holder { name: "test".to_owned(), lease: LeaseTimes::default().lease }
}

/// Claims a run, which no other may be in the way of.
pub(crate) async fn claim(database: &Database, order: &RunOrder, holder: &Holder) -> RunHandle {
    match database.runs().claim(order, holder).await.unwrap() {
        Claim::Started(handle) => handle,
        Claim::Busy(id) => panic!("{id} is in the way"),
    }
}
