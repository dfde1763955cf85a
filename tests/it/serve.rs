//! `jira-sync serve` as a process: what it prints, that it starts twice on the same data, and how it ends.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::support::limit::{MINUTES, within};

/// A started process and the addresses it printed: the sample Jira's and its own.
fn serve(folder: &Path) -> (Child, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jira-sync"))
        .args(["serve", "--demo"])
        .env_remove("JIRA_INSTANCES")
        .env_remove("JIRA_CONFIG_FILE")
        .env("JIRA_SYNC_LISTEN", "127.0.0.1:0")
        .env("JIRA_SYNC_CONFIG_DIR", folder.join("config"))
        .env("DATABASE_URL", format!("sqlite://{}", folder.join("data/jira-sync.db").display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut address = |said: &str| {
        let line = lines.next().unwrap().unwrap();
        line.strip_prefix(said).unwrap_or_else(|| panic!("{line}")).to_owned()
    };
    let (sample, own) = (address("The sample Jira listens on "), address("jira-sync listens on "));
    (child, sample, own)
}

fn stop(mut child: Child) {
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

async fn get(url: String) -> Value {
    let client = crate::support::http_client();
    client.get(url).send().await.unwrap().json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_starts_on_an_empty_folder_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let (child, sample, own) = serve(folder.path());
    let status = get(format!("{own}/api/status/system")).await;
    assert_eq!(status["sites"][0]["name"], "demo");
    assert_eq!(status["sites"][0]["base_url"], sample.as_str());
    assert_eq!(status["scheduler_info"]["interval_minutes"], 2);
    assert_eq!(status["scheduler_info"]["enabled"], true);
    stop(child);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_jira_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut contents = Vec::new();
    for _ in 0..2 {
        let (child, sample, _) = serve(folder.path());
        contents.push(get(format!("{sample}/__control/truth")).await);
        stop(child);
    }
    assert_eq!(contents[0], contents[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_server_whose_database_broke_say_so_and_lead_on() {
    let folder = tempfile::tempdir().unwrap();
    let (child, _, own) = serve(folder.path());
    for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
        // In place: a file that SQLite has mapped and that becomes shorter would end the process.
        let mut file = std::fs::OpenOptions::new().write(true).open(file.unwrap().path()).unwrap();
        std::io::Write::write_all(&mut file, &[b'x'; 1 << 20]).unwrap();
    }
    for path in ["/", "/history", "/verify", "/admin/scheduler"] {
        let client = crate::support::http_client();
        let answer = client.get(format!("{own}{path}")).send();
        let text = within(MINUTES, path, answer).await.unwrap().text().await.unwrap();
        let said = "The database refused a statement; the log says why.";
        for part in ["role=\"alert\"", said, "Try again", "href=\"/history\""] {
            assert!(text.contains(part), "{path}: {part} in {text}");
        }
    }
    // It cannot say any more that it ended well.
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let mut child = child;
    child.wait().unwrap();
}
