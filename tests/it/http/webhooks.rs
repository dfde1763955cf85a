//! Webhooks: accepted if signed, fetched within seconds, and never delaying a sync.

use crate::support::order::{claim, holder, order};
use app::model::{RunStatus, SyncMode, SyncType};
use jira_sync::{
    demo::{Fault, FaultKind, IssueEdit, NewIssue, Webhook},
    store::{
        Claim, Database, IssueId, RunHandle, RunOrder, RunQuery, RunResult, RunTotals, SiteId, StoreError,
        mirror::{Others, SiteSetting},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    app::{TestApp, WEBHOOK_SECRET},
    control::{Control, by_hand},
    database::on_each_database,
    limit::eventually,
};

const PATH: &str = "/api/webhooks/jira/demo";

/// Waits until REST returns the issue and `holds` returns true for it.
async fn wait_for(app: &TestApp, key: &str, holds: impl Fn(&Value) -> bool) {
    let found = async || {
        let answer = app.get(&format!("/api/issues/{key}")).await;
        answer.status == 200 && holds(&answer.json())
    };
    eventually("the changed issue", found).await;
}

async fn keys(app: &TestApp) -> Vec<String> {
    let page = app.read("/api/issues/recent?limit=100").await;
    let key = |issue: &Value| issue["issue_key"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_update_the_mirror_without_a_sync() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let (project, known) = {
            let issue = app.read("/api/issues/recent?limit=1").await["items"][0].clone();
            (
                issue["project_key"].as_str().unwrap().to_owned(),
                issue["issue_key"].as_str().unwrap().to_owned(),
            )
        };
        let url = format!("http://{}{PATH}", app.address);
        app.jira.add_webhook(Webhook { url, secret: WEBHOOK_SECRET.to_owned() });

        let new = NewIssue { project, summary: "Told by a webhook".to_owned(), ..NewIssue::default() };
        let created = app.jira.site().create_issue(new).unwrap();
        wait_for(&app, &created, |issue| issue["summary"] == "Told by a webhook").await;

        let edit = IssueEdit { summary: Some("Changed since".to_owned()), ..IssueEdit::default() };
        app.jira.site().edit_issue(&known, edit).unwrap();
        wait_for(&app, &known, |issue| issue["summary"] == "Changed since").await;

        app.jira.site().delete_issue(&created).unwrap();
        eventually("the deletion of the issue", async || !keys(&app).await.contains(&created)).await;

        let all = app.read("/api/sync/history").await;
        assert_eq!((&all["total"], &all["items"][0]["sync_type"]), (&1.into(), &"manual".into()), "{all}");
        assert_eq!(app.read("/api/sync/stats/summary").await["total_syncs"], 1);
        let refetches = app.read("/api/sync/history?sync_type=webhook").await;
        let of_webhooks = |run: &Value| run["status"] == "completed" && run["mode"] == "refetch";
        assert!(refetches["items"].as_array().unwrap().iter().all(of_webhooks), "{refetches}");
        assert!((1..=3).contains(&refetches["total"].as_u64().unwrap()), "{refetches}");
    })
    .await;
}

async fn post(app: &TestApp, path: &str, body: &str, secret: &str) -> crate::support::http_server::Answer {
    let request = app.request(Method::POST, path).header("X-Hub-Signature", signature(body, secret));
    crate::support::http_server::Answer::of(request.body(body.to_owned())).await
}

fn signature(body: &str, secret: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[tokio::test(flavor = "multi_thread")]
async fn unsigned_or_malformed_webhook_is_rejected_and_fetches_nothing() {
    TestApp::on_each_database(async |app| {
        let body = json!({"webhookEvent": "jira:issue_updated", "issue": {"id": "10001"}}).to_string();
        let unsigned = app.send(Method::POST, PATH, &body).await.problem(401);
        assert!(unsigned["detail"].as_str().unwrap().contains("webhook_secret"), "{unsigned}");
        post(&app, PATH, &body, "another secret").await.problem(401);
        post(&app, "/api/webhooks/jira/elsewhere", &body, WEBHOOK_SECRET).await.problem(404);
        post(&app, PATH, "not json", WEBHOOK_SECRET).await.problem(400);
        app.get(PATH).await.problem(405);
        let large =
            json!({"webhookEvent": "jira:version_released", "padding": "x".repeat(8 << 20)}).to_string();
        post(&app, PATH, &large, WEBHOOK_SECRET).await.problem(413);
        let names_no_issue = json!({"webhookEvent": "jira:version_released"}).to_string();
        let answer = post(&app, PATH, &names_no_issue, WEBHOOK_SECRET).await;
        assert_eq!((answer.status, &answer.json()["success"]), (StatusCode::OK.as_u16(), &true.into()));
        assert!(!app.database.refetches().is_due().await.unwrap(), "no refetch is queued");

        post(&app, PATH, &body, WEBHOOK_SECRET).await;
        eventually("the refetch", async || {
            app.read("/api/sync/history?sync_type=webhook").await["total"] == 1
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webhook_about_a_deletion_does_not_delete_an_issue_that_exists() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let key = keys(&app).await.remove(0);
        let id = app.database.issues().by_key(&key).await.unwrap().unwrap().id;
        let body = json!({"webhookEvent": "jira:issue_deleted", "issue": {"id": id.to_string()}}).to_string();
        assert_eq!(post(&app, PATH, &body, WEBHOOK_SECRET).await.status, 200);
        eventually("the refetch", async || {
            let refetches = app.read("/api/sync/history?sync_type=webhook&status=completed").await;
            refetches["total"] == 1
        })
        .await;
        assert!(keys(&app).await.contains(&key));
    })
    .await;
}

/// A database with one site; returns both.
async fn with_site(url: &str) -> (Database, SiteId) {
    let database = Database::connect(url).await.unwrap();
    let site =
        SiteSetting { name: "demo".to_owned(), base_url: "http://localhost".to_owned(), enabled: true };
    let id = database.sites().register(&[site], Others::Stay).await.unwrap()[0].id;
    (database, id)
}

async fn claimed(database: &Database, order: &RunOrder) -> RunHandle {
    claim(database, order, &holder()).await
}

fn ended(status: RunStatus) -> RunResult {
    RunResult { status, totals: RunTotals::default(), error_message: None, metrics: Vec::new() }
}

#[tokio::test]
async fn sync_preempts_a_refetch_but_a_refetch_never_preempts_a_sync() {
    on_each_database(async |url| {
        let (database, site) = with_site(&url).await;
        let (refetch, manual) = (order(SyncMode::Refetch), order(SyncMode::Incremental));
        let before = claimed(&database, &refetch).await;
        assert_eq!(
            database.runs().request_stop().await.unwrap(),
            None,
            "a stop request does not apply to a refetch"
        );
        let sync = claimed(&database, &manual).await;
        let late = database.mirror(site).acknowledge_refetches(&before, &[]).await.unwrap_err();
        assert!(matches!(late, StoreError::Fenced), "{late}");
        let row = database.runs().get(before.run_id).await.unwrap().unwrap();
        assert_eq!((row.status.0.as_str(), row.completed_at.is_some()), ("stopped", true));
        assert_eq!(database.runs().claim(&refetch, &holder()).await.unwrap(), Claim::Busy(sync.run_id));
        assert_eq!(database.runs().claim(&manual, &holder()).await.unwrap(), Claim::Busy(sync.run_id));
    })
    .await;
}

#[tokio::test]
async fn refetch_neither_delays_a_slot_nor_counts_as_the_last_sync() {
    on_each_database(async |url| {
        let mut control = Control::new(&url).await;
        control.editor.set_up().await.unwrap();
        let (_, site) = with_site(&url).await;
        control.database.mirror(site).enqueue_refetch(&[IssueId(10001)], false).await.unwrap();
        assert_eq!(control.planner.tick().await.unwrap(), []);
        assert_eq!(control.began.recv().await.unwrap().order.mode, SyncMode::Refetch);
        assert!(
            control.database.runs().newest().await.unwrap().is_none(),
            "a refetch is not shown as a sync"
        );

        control.make_due(0).await;
        control.planner.tick().await.unwrap();
        let slots = control.outcomes().await;
        assert_eq!((slots.len(), slots[0].reason.map(|stored| stored.0.as_str())), (1, None), "{slots:?}");
        assert_eq!(control.began.recv().await.unwrap().order.mode, SyncMode::Incremental);
        assert!(!control.database.refetches().is_due().await.unwrap(), "the sync fetches the issue");
    })
    .await;
}

#[tokio::test]
async fn issue_requested_during_a_refetch_stays_queued() {
    on_each_database(async |url| {
        let (database, site) = with_site(&url).await;
        database.mirror(site).enqueue_refetch(&[IssueId(1), IssueId(2)], false).await.unwrap();
        let handle = claimed(&database, &order(SyncMode::Refetch)).await;
        let asked = database.mirror(site).refetches().await.unwrap();
        database.mirror(site).enqueue_refetch(&[IssueId(2)], true).await.unwrap();
        database.mirror(site).acknowledge_refetches(&handle, &asked).await.unwrap();
        let left = database.mirror(site).refetches().await.unwrap();
        assert_eq!((left.len(), left[0].issue_id.0, left[0].deleted), (1, 2, true));
    })
    .await;
}

#[tokio::test]
async fn refetches_wait_seconds_after_success_and_a_minute_after_failure() {
    on_each_database(async |url| {
        let (database, site) = with_site(&url).await;
        let refetch = order(SyncMode::Refetch);
        assert!(!database.refetches().is_due().await.unwrap(), "the queue is empty");
        database.mirror(site).enqueue_refetch(&[IssueId(1)], false).await.unwrap();
        assert!(database.refetches().is_due().await.unwrap());
        let began = async |run: &RunHandle, seconds: i64| {
            let at = (database.now().await.unwrap() - chrono::TimeDelta::seconds(seconds)).to_rfc3339();
            by_hand(&url, &format!("update sync_runs set started_at = '{at}' where id = '{}'", run.run_id))
                .await;
            database.refetches().is_due().await.unwrap()
        };
        let handle = claimed(&database, &refetch).await;
        assert!(!began(&handle, 300).await, "a refetch is active");
        database.runs().finish(&handle, &ended(RunStatus::Completed)).await.unwrap();
        assert_eq!((began(&handle, 1).await, began(&handle, 3).await), (false, true));
        began(&handle, 3600).await;
        let handle = claimed(&database, &refetch).await;
        database.runs().finish(&handle, &ended(RunStatus::Failed)).await.unwrap();
        assert_eq!((began(&handle, 30).await, began(&handle, 61).await), (false, true));
        database.sites().register(&[], Others::Retire).await.unwrap();
        assert!(!database.refetches().is_due().await.unwrap(), "the site is no longer synced");
    })
    .await;
}

#[tokio::test]
async fn old_webhook_runs_are_deleted_and_other_runs_are_kept() {
    on_each_database(async |url| {
        let (database, _) = with_site(&url).await;
        for mode in [SyncMode::Incremental, SyncMode::Refetch, SyncMode::Refetch] {
            let handle = claimed(&database, &order(mode)).await;
            database.runs().finish(&handle, &ended(RunStatus::Completed)).await.unwrap();
        }
        let long_ago =
            "update sync_runs set completed_at = '2001-01-01T00:00:00+00:00' where sync_type = 'manual'
            or id = (select max(id) from sync_runs where sync_type = 'webhook')";
        by_hand(&url, long_ago).await;
        assert_eq!(database.refetches().forget_old().await.unwrap(), 1);
        let count = async |sync_type| {
            let query = RunQuery { sync_type, ..RunQuery::default() };
            database.runs().page(&query, 10, 0).await.unwrap().0
        };
        assert_eq!((count(None).await, count(Some(SyncType::Webhook)).await), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn issue_that_fails_in_bulk_fetch_is_fetched_individually() {
    TestApp::on_each_database(async |app| {
        app.sync().await;
        let key = keys(&app).await.pop().unwrap();
        let id = app.database.issues().by_key(&key).await.unwrap().unwrap().id;
        let fault = FaultKind::IssueErrors { count: 1 };
        app.jira.faults().add(Fault::on("/rest/api/3/issue/bulkfetch", fault).containing(&id.to_string()));
        let body = json!({"webhookEvent": "jira:issue_updated", "issue": {"id": id.to_string()}}).to_string();
        post(&app, PATH, &body, WEBHOOK_SECRET).await;
        eventually("the refetch", async || {
            app.read("/api/sync/history?sync_type=webhook&status=completed").await["total"] == 1
        })
        .await;
        let site = app.database.sites().all().await.unwrap()[0].id;
        assert!(app.database.mirror(site).refetches().await.unwrap().is_empty());
        app.jira.faults().clear();
        assert_eq!(app.sync().await["status"], "completed");
    })
    .await;
}
