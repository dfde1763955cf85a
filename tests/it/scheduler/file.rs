//! `sync_config.json` and the database on SQLite: edits of the file are imported, other changes are written to it, and
//! both end up with the same settings.

mod concurrent;
mod trouble;

use std::{fs, path::PathBuf};

use app::model::PerformanceSettings;
use jira_sync::store::ScheduleSetting;
use serde_json::{Value, json};

use super::scheduled;
use crate::support::{
    control::{Control, by_hand},
    database::TestDatabase,
    limit::eventually,
};

fn every(minutes: i64) -> ScheduleSetting {
    ScheduleSetting { enabled: true, interval_seconds: minutes * 60 }
}

fn path(control: &Control) -> PathBuf {
    control.folder().join("sync_config.json")
}

/// The content of the file.
fn file(control: &Control) -> Value {
    serde_json::from_slice(&fs::read(path(control)).unwrap()).unwrap()
}

/// Writes the file as a person would.
fn edit(control: &Control, text: &str) {
    fs::write(path(control), text).unwrap();
}

/// Lets the server look at the file twice, after which a change is imported.
async fn look(control: &Control) {
    control.hand_edits.check().await.unwrap();
    control.hand_edits.check().await.unwrap();
}

async fn save_workers(control: &Control, max_workers: u32) {
    let change = |settings: &PerformanceSettings| Ok(PerformanceSettings { max_workers, ..settings.clone() });
    assert_eq!(control.settings.change_performance(change).await.unwrap().warning, None);
}

/// Interval in minutes and workers, as stored in the database.
async fn held(control: &Control) -> (i64, Option<i64>) {
    let performance = control.database.settings().get("performance").await.unwrap();
    let workers = performance.map(|settings| settings["max_workers"].as_i64().unwrap());
    (control.schedule().await.interval_seconds / 60, workers)
}

/// A control plane on SQLite whose file has this content.
async fn with_file(database: &TestDatabase, text: &str) -> Control {
    let control = Control::with_file(&database.url, Some(text)).await;
    control.editor.set_up().await.unwrap();
    control
}

#[tokio::test]
async fn file_edit_while_the_server_runs_is_imported_and_starts_no_run() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5, "enabled": true}"#).await;
    look(&control).await;
    control.make_due(1).await;
    let text = r#"{"interval": 7, "enabled": true, "note": "ours", "performance": {"max_workers": 3}}"#;
    edit(&control, text);
    control.hand_edits.check().await.unwrap();
    assert_eq!(held(&control).await, (5, None), "the file may be half written");
    control.hand_edits.check().await.unwrap();
    assert_eq!(held(&control).await, (7, Some(3)));
    let wait = control.schedule().await.next_due.unwrap() - control.database.now().await.unwrap();
    assert!((400..=420).contains(&wait.num_seconds()), "{wait}");
    assert_eq!(control.outcomes().await[0].reason.map(|stored| stored.0.as_str()), Some("superseded"));
    assert_eq!(control.database.runs().newest().await.unwrap(), None);
    assert_eq!(fs::read_to_string(path(&control)).unwrap(), text, "the edited file is not rewritten");
}

#[tokio::test]
async fn next_run_uses_edited_performance_settings_before_they_are_imported() {
    let database = TestDatabase::sqlite();
    let mut control = with_file(&database, r#"{"performance": {"max_workers": 3}}"#).await;
    edit(&control, r#"{"performance": {"max_workers": 5, "max_retries": 1}}"#);
    // As `jira-sync sync` does, which imports nothing.
    let other = control.another_process().await;
    assert_eq!(other.settings.checked_performance().await.unwrap().max_workers, 5);
    control.start(&[]).await;
    let job = control.began.recv().await.unwrap();
    assert_eq!((job.order.settings.max_workers, job.order.settings.max_retries), (5, 1));
    assert_eq!(held(&control).await, (2, Some(3)));
    look(&control).await;
    assert_eq!(held(&control).await, (2, Some(5)));
    // A removed member gets its default again.
    edit(&control, r#"{"performance": {"max_retries": 1}}"#);
    assert_eq!(control.settings.performance().await.unwrap().max_workers, 8);
    look(&control).await;
    assert_eq!(held(&control).await, (2, Some(8)));
}

#[tokio::test]
async fn file_edit_while_the_server_is_stopped_is_imported_at_startup() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    control.change(|_| every(30)).await.unwrap();
    save_workers(&control, 4).await;
    assert_eq!(
        (&file(&control)["interval_minutes"], &file(&control)["performance"]["max_workers"]),
        (&json!(30), &json!(4))
    );
    // After a restart without an edit the saved settings apply.
    let again = control.another_process().await;
    again.editor.set_up().await.unwrap();
    assert_eq!(held(&again).await, (30, Some(4)));

    let edited = fs::read_to_string(path(&control)).unwrap().replace("minutes\": 30", "minutes\": 45");
    edit(&control, &edited);
    again.make_due(3600).await;
    let again = control.another_process().await;
    again.editor.set_up().await.unwrap();
    assert_eq!(held(&again).await, (45, Some(4)));
    assert_eq!(again.planner.tick().await.unwrap(), [], "slots of the old schedule have their outcomes");
    assert_eq!(again.database.runs().newest().await.unwrap(), None);
}

#[tokio::test]
async fn deleted_or_empty_file_changes_nothing_and_is_written_again() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    look(&control).await;
    fs::remove_file(path(&control)).unwrap();
    look(&control).await;
    assert_eq!(held(&control).await, (5, None));
    assert!(!path(&control).exists());
    save_workers(&control, 4).await;
    assert_eq!(file(&control)["interval_minutes"], 5, "a save writes the whole file");

    for empty in [None, Some(""), Some(" \n")] {
        fs::remove_file(path(&control)).unwrap();
        if let Some(text) = empty {
            edit(&control, text);
        }
        let again = control.another_process().await;
        again.editor.set_up().await.unwrap();
        assert_eq!(held(&again).await, (5, Some(4)));
        assert_eq!(file(&control)["performance"]["max_workers"], 4, "a start writes the file");
    }
}

#[tokio::test]
async fn no_file_is_written_for_default_settings() {
    let database = TestDatabase::sqlite();
    let control = scheduled(&database.url).await;
    look(&control).await;
    assert!(!path(&control).exists());
}

#[tokio::test]
async fn file_wins_over_a_restored_database_whichever_is_newer() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    let old_file = fs::read_to_string(path(&control)).unwrap();
    let copy = database.url.replace("jira-sync.db", "copy.db");
    by_hand(&database.url, &format!("vacuum into '{}'", copy.trim_start_matches("sqlite://"))).await;
    control.change(|_| every(30)).await.unwrap();

    // An older database next to a newer file.
    let restored = control.with_database(&copy).await;
    restored.editor.set_up().await.unwrap();
    assert_eq!(held(&restored).await, (30, None));
    // A newer database next to an older file, which a person put there.
    edit(&control, &old_file);
    let again = control.another_process().await;
    again.editor.set_up().await.unwrap();
    assert_eq!(held(&again).await, (5, None));
    assert_eq!(file(&control)["interval"], 5);
}

#[tokio::test]
async fn interval_not_in_whole_minutes_stays_in_the_database_only() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    by_hand(&database.url, "update schedules set interval_seconds = 90").await;
    assert_eq!(control.change(|old| ScheduleSetting { enabled: false, ..old }).await.unwrap(), None);
    assert_eq!(file(&control), json!({"interval": 5}));
    let again = control.another_process().await;
    again.editor.set_up().await.unwrap();
    assert_eq!(again.schedule().await.setting(), ScheduleSetting { enabled: false, interval_seconds: 90 });
}
