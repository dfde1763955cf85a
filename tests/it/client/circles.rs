//! No list is followed forever: repeated pages and totals that are never reached are errors.

use jira_sync::jira::{Client, JiraError, Limits, LoopGuard, Times, wire::FieldCatalog};
use serde_json::{Value, json};

use super::script::{Reply, Script, Seen, json as reply};

const MANY: usize = 40;

async fn connected(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Script, Client) {
    let script = Script::start(answer).await;
    let client = script.connect(Limits { max_retries: 0, ..Limits::default() }).await.unwrap();
    (script, client)
}

fn assert_loop_error(error: &JiraError, path: &str) {
    let text = error.to_string();
    assert!(text.contains("loop") && text.contains(path), "{text}");
}

/// A page of an offset list with these items; `end` contains `total` or `isLast`.
fn list(items: impl IntoIterator<Item = usize>, end: &Value) -> Reply {
    let values: Vec<Value> = items.into_iter().map(|id| json!({"id": id, "name": "x"})).collect();
    let mut page = end.clone();
    page["values"] = json!(values);
    reply(&page.to_string())
}

#[tokio::test]
async fn list_that_ignores_start_at_fails_on_the_second_page() {
    for end in [json!({"total": 500}), json!({"isLast": false})] {
        let (script, client) = connected(move |_| list(1..=3, &end)).await;
        assert_loop_error(&client.changelog(7).await.unwrap_err(), "issue/7/changelog");
        assert_eq!(script.seen("/changelog").len(), 2);
    }
}

#[tokio::test]
async fn list_whose_total_always_grows_fails_instead_of_looping() {
    let (script, client) = connected(|seen| {
        let start: usize = seen.query["startAt"].parse().unwrap();
        list(start..start + 3, &json!({"total": start + 100}))
    })
    .await;
    assert_loop_error(&client.changelog(7).await.unwrap_err(), "issue/7/changelog");
    assert!(script.seen("/changelog").len() < MANY);
}

#[tokio::test]
async fn list_that_grows_while_being_read_is_read_to_the_end() {
    let (_, client) = connected(|seen| {
        let start: usize = seen.query["startAt"].parse().unwrap();
        let total = 50 + start / 2;
        list(start + 1..(start + 3).min(total) + 1, &json!({"total": total}))
    })
    .await;
    assert_eq!(client.changelog(7).await.unwrap().value.len(), 96);
}

#[tokio::test]
async fn repeated_page_tokens_fail_on_the_third_page() {
    let next = |token: Option<&str>| match token {
        Some("100") => "200",
        _ => "100",
    };
    let (script, client) = connected(move |seen| {
        let body: Value = serde_json::from_str(&seen.body).unwrap();
        let issues: Vec<Value> = (0..2).map(|n| json!({"id": (seen.nth * 2 + n + 1).to_string()})).collect();
        reply(&json!({"issues": issues, "nextPageToken": next(body["nextPageToken"].as_str())}).to_string())
    })
    .await;
    let mut loop_guard = LoopGuard::new();
    let mut token = None;
    let error = loop {
        match client.issue_ids_page("project = 1", token.as_deref(), 10, &mut loop_guard).await {
            Ok(page) => token = page.next,
            Err(error) => break error,
        }
    };
    assert_loop_error(&error, "search/jql");
    assert_eq!(script.seen("/search/jql").len(), 3);
}

#[tokio::test]
async fn same_page_under_new_tokens_fails_on_the_second_page() {
    let (script, client) = connected(|seen| {
        reply(
            &json!({
                "issues": [{"id": "1", "fields": {}}, {"id": "2", "fields": {}}],
                "nextPageToken": format!("t{}", seen.nth),
            })
            .to_string(),
        )
    })
    .await;
    let mut loop_guard = LoopGuard::new();
    let first = client.stamps_page("project = 1", None, Times::Wanted, &mut loop_guard).await.unwrap();
    let error = client
        .stamps_page("project = 1", first.next.as_deref(), Times::Wanted, &mut loop_guard)
        .await
        .unwrap_err();
    assert_loop_error(&error, "search/jql");
    assert_eq!(script.seen("/search/jql").len(), 2);
}

#[tokio::test]
async fn empty_pages_under_new_tokens_are_not_followed_forever() {
    let (script, client) = connected(|seen| {
        reply(&json!({"issues": [], "nextPageToken": format!("t{}", seen.nth)}).to_string())
    })
    .await;
    let mut loop_guard = LoopGuard::new();
    let mut token = None;
    while let Ok(page) = client.issue_ids_page("project = 1", token.as_deref(), 10, &mut loop_guard).await {
        token = page.next;
    }
    assert!(script.seen("/search/jql").len() < MANY);
}

#[tokio::test]
async fn search_that_ignores_start_at_fails_on_the_second_page() {
    let (_, client) = connected(|_| {
        let issues: Vec<Value> =
            (1..=3).map(|id| json!({"id": id.to_string(), "key": format!("A-{id}"), "fields": {}})).collect();
        reply(&json!({"issues": issues, "startAt": 0, "maxResults": 3, "total": 500}).to_string())
    })
    .await;
    let catalog = FieldCatalog::default();
    let mut loop_guard = LoopGuard::with_repeats(6);
    client.search_page("project = 1", 0, 3, &catalog, &mut loop_guard).await.unwrap();
    let error = client.search_page("project = 1", 2, 3, &catalog, &mut loop_guard).await.unwrap_err();
    assert_loop_error(&error, "search");
    let mut loop_guard = LoopGuard::with_repeats(6);
    client.stamps_from("project = 1", 0, 3, &mut loop_guard).await.unwrap();
    assert_loop_error(&client.stamps_from("project = 1", 2, 3, &mut loop_guard).await.unwrap_err(), "search");
}

#[tokio::test]
async fn repeated_users_end_the_user_list_with_a_warning() {
    let (script, client) = connected(|_| reply(r#"[{"accountId":"u1"},{"accountId":"u2"}]"#)).await;
    let users = client.users().await.unwrap();
    assert_eq!((users.value.len(), users.warnings.len()), (2, 1));
    assert!(users.warnings[0].problem.contains("loop"), "{users:?}");
    assert_eq!(script.seen("/users/search").len(), 2);
}

#[tokio::test]
async fn same_changelogs_under_new_tokens_fail_on_the_second_page() {
    let (script, client) = connected(|seen| {
        reply(
            &json!({
                "issueChangeLogs": [{"issueId": "1", "changeHistories": [{"id": "5", "items": []}]}],
                "nextPageToken": format!("t{}", seen.nth),
            })
            .to_string(),
        )
    })
    .await;
    assert_loop_error(&client.bulk_changelogs(&[1]).await.unwrap_err(), "changelog/bulkfetch");
    assert_eq!(script.seen("/changelog/bulkfetch").len(), 2);
}
