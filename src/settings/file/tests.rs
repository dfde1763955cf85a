use std::os::unix::fs::PermissionsExt;

use super::*;

/// The file with `text` in a folder of its own.
fn file_with(text: &str) -> (tempfile::TempDir, SyncConfigFile) {
    let folder = tempfile::tempdir().unwrap();
    let file = SyncConfigFile::in_folder(folder.path());
    std::fs::write(file.path(), text).unwrap();
    (folder, file)
}

/// What the file contains; everything is absent if it contains nothing.
fn settings_in(file: &SyncConfigFile) -> SyncConfig {
    file.read().unwrap().config.unwrap_or_default()
}

/// Changes the file as it is now.
fn save(file: &SyncConfigFile, change: &SyncConfig) -> Result<SyncConfig, SyncConfigError> {
    file.write(&file.read()?, change).map(|config| config.expect("nobody else writes"))
}

fn text_of(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn minutes(interval: u32) -> SyncConfig {
    SyncConfig { interval_minutes: Some(interval), ..SyncConfig::default() }
}

#[test]
fn both_names_of_the_interval_are_read() {
    let old = settings_in(&file_with(r#"{"interval": 2, "enabled": true}"#).1);
    assert_eq!((old.interval_minutes, old.enabled), (Some(2), Some(true)));
    let new = settings_in(&file_with(r#"{"interval_minutes": 1440, "interval": 5}"#).1);
    assert_eq!((new.interval_minutes, new.enabled), (Some(1440), None));
}

#[test]
fn missing_file_has_no_settings_and_is_created_with_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = SyncConfigFile::in_folder(&folder.path().join("config"));
    assert_eq!(settings_in(&file), SyncConfig::default());
    save(&file, &minutes(15)).unwrap();
    assert_eq!(settings_in(&file), minutes(15));
}

#[test]
fn saving_keeps_unknown_members_and_the_previous_version() {
    let (folder, file) = file_with(
        r#"{"interval": 2, "enabled": true, "note": "ours", "performance": {"max_workers": 4, "x": 1}}"#,
    );
    let performance = PerformanceSettings { max_workers: 5, ..PerformanceSettings::default() };
    save(&file, &SyncConfig { performance: Some(performance.clone()), ..minutes(30) }).unwrap();

    let saved = text_of(file.path());
    assert_eq!((&saved["note"], &saved["enabled"]), (&json!("ours"), &json!(true)));
    assert_eq!((&saved["interval_minutes"], saved.get("interval")), (&json!(30), None));
    assert_eq!((&saved["performance"]["x"], &saved["performance"]["max_workers"]), (&json!(1), &json!(5)));
    assert_eq!(settings_in(&file).performance, Some(performance));
    assert_eq!(text_of(&folder.path().join("sync_config.json.bak"))["interval"], 2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
}

#[test]
fn invalid_file_is_an_error_and_is_not_overwritten() {
    let broken = [
        "{",
        "[]",
        r#"{"interval": 1}"#,
        r#"{"interval_minutes": 1441}"#,
        r#"{"interval": "2"}"#,
        r#"{"enabled": "yes"}"#,
        r#"{"performance": {"max_workers": 17}}"#,
        r#"{"performance": 3}"#,
    ];
    for text in broken {
        let (_folder, file) = file_with(text);
        let message = file.read().unwrap_err().to_string();
        assert!(message.starts_with(&file.path().display().to_string()), "{message}");
        assert!(!message.contains('\n'), "{message}");
        assert!(save(&file, &minutes(5)).is_err(), "{text}");
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), text);
    }
}

#[test]
fn value_out_of_range_is_not_saved() {
    let (_folder, file) = file_with(r#"{"interval_minutes": 2}"#);
    assert!(matches!(save(&file, &minutes(1441)), Err(SyncConfigError::NotAllowed(_))));
    assert_eq!(settings_in(&file), minutes(2));
}

#[test]
fn failed_save_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_folder = folder.path().join("config");
    std::fs::write(&not_a_folder, "").unwrap();
    assert!(save(&SyncConfigFile::in_folder(&not_a_folder), &minutes(5)).is_err());
}

#[test]
fn permissions_of_the_file_are_kept() {
    let (_folder, file) = file_with("{}");
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o640)).unwrap();
    save(&file, &minutes(5)).unwrap();
    assert_eq!(std::fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn empty_file_has_no_settings_and_a_byte_order_mark_is_skipped() {
    for text in ["", " \r\n", "\u{feff}"] {
        let (_folder, file) = file_with(text);
        assert_eq!(settings_in(&file), SyncConfig::default(), "{text:?}");
        save(&file, &minutes(5)).unwrap();
        assert_eq!(settings_in(&file), minutes(5));
    }
    let (_folder, marked) = file_with("\u{feff}{\"interval\": 7}\r\n");
    assert_eq!(settings_in(&marked), minutes(7));
}

/// Root may write to every folder; `tests/it/config.rs` tries the mount of a container.
#[test]
fn file_in_a_read_only_folder_is_saved_in_place() {
    let (folder, file) = file_with(r#"{"interval": 7, "note": "a text that is longer than what is saved"}"#);
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let result = save(&file, &minutes(5));
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    result.unwrap();
    assert_eq!(settings_in(&file), minutes(5));
}

/// The file as a person leaves it between our read and our write.
#[test]
fn edit_at_the_last_moment_is_kept() {
    let (folder, file) = file_with(r#"{"interval": 7}"#);
    let reading = file.read().unwrap();
    for theirs in [r#"{"interval": 8}"#, ""] {
        std::fs::write(file.path(), theirs).unwrap();
        assert_eq!(file.write(&reading, &minutes(5)).unwrap(), None);
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), theirs);
    }
    std::fs::remove_file(file.path()).unwrap();
    assert_eq!(file.write(&reading, &minutes(5)).unwrap(), None);
    let missing = file.read().unwrap();
    std::fs::write(file.path(), r#"{"interval": 9}"#).unwrap();
    assert_eq!(file.write(&missing, &minutes(5)).unwrap(), None);
    assert_eq!(settings_in(&file), minutes(9));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn file_whose_backup_fails_stays_as_it_is() {
    let (folder, file) = file_with(r#"{"interval": 7}"#);
    std::fs::create_dir(folder.path().join("sync_config.json.bak")).unwrap();
    let error = save(&file, &minutes(5)).unwrap_err().to_string();
    assert!(error.starts_with(&file.path().display().to_string()) && error.contains("make"), "{error}");
    assert_eq!(settings_in(&file), minutes(7));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
}

#[test]
fn link_stays_a_link_and_its_target_is_written() {
    let (folder, file) = file_with("{}");
    let target = folder.path().join("elsewhere/settings.json");
    std::fs::remove_file(file.path()).unwrap();
    std::os::unix::fs::symlink("elsewhere/settings.json", file.path()).unwrap();
    for interval in [5, 6] {
        save(&file, &minutes(interval)).unwrap();
        assert_eq!(
            (text_of(&target)["interval_minutes"].clone(), settings_in(&file)),
            (json!(interval), minutes(interval))
        );
        assert!(file.path().is_symlink());
    }
}
