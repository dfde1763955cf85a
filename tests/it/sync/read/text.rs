//! Invalid text and deeply nested rich text, as real sites send them.

use app::model::{RunStatus, SyncMode};
use chrono::TimeDelta;
use jira_sync::demo::{DemoConfig, Edition, Fault, FaultKind, NewIssue};

use crate::{
    support::database::on_each_database,
    sync::stage::{Stage, clear, editions},
};

/// The summary of the issue that is altered in transit, and the places where its document is altered.
const SUMMARY: &str = "Of odd text";
const IN_DOCUMENT: &str = r#""summary":"Of odd text""#;

/// Creates an issue in the first project that nothing links to; returns its key.
fn new_issue(stage: &Stage) -> String {
    let project = stage.jira.site().truth().projects[0].key.clone();
    let issue = NewIssue { project, summary: SUMMARY.to_owned(), ..NewIssue::default() };
    stage.jira.site().create_issue(issue).unwrap()
}

/// Replaces the first occurrence of `text` with `with` in each response under `path`.
fn replace(stage: &Stage, path: &str, text: &str, with: impl AsRef<[u8]>) {
    let fault = FaultKind::Replace { text: text.to_owned(), with: with.as_ref().to_vec() };
    stage.jira.faults().add(Fault::on(path, fault));
}

/// The paths of issue documents, statuses and the list of projects.
fn paths(stage: &Stage) -> [&'static str; 3] {
    match stage.jira.site().config().edition {
        Edition::Cloud => ["/rest/api/3/issue/", "/rest/api/3/status", "/rest/api/3/project/search"],
        Edition::DataCenter => ["/rest/api/2/", "/rest/api/2/status", "/rest/api/2/project"],
    }
}

/// Runs `test` on both editions and both databases.
async fn on_all_editions(test: impl AsyncFn(Stage)) {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, DemoConfig { projects: 2, issues: 60, ..config }).await;
            clear(&stage).await;
            test(stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_text_is_replaced_and_reported() {
    on_all_editions(async |stage| {
        let key = new_issue(&stage);
        let [documents, statuses, projects] = paths(&stage);
        stage.sync_ok(SyncMode::Full).await;
        let name = stage.texts("select name from projects order by id limit 1").await.remove(0);
        // The narrower paths first: the oldest matching rule applies.
        replace(&stage, statuses, r#""name":""#, br#""name":"\ud83d "#);
        let with = [b"\"name\":\"\xe9 ", name.as_bytes()].concat();
        replace(&stage, projects, &format!("\"name\":\"{name}"), with);
        replace(
            &stage,
            documents,
            IN_DOCUMENT,
            b"\"summary\":\"cut \\ud83d, caf\xe9, \\\\ud83d, \\ud83d\\ude00\"",
        );
        let run = stage.sync_ok(SyncMode::Full).await;
        let summary = format!("select summary from issues where key = '{key}'");
        assert_eq!(stage.texts(&summary).await, ["cut \u{FFFD}, caf\u{FFFD}, \\ud83d, 😀"]);
        for table in ["statuses", "projects"] {
            let marked = format!("select count(*) from {table} where name like '\u{FFFD} %'");
            assert_eq!(stage.count(&marked).await, 1, "{table}");
        }
        stage.assert_equal_to_truth().await;
        let warnings = stage.database.runs().warnings(run.id).await.unwrap();
        let reported: Vec<_> =
            warnings.iter().map(|row| (row.path.as_str(), row.example_issue.as_str())).collect();
        assert!(reported.contains(&("fields.summary", &key)), "{warnings:?}");
        for place in ["status[*].name", "project"] {
            assert!(reported.iter().any(|(path, _)| path.contains(place)), "{place} in {warnings:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn byte_order_mark_is_ignored() {
    on_all_editions(async |stage| {
        stage.jira.faults().add(Fault::on("", FaultKind::ByteOrderMark));
        stage.sync_ok(SyncMode::Full).await;
        stage.assert_equal_to_truth().await;
        assert_ne!(stage.count("select count(*) from statuses").await, 0);
    })
    .await;
}

/// An ADF document with this many nested lists.
fn lists(levels: usize) -> String {
    let text = r#"{"type":"paragraph","content":[{"type":"text","text":"at the bottom"}]}"#;
    let begin = r#"{"type":"bulletList","content":[{"type":"listItem","content":["#;
    let end = "]}]}";
    format!(
        r#"{{"type":"doc","version":1,"content":[{}{text}{}]}}"#,
        begin.repeat(levels),
        end.repeat(levels)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn deeply_nested_rich_text_is_stored_in_full() {
    on_all_editions(async |stage| {
        let key = new_issue(&stage);
        let [documents, ..] = paths(&stage);
        let custom = format!(r#"{{"a":{}}}"#, lists(120));
        let with = format!(r#"{IN_DOCUMENT},"description":{},"customfield_99999":{custom}"#, lists(32));
        replace(&stage, documents, IN_DOCUMENT, with);
        stage.sync_ok(SyncMode::Full).await;
        stage.assert_equal_to_truth().await;
        let text = stage.texts(&format!("select description_text from issues where key = '{key}'")).await;
        assert!(text[0].starts_with("- - - ") && text[0].ends_with("- at the bottom"), "{text:?}");
        let found = stage.database.issues().by_key(&key).await.unwrap().unwrap();
        // The database's own JSON functions can read this depth.
        let kind = "select custom_fields -> 'customfield_99999' -> 'a' ->> 'type' from issues where key = ";
        assert_eq!(stage.texts(&format!("{kind}'{key}'")).await, ["doc"]);
        let stored = found.custom_fields;
        assert!(stored.matches("listItem").count() == 120 && stored.contains("at the bottom"), "{stored}");
        // Nothing changed: the same rows.
        let again = stage.sync_ok(SyncMode::Full).await;
        assert_eq!((again.issues_created, again.issues_updated), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rich_text_nested_too_deep_quarantines_only_its_issue() {
    on_all_editions(async |stage| {
        let key = new_issue(&stage);
        // Another issue that changed much later, so that no listing of changes includes the first one again.
        let site = stage.jira.site();
        site.advance_clock(TimeDelta::hours(1));
        let project = site.truth().projects[0].key.clone();
        site.create_issue(NewIssue { project, ..NewIssue::default() }).unwrap();
        site.advance_clock(TimeDelta::hours(1));
        let [documents, ..] = paths(&stage);
        replace(&stage, documents, IN_DOCUMENT, format!(r#"{IN_DOCUMENT},"description":{}"#, lists(5000)));
        let (run, _) = stage.sync(SyncMode::Full).await;
        assert_eq!(run.status, RunStatus::CompletedWithErrors);
        let issues = stage.jira.site().truth().issues;
        assert_eq!(stage.count("select count(*) from live_issues").await + 1, issues);
        let quarantined = stage.database.sites().quarantine().await.unwrap();
        assert_eq!(quarantined.len(), 1, "{quarantined:?}");
        assert!(
            quarantined[0].reason.contains("fields.description is nested more than 512 levels deep"),
            "{quarantined:?}"
        );
        let document = "select cast(document as text) from quarantined_issues where issue_id is not null";
        let document = stage.texts(document).await;
        assert!(document[0].contains(&format!("\"{key}\"")), "{document:?}");
        stage.end_pause().await;
        stage.sync(SyncMode::Incremental).await;
        assert_eq!(stage.database.sites().quarantine().await.unwrap()[0].attempts, 2);
        // Somebody flattens the lists.
        stage.jira.faults().clear();
        stage.end_pause().await;
        stage.sync_ok(SyncMode::Incremental).await;
        assert_eq!(stage.database.sites().quarantine().await.unwrap(), []);
        stage.assert_equal_to_truth().await;
    })
    .await;
}
