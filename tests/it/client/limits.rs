//! Each limit of the client has the effect its name says.

use std::sync::Arc;

use jira_sync::jira::{Client, Limits};
use tokio::sync::Semaphore;

use super::script::{Reply, Script, json};
use crate::support::limit::eventually;

/// Starts ten requests that the server holds; returns the highest number in flight at once.
async fn peak(limits: Limits) -> usize {
    let permits = Arc::new(Semaphore::new(0));
    let held = permits.clone();
    let script = Script::start(move |seen| match seen.path.as_str() {
        "/jira/rest/api/3/status" => Reply::Held(held.clone(), Box::new(json("[]"))),
        _ => json("[]"),
    })
    .await;
    let expected =
        if limits.pool_block { limits.max_in_flight.min(limits.pool_size) } else { limits.max_in_flight };
    let client = script.connect(limits).await.unwrap();
    let requests: Vec<_> = (0..10).map(|_| tokio::spawn(statuses(client.clone()))).collect();
    eventually("as many as allowed arrive", async || script.in_flight() == expected).await;
    // Time enough for one request too many to arrive: meanwhile the server handles another client's requests.
    let stranger = script.connect(Limits::default()).await.unwrap();
    for _ in 0..20 {
        stranger.fields().await.unwrap();
    }
    assert_eq!(script.in_flight(), expected);
    let peak = script.seen("/status").len();
    permits.add_permits(10);
    for request in requests {
        request.await.unwrap();
    }
    assert_eq!(script.seen("/status").len(), 10);
    peak
}

async fn statuses(client: Client) {
    client.statuses().await.unwrap();
}

#[tokio::test]
async fn max_in_flight_is_never_exceeded() {
    assert_eq!(peak(Limits { max_in_flight: 3, ..Limits::default() }).await, 3);
    assert_eq!(peak(Limits { max_in_flight: 7, ..Limits::default() }).await, 7);
}

#[tokio::test]
async fn a_blocking_pool_never_opens_more_connections_than_its_size() {
    let limits = Limits { max_in_flight: 6, pool_size: 2, ..Limits::default() };
    assert_eq!(peak(Limits { pool_block: true, ..limits.clone() }).await, 2);
    assert_eq!(peak(Limits { pool_block: false, ..limits }).await, 6);
}

#[tokio::test]
async fn pool_reuses_connections() {
    let script = Script::start(|_| json("[]")).await;
    let client = script.connect(Limits { pool_size: 1, ..Limits::default() }).await.unwrap();
    for _ in 0..5 {
        client.fields().await.unwrap();
    }
    assert_eq!(script.connections(), 1);
}
