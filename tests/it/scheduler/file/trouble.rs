//! A file that is invalid, unreadable or not writable, and a process killed between file and database.

use super::*;

/// Makes every write of the file fail, even for root: the previous version cannot be kept.
fn forbid_writing(control: &Control) {
    fs::create_dir(control.folder().join("sync_config.json.bak")).unwrap();
}

fn allow_writing(control: &Control) {
    fs::remove_dir(control.folder().join("sync_config.json.bak")).unwrap();
}

#[tokio::test]
async fn invalid_file_is_reported_and_stored_settings_stay_in_effect() {
    let database = TestDatabase::sqlite();
    let mut control = with_file(&database, r#"{"interval": 5, "performance": {"max_workers": 3}}"#).await;
    for (text, reason) in [
        (r#"{"interval": 1}"#, "interval is 1, but must be a whole number of 2 to 1440"),
        (r#"{"interval": 7, "performance": {"max_workers": 17}}"#, "performance.max_workers must be"),
        ("{", "is not JSON"),
    ] {
        edit(&control, text);
        look(&control).await;
        let complaints = control.settings.complaints();
        let place = path(&control).display().to_string();
        let parts = [place.as_str(), reason, "correct the file", "in the database apply until then"];
        assert!(
            complaints.len() == 1 && parts.iter().all(|part| complaints[0].contains(part)),
            "{complaints:?}"
        );
        assert_eq!(held(&control).await, (5, Some(3)));
        // A save would have to overwrite it.
        let refused = control.change(|_| every(30)).await.unwrap_err().to_string();
        assert!(refused.contains(reason), "{refused}");
        assert!(control.settings.change_performance(|settings| Ok(settings.clone())).await.is_err());
        assert!(control.settings.checked_performance().await.is_err(), "a command fails");
        assert_eq!(
            (held(&control).await, fs::read_to_string(path(&control)).unwrap()),
            ((5, Some(3)), text.to_owned())
        );
    }
    control.make_due(0).await;
    control.planner.tick().await.unwrap();
    assert_eq!(control.began.recv().await.unwrap().order.settings.max_workers, 3);
    edit(&control, r#"{"interval": 7, "performance": {"max_workers": 4}}"#);
    look(&control).await;
    assert_eq!((held(&control).await, control.settings.complaints()), ((7, Some(4)), Vec::new()));
}

#[tokio::test]
async fn problem_is_cleared_once_the_file_is_removed_or_readable_again() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    look(&control).await;
    edit(&control, "{");
    look(&control).await;
    assert_eq!(control.settings.complaints().len(), 1);
    fs::remove_file(path(&control)).unwrap();
    look(&control).await;
    assert_eq!(control.settings.complaints(), Vec::<String>::new());
    // Not even root can read a folder as a file.
    fs::create_dir(path(&control)).unwrap();
    look(&control).await;
    let complaint = control.settings.complaints().remove(0);
    assert!(complaint.contains("make it readable"), "{complaint}");
    fs::remove_dir(path(&control)).unwrap();
    edit(&control, r#"{"interval": 7}"#);
    look(&control).await;
    assert_eq!((held(&control).await, control.settings.complaints()), ((7, None), Vec::new()));
}

#[tokio::test]
async fn save_with_an_unwritable_file_succeeds_and_is_written_later() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    look(&control).await;
    forbid_writing(&control);
    let warning = control.change(|_| every(30)).await.unwrap().unwrap();
    let place = path(&control).display().to_string();
    assert!(warning.contains(&place) && warning.contains("make the folder writable"), "{warning}");
    assert_eq!(held(&control).await, (30, None));
    assert_eq!(file(&control), json!({"interval": 5}));
    assert_eq!(control.settings.complaints().len(), 1);
    look(&control).await;
    allow_writing(&control);
    eventually("the file", async || {
        control.hand_edits.check().await.unwrap();
        file(&control)["interval_minutes"] == 30
    })
    .await;
    assert_eq!(control.settings.complaints(), Vec::<String>::new());
    let before = fs::read_to_string(control.folder().join("sync_config.json.bak")).unwrap();
    assert_eq!(before, r#"{"interval": 5}"#);
}

#[tokio::test]
async fn later_file_edit_does_not_revert_a_save_that_could_not_be_written() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5, "performance": {"max_workers": 3}}"#).await;
    look(&control).await;
    forbid_writing(&control);
    assert!(control.change(|_| every(30)).await.unwrap().is_some());
    edit(&control, r#"{"interval": 5, "performance": {"max_workers": 4}}"#);
    look(&control).await;
    assert_eq!(held(&control).await, (30, Some(4)));
    allow_writing(&control);
    // As after a kill between the database write and the file write.
    let again = control.another_process().await;
    again.editor.set_up().await.unwrap();
    assert_eq!(held(&again).await, (30, Some(4)));
    assert_eq!(
        (&file(&again)["interval_minutes"], &file(&again)["performance"]["max_workers"]),
        (&json!(30), &json!(4))
    );
}

/// Killed after the file was written, before the database recorded that.
#[tokio::test]
async fn kill_after_the_file_write_but_before_commit_reverts_nothing() {
    let database = TestDatabase::sqlite();
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    let known = "select cast(value as text) from settings where name = 'sync_config.json'";
    let connection = sea_orm::Database::connect(&database.url).await.unwrap();
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, known);
    let row = sea_orm::ConnectionTrait::query_one_raw(&connection, statement).await.unwrap().unwrap();
    let known: String = row.try_get_by_index(0).unwrap();
    control.change(|_| every(30)).await.unwrap();
    by_hand(&database.url, &format!("update settings set value = '{known}' where name = 'sync_config.json'"))
        .await;

    let again = control.another_process().await;
    again.change(|_| every(45)).await.unwrap();
    assert_eq!(held(&again).await, (45, None));
    assert_eq!(file(&again)["interval_minutes"], 45);
}

#[tokio::test]
async fn later_starts_on_postgres_do_not_read_the_file() {
    let database = TestDatabase::postgres().await;
    let control = with_file(&database, r#"{"interval": 5}"#).await;
    edit(&control, "{");
    control.editor.set_up().await.unwrap();
    assert_eq!(control.schedule().await.interval_seconds, 300);
    let other = TestDatabase::postgres().await;
    assert!(control.with_database(&other.url).await.editor.set_up().await.is_err(), "a first start does");
    control.database.close().await.unwrap();
    database.remove().await;
    other.remove().await;
}
