//! `jira-sync serve` as a process: what it prints, restarts on the same data, and how it ends.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::support::limit::{MINUTES, eventually, within};

/// Starts a server with the sample Jira; returns the process, the sample Jira's address and its own.
fn serve(folder: &Path) -> (Child, String, String) {
    let (child, [sample, own]) =
        started(folder, &["--demo"], ["The sample Jira listens on ", "jira-sync listens on "]);
    (child, sample, own)
}

/// Starts a server; returns the process and what it printed after each of `prefixes`.
fn started<const N: usize>(folder: &Path, arguments: &[&str], prefixes: [&str; N]) -> (Child, [String; N]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jira-sync"))
        .arg("serve")
        .args(arguments)
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
    let address = |prefix: &str| {
        let line = lines.next().unwrap().unwrap();
        line.strip_prefix(prefix).unwrap_or_else(|| panic!("{line}")).to_owned()
    };
    let addresses = prefixes.map(address);
    (child, addresses)
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
async fn serve_starts_in_an_empty_folder_and_exits_on_sigterm() {
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
async fn sample_jira_has_the_same_data_after_a_restart() {
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
async fn pages_report_a_corrupt_database_and_offer_to_try_again() {
    let folder = tempfile::tempdir().unwrap();
    let (child, _, own) = serve(folder.path());
    for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
        // In place: if a file that SQLite has mapped became shorter, the process would crash.
        let mut file = std::fs::OpenOptions::new().write(true).open(file.unwrap().path()).unwrap();
        std::io::Write::write_all(&mut file, &[b'x'; 1 << 20]).unwrap();
    }
    for path in ["/", "/history", "/verify", "/admin/scheduler"] {
        let client = crate::support::http_client();
        let answer = client.get(format!("{own}{path}")).send();
        let text = within(MINUTES, path, answer).await.unwrap().text().await.unwrap();
        let message = "The database refused a statement; the log says why.";
        for part in ["role=\"alert\"", message, "Try again", "href=\"/history\""] {
            assert!(text.contains(part), "{path}: {part} in {text}");
        }
    }
    // Its exit status is not checked: the database cannot be closed cleanly.
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let mut child = child;
    child.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_folder_agree_with_the_file_after_concurrent_saves() {
    let folder = tempfile::tempdir().unwrap();
    let servers: Vec<(Child, [String; 1])> =
        (0..2).map(|_| started(folder.path(), &[], ["jira-sync listens on "])).collect();
    let client = crate::support::http_client();
    let put = async |address: &str, path: &str, body: Value| {
        let answer = client.put(format!("{address}{path}")).json(&body).send();
        let answer: Value = within(MINUTES, path, answer).await.unwrap().json().await.unwrap();
        assert_eq!(answer.get("warning"), None, "{answer}");
    };
    let saves = servers.iter().zip([2, 100]).map(|((_, [address]), from)| {
        let put = &put;
        async move {
            for minutes in from..from + 20 {
                let schedule = json!({"enabled": minutes % 3 == 0, "interval_minutes": minutes});
                let performance = json!({"project_timeout": 60 + minutes, "max_retries": minutes % 10});
                put(address, "/api/scheduler/config", schedule).await;
                put(address, "/api/admin/config/performance", performance).await;
            }
        }
    });
    futures::future::join_all(saves).await;
    let file = std::fs::read(folder.path().join("config/sync_config.json")).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    for (_, [address]) in &servers {
        let schedule = get(format!("{address}/api/config/sync")).await;
        for member in ["enabled", "interval_minutes"] {
            assert_eq!(file[member], schedule[member], "{member} in {file}");
        }
        assert_eq!(file["performance"], get(format!("{address}/api/admin/config/performance")).await);
    }
    // Both also import an edit of the file while they run.
    std::fs::write(folder.path().join("config/sync_config.json"), r#"{"interval": 77}"#).unwrap();
    for (_, [address]) in &servers {
        eventually("the edit", async || {
            get(format!("{address}/api/config/sync")).await
                == json!({"enabled": true, "interval_minutes": 77})
        })
        .await;
    }
    servers.into_iter().for_each(|(child, _)| stop(child));
}
