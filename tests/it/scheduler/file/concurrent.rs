//! Changes at the same time: in one process, in two, and from a person's editor.

use futures::future::{join, join_all};

use super::*;
use crate::support::database::on_each_database;

/// How many changes of each kind each of the two processes makes.
const CHANGES: u32 = 10;

fn in_two_places(settings: &PerformanceSettings, place: u32, value: u32) -> PerformanceSettings {
    match place {
        0 => PerformanceSettings { max_workers: value, ..settings.clone() },
        _ => PerformanceSettings { max_retries: value, ..settings.clone() },
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_saves_in_two_processes_leave_database_and_file_equal() {
    on_each_database(async |url| {
        let here = scheduled(&url).await;
        let there = here.another_process().await;
        let controls = [&here, &there];
        let of_each = |place: u32| {
            let control = controls[place as usize];
            let schedule = (1..=CHANGES).map(move |n| async move {
                control.change(|_| every(i64::from(10 * n + place))).await.unwrap()
            });
            let performance = (1..=CHANGES).map(move |n| async move {
                let change = |settings: &PerformanceSettings| Ok(in_two_places(settings, place, n));
                control.settings.change_performance(change).await.unwrap().warning
            });
            join(join_all(schedule), join_all(performance))
        };
        let warnings = join(of_each(0), of_each(1)).await;
        assert!(!format!("{warnings:?}").contains("Some"), "{warnings:?}");

        let settings = here.settings.performance().await.unwrap();
        let last = 1..=CHANGES;
        assert!(last.contains(&settings.max_workers) && last.contains(&settings.max_retries), "{settings:?}");
        // No later change reverted the last one of each process.
        assert_eq!(there.settings.performance().await.unwrap(), settings);
        let minutes = here.schedule().await.interval_seconds / 60;
        assert!(minutes >= 10);
        if here.settings.follows_file() {
            let says = file(&here);
            assert_eq!(says["interval_minutes"], minutes);
            assert_eq!(says["performance"], json!(settings));
            let again = here.another_process().await;
            again.editor.set_up().await.unwrap();
            assert_eq!((again.schedule().await.interval_seconds / 60, file(&again)), (minutes, says));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_saves_of_different_settings_are_all_kept() {
    on_each_database(async |url| {
        let here = scheduled(&url).await;
        let there = here.another_process().await;
        for value in 1..=CHANGES {
            let save = async |control: &Control, place: u32| {
                let change = |settings: &PerformanceSettings| Ok(in_two_places(settings, place, value));
                control.settings.change_performance(change).await.unwrap();
            };
            join(save(&here, 0), save(&there, 1)).await;
            let settings = here.settings.performance().await.unwrap();
            assert_eq!((settings.max_workers, settings.max_retries), (value, value));
        }
    })
    .await;
}

#[tokio::test]
async fn file_edit_and_save_at_the_same_time_are_both_kept() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5, "performance": {"max_workers": 3}}"#).await;
    // The save happens before the edit is imported.
    edit(&control, r#"{"interval": 5, "performance": {"max_workers": 4}}"#);
    control.change(|_| every(30)).await.unwrap();
    assert_eq!(
        (&file(&control)["interval_minutes"], &file(&control)["performance"]["max_workers"]),
        (&json!(30), &json!(4))
    );
    look(&control).await;
    assert_eq!(held(&control).await, (30, Some(4)));

    edit(&control, r#"{"interval": 45, "performance": {"max_workers": 4}}"#);
    save_workers(&control, 6).await;
    look(&control).await;
    assert_eq!(held(&control).await, (45, Some(6)));
    assert_eq!(
        (&file(&control)["interval"], &file(&control)["performance"]["max_workers"]),
        (&json!(45), &json!(6))
    );
    // If both change the same member, the save wins because it comes later.
    edit(&control, r#"{"interval": 50, "performance": {"max_workers": 6}}"#);
    control.change(|_| every(55)).await.unwrap();
    look(&control).await;
    assert_eq!((held(&control).await, &file(&control)["interval_minutes"]), ((55, Some(6)), &json!(55)));
}

/// A person's editor and the server write the file at the same time: no edit is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn file_edits_during_writes_are_all_imported() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval_minutes": 5}"#).await;
    for value in 1..=16 {
        let place = path(&control);
        let editor = std::thread::spawn(move || {
            let mut text: Value = serde_json::from_slice(&fs::read(&place).unwrap()).unwrap();
            text["performance"]["max_workers"] = json!(value);
            // As editors save: a new file replaces the old one.
            let new = place.with_extension("new");
            fs::write(&new, text.to_string()).unwrap();
            fs::rename(new, place).unwrap();
        });
        for minutes in 0..4 {
            control.change(|_| every(10 + 4 * value + minutes)).await.unwrap();
        }
        editor.join().unwrap();
        look(&control).await;
        assert_eq!(held(&control).await.1, Some(value));
        let minutes = control.schedule().await.interval_seconds / 60;
        let says = file(&control);
        assert_eq!(
            (&says["interval_minutes"], &says["performance"]["max_workers"]),
            (&json!(minutes), &json!(value))
        );
    }
}
