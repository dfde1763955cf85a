//! Three server processes on one PostgreSQL and one schedule: no overlap and no missed slot, even if they are
//! killed or suspended in the middle of a run.

mod process;

use app::model::RunStatus;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use jira_sync::{
    demo::{DemoConfig, DemoHandle, DemoJira},
    store::{Database, RunId, RunRow, SlotRow},
};

use crate::support::{control::by_hand, database::TestDatabase, limit::eventually};
use process::Replica;

const SLOTS: i64 = 50;
/// The number of slots before the first replica is killed.
const KILL_AFTER: i64 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn three_replicas_give_each_slot_one_outcome_without_overlap() {
    let database = TestDatabase::postgres().await;
    let store = Database::connect(&database.url).await.unwrap();
    let jira = sample().await;
    let mut replicas: Vec<Replica> =
        (0..3).map(|_| Replica::start(&database.url, &jira.base_url())).collect();
    eventually("a schedule", async || store.schedules().default_schedule().await.unwrap().is_some()).await;
    let first = whole_second(store.now().await.unwrap()) + TimeDelta::seconds(2);
    by_hand(
        &database.url,
        &format!(
            "update schedules set interval_seconds = 1, min_gap_seconds = 0, next_due = '{}'",
            first.to_rfc3339()
        ),
    )
    .await;

    eventually("the first slots", async || settled(&store, first).await >= KILL_AFTER).await;
    // One is killed; another is suspended past its lease, and must notice on waking that it lost its run.
    for signal in ["KILL", "STOP"] {
        let (victim, lost) = signal_active_replica(&database.url, &mut replicas, signal).await;
        eventually("the end of the lease", async || status_of(&store, lost).await == RunStatus::Interrupted)
            .await;
        let since = ended(&store, lost).await;
        if signal == "STOP" {
            replicas[victim].signal("CONT").await;
        }
        eventually("a run of another", async || newest_completed(&store).await > since).await;
    }
    eventually("all slots", async || settled(&store, first).await >= SLOTS).await;
    for replica in &mut replicas {
        replica.terminate().await;
    }

    let outcomes = slots_of(&store, first).await;
    let grid: Vec<DateTime<Utc>> =
        (0..outcomes.len()).map(|n| first + TimeDelta::seconds(n as i64)).collect();
    assert_eq!(outcomes.keys().copied().collect::<Vec<_>>(), grid, "no slot is missing");
    assert!(outcomes.values().all(|count| *count == 1), "each slot has one outcome: {outcomes:?}");
    let runs = runs_of(&store).await;
    for pair in runs.windows(2) {
        assert!(pair[0].completed_at.unwrap() <= pair[1].started_at, "no overlap: {pair:?}");
    }
    assert!(runs.iter().filter(|run| run.status == RunStatus::Completed).count() > 3, "{runs:?}");
    store.close().await.unwrap();
    database.remove().await;
}

/// Slow enough that it is easy to catch an active run.
async fn sample() -> DemoHandle {
    let now = Utc::now();
    let config = DemoConfig {
        projects: 2,
        issues: 30,
        latency_ms: 60,
        clock_starts_at: Some(now),
        ..DemoConfig::cloud(now)
    };
    DemoJira::start(config).await.unwrap()
}

fn whole_second(at: DateTime<Utc>) -> DateTime<Utc> {
    Utc.timestamp_opt(at.timestamp(), 0).unwrap()
}

/// Signals the replica whose run is active; returns its index and the run's id.
async fn signal_active_replica(url: &str, replicas: &mut [Replica], signal: &str) -> (usize, RunId) {
    let connection = sea_orm::Database::connect(url).await.unwrap();
    loop {
        if let Some((run_id, pid)) = process::active_run(&connection).await
            && let Some(victim) = replicas.iter().position(|replica| replica.pid() == pid)
        {
            replicas[victim].signal(signal).await;
            // It may have ended its run in the meantime.
            if process::active_run(&connection).await == Some((run_id, pid)) {
                connection.close().await.unwrap();
                return (victim, run_id);
            }
            replicas[victim].revert(signal).await;
        }
        tokio::task::yield_now().await;
    }
}

/// The number of slots from `first` on that have an outcome.
async fn settled(store: &Database, first: DateTime<Utc>) -> i64 {
    slots_of(store, first).await.len() as i64
}

/// How many outcomes each slot from `first` on has.
async fn slots_of(store: &Database, first: DateTime<Utc>) -> BTreeMap<DateTime<Utc>, u32> {
    let mut slots = BTreeMap::new();
    let schedule = store.schedules().default_schedule().await.unwrap().unwrap();
    let rows: Vec<SlotRow> = store.schedules().slot_outcomes(schedule.id, 10_000).await.unwrap();
    for row in rows {
        for back in 0..row.slots {
            *slots.entry(row.due_at - TimeDelta::seconds(back)).or_default() += 1;
        }
    }
    slots.split_off(&first)
}

/// Every run, oldest first.
async fn runs_of(store: &Database) -> Vec<RunRow> {
    let (_, mut runs) = store.runs().page(&Default::default(), 10_000, 0).await.unwrap();
    runs.reverse();
    runs
}

async fn status_of(store: &Database, run_id: RunId) -> RunStatus {
    store.runs().get(run_id).await.unwrap().unwrap().status.0
}

async fn ended(store: &Database, run_id: RunId) -> Option<DateTime<Utc>> {
    store.runs().get(run_id).await.unwrap().unwrap().completed_at
}

async fn newest_completed(store: &Database) -> Option<DateTime<Utc>> {
    runs_of(store)
        .await
        .iter()
        .filter(|run| run.status == RunStatus::Completed)
        .filter_map(|run| run.completed_at)
        .max()
}
