//! How the client reads lists that come in pages, and lists that fail.

use std::sync::Arc;

use jira_sync::jira::wire::{Board, FieldCatalog, date};
use jira_sync::jira::{Client, JiraError, Limits, LoopGuard};
use serde_json::{Value, json};

use super::script::{Reply, Script, Seen, json as reply, status};

async fn connected(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Script, Client) {
    let script = Script::start(answer).await;
    let client = script.connect(Limits { max_retries: 0, ..Limits::default() }).await.unwrap();
    (script, client)
}

fn body(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).unwrap()
}

#[tokio::test]
async fn issue_id_pages_follow_next_page_token() {
    let (script, client) = connected(|seen| match body(seen)["nextPageToken"].as_str() {
        None => reply(r#"{"issues":[{"id":"3"},{"id":"1"}],"nextPageToken":"t1","isLast":false}"#),
        Some("t1") => reply(r#"{"issues":[{"id":7},{"id":"x"}],"isLast":true}"#),
        Some(_) => reply(r#"{"issues":[{"id":"1"}],"nextPageToken":"same"}"#),
    })
    .await;
    let first = client.issue_ids_page("project = 1", None, 9000, &mut LoopGuard::new()).await.unwrap();
    assert_eq!((first.ids, first.next.as_deref()), (vec![3, 1], Some("t1")));
    let second = client.issue_ids_page("project = 1", Some("t1"), 10, &mut LoopGuard::new()).await.unwrap();
    assert_eq!((second.ids, second.next, second.warnings.len()), (vec![7], None, 1));
    let endless =
        client.issue_ids_page("project = 1", Some("same"), 10, &mut LoopGuard::new()).await.unwrap_err();
    assert!(matches!(endless, JiraError::Circles { .. }), "{endless:?}");
    let asked = body(&script.seen("/search/jql")[0]);
    assert_eq!(asked, json!({"jql": "project = 1", "fields": ["id"], "maxResults": 5000}));
}

#[tokio::test]
async fn bulk_changelogs_are_joined_across_pages_and_date_formats() {
    let entry = |id: u32, created: Value| json!({"id": id.to_string(), "created": created, "items": []});
    let first = json!({"nextPageToken": "n", "issueChangeLogs": [
        {"issueId": "1", "changeHistories": [entry(10, json!("2024-07-04T05:41:00.000-0700"))]},
        {"issueId": "2", "changeHistories": [entry(20, json!(1_720_096_860))]},
    ]});
    let second = json!({"issueChangeLogs": [
        {"issueId": "2", "changeHistories": [entry(21, json!(1_720_096_860_000_u64))]},
    ]});
    let (_, client) =
        connected(move |seen| reply(&if seen.nth == 0 { first.to_string() } else { second.to_string() }))
            .await;
    let logs = client.bulk_changelogs(&[1, 2, 3]).await.unwrap();
    assert_eq!(logs.warnings, []);
    let at = date::parse("2024-07-04T12:41:00Z");
    let entries =
        |issue| logs.value[&issue].iter().map(|entry| (entry.id, entry.created)).collect::<Vec<_>>();
    assert_eq!(entries(1), [(10, at)]);
    assert_eq!(entries(2), [(20, at), (21, at)]);
    assert_eq!(logs.value.get(&3), None);
}

#[tokio::test]
async fn repeated_token_of_bulk_changelogs_is_an_error() {
    let (script, client) = connected(|_| reply(r#"{"nextPageToken":"n","issueChangeLogs":[]}"#)).await;
    let error = client.bulk_changelogs(&[1]).await.unwrap_err();
    assert!(matches!(error, JiraError::Circles { .. }), "{error:?}");
    assert_eq!(script.seen("/changelog/bulkfetch").len(), 2);
}

#[tokio::test]
async fn bulk_changelogs_request_at_most_1000_issues_at_once() {
    let (script, client) = connected(|_| reply(r#"{"issueChangeLogs":[]}"#)).await;
    client.bulk_changelogs(&(1..=1500).collect::<Vec<u64>>()).await.unwrap();
    let sizes: Vec<usize> = script
        .seen("/changelog/bulkfetch")
        .iter()
        .map(|seen| body(seen)["issueIdsOrKeys"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [1000, 500]);
}

#[tokio::test]
async fn bulk_fetch_keeps_unreadable_documents_and_errors() {
    let (_, client) = connected(|_| {
        reply(
            r#"{"issues":[{"id":"1","key":"A-1","fields":{"summary":"x"}},{"key":"A-2"},7],
                "issueErrors":[{"id":"3","errorMessage":"try again"}]}"#,
        )
    })
    .await;
    let fetched = client.bulk_fetch(&[1, 2, 3], &FieldCatalog::default()).await.unwrap();
    assert_eq!(fetched.issues.iter().map(|issue| issue.id).collect::<Vec<_>>(), [1]);
    assert_eq!(fetched.unreadable[0].document, json!({"key": "A-2"}));
    assert_eq!(fetched.unreadable.len(), 2);
    assert_eq!(fetched.errors[0].id, Some(3));
}

#[tokio::test]
async fn offset_pages_continue_after_the_last_item_received() {
    let (_, client) = connected(|seen| {
        let comments: Vec<Value> =
            (0..[3, 1, 2, 0][seen.nth]).map(|n| json!({"id": seen.nth * 10 + n + 1})).collect();
        reply(&json!({"total": 9, "maxResults": 100, "comments": comments}).to_string())
    })
    .await;
    let comments = client.comments(1).await.unwrap();
    let ids: Vec<u64> = comments.value.iter().map(|comment| comment.id).collect();
    assert_eq!(ids, [1, 2, 3, 11, 21, 22], "the empty page is the end, although the total says more");
}

fn board(kind: &str) -> Board {
    Board { id: 7, name: None, kind: Some(kind.to_owned()), project_id: None }
}

#[tokio::test]
async fn refused_list_is_an_error_and_not_an_empty_list() {
    let (_, client) = connected(|seen| match seen.path.rsplit('/').next() {
        Some("search") => status(403, &[]),
        Some("board") => status(404, &[]),
        _ => status(401, &[]),
    })
    .await;
    let error = client.users().await.unwrap_err();
    assert!(matches!(error, JiraError::Forbidden { status: 403, .. }), "{error:?}");
    let error = client.boards().await.unwrap_err();
    assert!(matches!(error, JiraError::NotFound { .. }), "{error:?}");
    let error = client.sprints(&board("scrum")).await.unwrap_err();
    assert!(matches!(error, JiraError::Forbidden { status: 401, .. }), "{error:?}");
}

#[tokio::test]
async fn board_without_sprint_support_has_no_sprints_in_any_language() {
    let answer = r#"{"errorMessages":["Das Board unterst\u00fctzt keine Sprints"]}"#;
    let (script, client) = connected(|_| Reply::Response(400, vec![], answer.to_owned())).await;
    for kind in ["kanban", "simple"] {
        let sprints = client.sprints(&board(kind)).await.unwrap();
        assert_eq!((sprints.value.len(), sprints.whole, sprints.warnings.len()), (0, true, 0), "{kind}");
    }
    assert_eq!(script.seen("/sprint").len(), 1, "a kanban board need not be asked");
    let error = client.sprints(&board("scrum")).await.unwrap_err();
    assert!(matches!(error, JiraError::BadRequest { .. }), "{error:?}");
}

#[tokio::test]
async fn list_with_missing_or_shifted_items_is_marked_incomplete() {
    let page = |ids: &[u64], total: u64, last: bool| {
        let values: Vec<Value> = ids.iter().map(|id| json!({"id": id, "type": "scrum"})).collect();
        json!({"values": values, "total": total, "isLast": last}).to_string()
    };
    let cases: [(&str, Vec<String>, bool); 5] = [
        ("all pages came", vec![page(&[1, 2], 3, false), page(&[3], 3, true)], true),
        ("one went away meanwhile", vec![page(&[1, 2], 4, false), page(&[4], 3, true)], false),
        ("it ends early", vec![page(&[1, 2], 3, true)], false),
        ("an empty page comes before the end", vec![page(&[1], 1, false), page(&[], 1, false)], false),
        ("an item has no id", vec![r#"{"values":[{"id":1},{"name":"x"}],"isLast":true}"#.to_owned()], false),
    ];
    for (name, pages, whole) in cases {
        let (_, client) = connected(move |seen| reply(&pages[seen.nth.min(pages.len() - 1)])).await;
        assert_eq!(client.boards().await.unwrap().whole, whole, "{name}");
    }
    let (_, client) = connected(|_| reply(r#"[{"id":"1","name":"High"},null]"#)).await;
    let priorities = client.priorities().await.unwrap();
    assert_eq!((priorities.value.len(), priorities.whole, priorities.warnings.len()), (1, false, 1));
}

#[tokio::test]
async fn browse_permission_is_inferred_when_mypermissions_is_refused() {
    let no_scope =
        || Reply::Response(401, vec![], r#"{"message":"Unauthorized; scope does not match"}"#.to_owned());
    let answers: [(&str, u16, Option<bool>); 3] =
        [("shown", 200, Some(true)), ("hidden", 404, Some(false)), ("refused", 403, None)];
    for (name, code, expected) in answers {
        let (_, client) = connected(move |seen| match seen.path.ends_with("mypermissions") {
            true => no_scope(),
            false => Reply::Response(code, vec![], r#"{"id":"1","key":"A"}"#.to_owned()),
        })
        .await;
        assert_eq!(client.may_browse(1).await.ok(), expected, "{name}");
    }
}

#[tokio::test]
async fn user_list_ends_at_an_empty_or_repeated_page() {
    let user = |n: usize| json!({"accountId": format!("u{n}")});
    let (_, client) = connected(move |seen| {
        reply(
            &json!(match seen.nth {
                0 => vec![user(1), user(2)],
                1 => vec![user(3)],
                _ => vec![],
            })
            .to_string(),
        )
    })
    .await;
    assert_eq!(client.users().await.unwrap().value.len(), 3);
    let (_, client) = connected(move |_| reply(&json!([user(1)]).to_string())).await;
    assert_eq!(client.users().await.unwrap().value.len(), 1);
}

#[tokio::test]
async fn only_a_404_from_jira_itself_means_the_issue_is_gone() {
    let (_, client) = connected(|seen| match seen.nth {
        0 => Reply::Response(
            404,
            Vec::new(),
            r#"{"errorMessages":["Issue Does Not Exist"],"errors":{}}"#.to_owned(),
        ),
        _ => status(404, &[]),
    })
    .await;
    let catalog = FieldCatalog::default();
    assert_eq!(client.issue(1, &catalog).await.unwrap(), jira_sync::jira::Fetched::default());
    let error = client.issue(1, &catalog).await.unwrap_err();
    assert!(matches!(error, JiraError::Protocol { .. }), "a proxy's word is not Jira's: {error:?}");
}

#[tokio::test]
async fn requests_ask_for_english_and_send_a_user_agent() {
    let (script, client) = connected(|_| reply("[]")).await;
    client.fields().await.unwrap();
    let headers = script.seen("/field")[0].headers.clone();
    assert_eq!(headers["accept-language"], "en");
    assert_eq!(headers["x-force-accept-language"], "true");
    assert_eq!(headers["user-agent"], concat!("jira-sync/", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn worklog_feed_returns_until_and_last_page() {
    let (_, client) = connected(|_| {
        reply(r#"{"values":[{"worklogId":5,"updatedTime":1720096860000}],"until":1720096860000,"lastPage":false}"#)
    })
    .await;
    let at = date::parse("2024-07-04T12:41:00Z").unwrap();
    let page = client.worklogs_deleted(at, &mut LoopGuard::new()).await.unwrap();
    assert_eq!((page.changes, page.until, page.last), (vec![(5, at)], Some(at), false));
}

#[tokio::test]
async fn clock_follows_the_date_header_of_responses() {
    let script = Arc::new(Script::start(|_| status(400, &[("date", "Thu, 09 Oct 2025 10:00:00 GMT")])).await);
    let client = script.connect(Limits::default()).await.unwrap();
    client.fields().await.unwrap_err();
    let behind = client.server_now() - date::parse("2025-10-09T10:00:00Z").unwrap();
    assert!((0..60).contains(&behind.num_seconds()), "{behind}");
}
