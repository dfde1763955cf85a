//! Changing the schedule: effective immediately in every process, and saved or refused.

use jira_sync::store::{Database, ScheduleSetting};

use super::scheduled;
use crate::support::{
    control::Control,
    database::{TestDatabase, on_each_database},
};

fn every(minutes: i64) -> ScheduleSetting {
    ScheduleSetting { enabled: true, interval_seconds: minutes * 60 }
}

async fn stored(database: &Database) -> ScheduleSetting {
    database.schedules().default_schedule().await.unwrap().unwrap().setting()
}

#[tokio::test]
async fn interval_and_enabled_changes_take_effect_immediately() {
    on_each_database(async |url| {
        let control = scheduled(&url).await;
        control.change(|_| every(30)).await.unwrap();
        let now = control.database.now().await.unwrap();
        let due = control.schedule().await.next_due.unwrap();
        assert!((1780..=1800).contains(&(due - now).num_seconds()), "{}", due - now);

        control.change(|_| every(30)).await.unwrap();
        let kept = control.schedule().await.next_due;
        assert_eq!(kept, Some(due), "an unchanged schedule keeps its slots");

        control.change(|old| ScheduleSetting { enabled: false, ..old }).await.unwrap();
        assert_eq!(control.schedule().await.next_due, None);
        control.planner.tick().await.unwrap();
        control.change(|old| ScheduleSetting { enabled: true, ..old }).await.unwrap();
        assert!(control.schedule().await.next_due.is_some());
        assert_eq!(stored(&control.database).await, every(30));
    })
    .await;
}

#[tokio::test]
async fn slot_due_before_a_schedule_change_is_recorded_as_superseded() {
    on_each_database(async |url| {
        let control = scheduled(&url).await;
        control.make_due(5).await;
        control.change(|_| every(30)).await.unwrap();
        let outcomes = control.outcomes().await;
        assert_eq!(
            (outcomes.len(), outcomes[0].reason.map(|stored| stored.0.as_str())),
            (1, Some("superseded"))
        );
        assert_eq!(control.database.runs().newest().await.unwrap(), None, "a save starts no run");
        assert_eq!(control.planner.tick().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn on_sqlite_an_edited_file_wins_at_startup_and_changes_are_written_to_it() {
    let database = TestDatabase::sqlite();
    let control = Control::with_file(&database.url, Some(r#"{"interval": 7, "enabled": false}"#)).await;
    control.editor.set_up().await.unwrap();
    assert_eq!(stored(&control.database).await, ScheduleSetting { enabled: false, ..every(7) });

    control.change(|_| every(9)).await.unwrap();
    let file = std::fs::read_to_string(control.folder().join("sync_config.json")).unwrap();
    let file: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!((&file["interval_minutes"], &file["enabled"]), (&9.into(), &true.into()));

    let restarted = Control::with_file(&database.url, Some(r#"{"interval_minutes": 11}"#)).await;
    restarted.editor.set_up().await.unwrap();
    assert_eq!(stored(&restarted.database).await, every(11));
}

#[tokio::test]
async fn on_postgres_the_file_is_imported_once_and_never_written() {
    let database = TestDatabase::migrated_postgres().await;
    let text = r#"{"interval": 7, "enabled": true, "performance": {"max_workers": 3}}"#;
    let control = Control::with_file(&database.url, Some(text)).await;
    control.editor.set_up().await.unwrap();
    assert_eq!(stored(&control.database).await, every(7));
    assert_eq!(control.settings.performance().await.unwrap().max_workers, 3);

    control.change(|_| every(9)).await.unwrap();
    let kept = std::fs::read_to_string(control.folder().join("sync_config.json")).unwrap();
    assert_eq!(kept, text);
    let other = r#"{"interval": 11, "performance": {"max_workers": 5}}"#;
    for text in [text, other] {
        let replica = Control::with_file(&database.url, Some(text)).await;
        replica.editor.set_up().await.unwrap();
        assert_eq!(stored(&replica.database).await, every(9));
        assert_eq!(replica.settings.performance().await.unwrap().max_workers, 3);
    }
    database.remove().await;
}

#[tokio::test]
async fn failed_save_of_a_schedule_returns_an_error_and_changes_nothing() {
    let database = TestDatabase::sqlite();
    let control = scheduled(&database.url).await;
    std::fs::write(control.folder().join("sync_config.json"), "{").unwrap();
    assert!(control.change(|_| every(30)).await.is_err());
    assert_eq!(stored(&control.database).await, every(2));

    std::fs::write(control.folder().join("sync_config.json"), r#"{"interval": 2}"#).unwrap();
    crate::support::control::by_hand(
        &database.url,
        "create trigger refuse before update on schedules begin select raise(abort, 'no'); end",
    )
    .await;
    assert!(control.change(|_| every(30)).await.is_err());
    let file = std::fs::read_to_string(control.folder().join("sync_config.json")).unwrap();
    assert_eq!(file, r#"{"interval": 2}"#);
}
