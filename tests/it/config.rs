//! Settings as operators see them: the command, its help, and its errors for invalid settings.

use std::process::{Command, Output};

use app::{
    connect::{CLOUD_TOKENS, FILE, FILE_VARIABLE, VARIABLES},
    model::{
        PerformanceSettings,
        ranges::{DECIMAL, INTERVAL_MINUTES, WHOLE},
    },
};

/// Runs `jira-sync` with these arguments and variables, without the variables of this process that it would read.
fn jira_sync(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jira-sync"));
    let ours = |name: &str| name.starts_with("JIRA_") || name == "DATABASE_URL" || name == "LEPTOS_SITE_ROOT";
    for (name, _) in std::env::vars().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command.args(arguments).envs(variables.iter().copied()).output().unwrap()
}

/// The one-line error with which an invalid setting prevents the start.
fn refusal(command: &str, variables: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}/jira.db", folder.path().display());
    let mut all = vec![("DATABASE_URL", database.as_str()), ("JIRA_SYNC_LISTEN", "127.0.0.1:0")];
    all.extend(variables);
    let output = jira_sync(&[command], &all);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

#[test]
fn invalid_setting_stops_startup_with_a_one_line_error() {
    for (command, name, value) in [
        ("serve", "JIRA_SYNC_LISTEN", "everywhere"),
        ("serve", "DATABASE_URL", "mysql:"),
        ("migrate", "DATABASE_URL", "jira.db"),
        ("serve", "JIRA_SYNC_LOG", "loudly"),
        ("serve", "JIRA_SYNC_LOG_FORMAT", "xml"),
        ("serve", "JIRA_SYNC_CONFIG_DIR", "/dev/null"),
        ("serve", "JIRA_SYNC_PUBLIC_URL", "https://host/admin"),
        ("serve", "JIRA_SYNC_ALLOWED_HOSTS", "*"),
        ("serve", "JIRA_SYNC_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("serve", "JIRA_CONFIG_FILE", "/nowhere.json"),
    ] {
        let line = refusal(command, &[(name, value)]);
        assert!(line.contains(name) && line.contains(value) && line.contains("expected"), "{line}");
    }
}

#[test]
fn error_for_an_invalid_site_hides_its_api_token() {
    let line = refusal("serve", &[("JIRA_INSTANCES", r#"[{"url": "nowhere", "api_token": "hush"}]"#)]);
    assert!(line.contains("JIRA_INSTANCES site 1: url") && !line.contains("hush"), "{line}");
}

#[test]
fn error_for_an_invalid_database_url_hides_the_password() {
    let line = refusal("migrate", &[("DATABASE_URL", "mysql://me:hush@host/db")]);
    assert!(!line.contains("hush"), "{line}");
}

#[test]
fn invalid_sync_config_stops_startup_and_is_left_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sync_config.json");
    std::fs::write(&file, r#"{"interval": 1}"#).unwrap();
    let line = refusal("serve", &[("JIRA_SYNC_CONFIG_DIR", folder.path().to_str().unwrap())]);
    assert!(line.contains(file.to_str().unwrap()) && line.contains("2 to 1440"), "{line}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), r#"{"interval": 1}"#);
}

#[test]
fn error_for_an_address_in_use_names_setting_and_address() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = refusal("serve", &[("JIRA_SYNC_LISTEN", &address)]);
    assert!(line.contains("JIRA_SYNC_LISTEN") && line.contains(&address), "{line}");
}

#[test]
fn help_of_serve_lists_settings_with_their_defaults() {
    let help = String::from_utf8(jira_sync(&["serve", "--help"], &[]).stdout).unwrap();
    // Help is wrapped at the width of the terminal.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, default) in [
        ("JIRA_SYNC_LISTEN", "127.0.0.1:8987"),
        ("DATABASE_URL", "sqlite://data/jira-sync.db"),
        ("JIRA_SYNC_CONFIG_DIR", "config"),
        ("JIRA_SYNC_LOG", "info"),
        ("JIRA_SYNC_LOG_FORMAT", "text"),
    ] {
        assert!(help.contains(name) && help.contains(&format!("[default: {default}]")), "{name} in {help}");
    }
    let without_default = [
        "JIRA_INSTANCES",
        "JIRA_CONFIG_FILE",
        "JIRA_URL_1",
        "JIRA_USERNAME_1",
        "JIRA_PASSWORD_1",
        "JIRA_CA_FILE_1",
        "JIRA_SYNC_PUBLIC_URL",
        "JIRA_SYNC_ALLOWED_HOSTS",
        "JIRA_SYNC_TRUSTED_PROXIES",
        "SSL_CERT_FILE",
        "ALL_PROXY",
    ];
    for name in without_default {
        assert!(help.contains(name), "{name} in {help}");
    }
}

/// The default and the range of a setting, from the manual's table.
fn in_the_manual(name: &str) -> (String, String) {
    let manual = include_str!("../../docs/settings.md");
    let row = manual.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
    let cells: Vec<&str> = row.split(" | ").collect();
    (cells[1].trim_matches('`').to_owned(), cells[2].to_owned())
}

#[test]
fn manual_and_help_state_the_enforced_ranges_and_defaults() {
    let defaults = serde_json::json!(PerformanceSettings::default());
    let whole = WHOLE
        .map(|setting| (setting.name, format!("{} to {}", setting.allowed.start(), setting.allowed.end())));
    let decimal = DECIMAL
        .map(|setting| (setting.name, format!("{} to {}", setting.allowed.start(), setting.allowed.end())));
    for (name, allowed) in whole.into_iter().chain(decimal) {
        let (default, range) = in_the_manual(name);
        assert_eq!(default.parse::<f64>().ok(), defaults[name].as_f64(), "{name}");
        assert!(range.split(" (").next().unwrap().starts_with(&allowed), "{name}: {range}");
    }
    let interval = format!("{} to {}", INTERVAL_MINUTES.start(), INTERVAL_MINUTES.end());
    assert!(in_the_manual("interval_minutes").1.starts_with(&interval));
    assert!(jira_sync::config::SETTINGS_HELP.contains(&format!("interval_minutes  {interval} (default: 2)")));
}

#[test]
fn openapi_command_prints_only_the_document() {
    let output = jira_sync(&["openapi"], &[("JIRA_SYNC_LOG", "trace")]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn migrate_creates_the_database_file_and_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a/b/jira.db");
    let output = jira_sync(&["migrate"], &[("DATABASE_URL", &format!("sqlite://{}", file.display()))]);
    assert!(output.status.success() && file.is_file(), "{output:?}");
}

#[test]
fn carriage_returns_and_spaces_around_variables_are_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!(" sqlite://{}/m.db\r", folder.path().display());
    let output = jira_sync(
        &["migrate"],
        &[("DATABASE_URL", &database), ("JIRA_SYNC_LOG", "info\r"), ("JIRA_SYNC_LOG_FORMAT", "text\r")],
    );
    assert!(output.status.success(), "{output:?}");
    assert!(folder.path().join("m.db").is_file());
}

#[test]
fn non_utf8_setting_is_rejected_and_other_non_utf8_variables_are_ignored() {
    use std::os::unix::ffi::OsStrExt;
    let not_text = std::ffi::OsStr::from_bytes(b"x\xff");
    let run = |name: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_jira-sync"));
        command.args(["sync"]).env("DATABASE_URL", format!("sqlite://{}/m.db", folder.path().display()));
        command
            .env_remove("JIRA_INSTANCES")
            .env_remove("JIRA_CONFIG_FILE")
            .env(name, not_text)
            .output()
            .unwrap()
    };
    for name in ["JIRA_PASSWORD_1", "DATABASE_URL", "JIRA_SYNC_CONFIG_DIR"] {
        let text = String::from_utf8(run(name).stderr).unwrap();
        assert!(
            text.starts_with(&format!("jira-sync: {name} is not UTF-8")) && text.lines().count() == 1,
            "{text}"
        );
    }
    let text = String::from_utf8(run("LS_COLORS").stderr).unwrap();
    assert!(!text.contains("panicked") && !text.contains("UTF-8"), "{text}");
}

/// As in a container into which only `sync_config.json` is mounted: the file cannot be replaced with another one.
#[tokio::test(flavor = "multi_thread")]
async fn bind_mounted_sync_config_is_saved_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let (outside, inside) =
        (folder.path().join("outside.json"), folder.path().join("config/sync_config.json"));
    std::fs::create_dir(folder.path().join("config")).unwrap();
    std::fs::write(
        &outside,
        r#"{"interval": 7, "enabled": false, "note": "ours, and longer than what replaces it"}"#,
    )
    .unwrap();
    std::fs::write(&inside, "").unwrap();
    // Mounting needs root, or a user namespace.
    let root =
        std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut command = Command::new("unshare");
    command.args(if root { &["--mount"][..] } else { &["--mount", "--map-root-user"] });
    command
        .args(["sh", "-c", r#"mount --bind "$1" "$2" && exec "$3" serve"#, "sh"])
        .arg(&outside)
        .arg(&inside);
    let mut child = command
        .arg(env!("CARGO_BIN_EXE_jira-sync"))
        .env("DATABASE_URL", format!("sqlite://{}/m.db", folder.path().display()))
        .env("JIRA_SYNC_CONFIG_DIR", folder.path().join("config"))
        .env("JIRA_SYNC_LISTEN", "127.0.0.1:0")
        .env_remove("JIRA_INSTANCES")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line)
        .unwrap();
    let address = line.trim().strip_prefix("jira-sync listens on ").unwrap_or_else(|| panic!("{line}"));
    let client = crate::support::http_client();
    let request = client.put(format!("{address}/api/scheduler/config"));
    let answer =
        request.json(&serde_json::json!({"interval_minutes": 9, "enabled": false})).send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    Command::new("kill").arg(child.id().to_string()).status().unwrap();
    child.wait().unwrap();
    assert!(status.is_success(), "{text}");
    let saved: serde_json::Value = serde_json::from_slice(&std::fs::read(&outside).unwrap()).unwrap();
    assert_eq!((&saved["interval_minutes"], saved.get("interval")), (&9.into(), None), "{saved}");
    assert!(saved["note"].is_string());
    let backup = std::fs::read_to_string(folder.path().join("config/sync_config.json.bak")).unwrap();
    assert!(backup.contains("\"interval\": 7"), "{backup}");
}

#[test]
fn manual_shows_how_to_connect_a_site_in_the_words_of_the_dashboard() {
    let (readme, manual) = (include_str!("../../README.md"), include_str!("../../docs/settings.md"));
    assert!(readme.contains(VARIABLES) && readme.contains(CLOUD_TOKENS));
    for text in [VARIABLES, FILE_VARIABLE, FILE] {
        assert!(manual.contains(text), "{text}");
    }
}
