//! Connecting trusts only `myself`, and takes the edition from `serverInfo`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use jira_sync::jira::{Edition, JiraError, Limits};

use super::script::{Answer, Reply, Script, Seen, json, status};

const INFO: &str = "serverInfo";
const MYSELF: &str = "myself";

async fn connect(
    answer: impl Fn(&Seen, &str) -> Reply + Send + Sync + 'static,
) -> Result<Edition, JiraError> {
    let script = Script::start_bare(move |seen| {
        let last = seen.path.rsplit('/').next().unwrap_or_default();
        answer(seen, last)
    })
    .await;
    script.connect(Limits { max_retries: 0, ..Limits::default() }).await.map(|client| client.edition())
}

fn info(deployment_type: &str) -> Reply {
    json(&format!(r#"{{"deploymentType":"{deployment_type}","version":"9.12.0"}}"#))
}

#[tokio::test]
async fn edition_comes_from_the_deployment_type() {
    for (deployment_type, edition, path) in [
        ("Cloud", Edition::Cloud, "/jira/rest/api/3/myself"),
        ("Server", Edition::DataCenter, "/jira/rest/api/2/myself"),
        ("DataCenter", Edition::DataCenter, "/jira/rest/api/2/myself"),
    ] {
        let found = connect(move |seen, last| match last {
            INFO => info(deployment_type),
            _ if seen.path == path => json(r#"{"accountId":"a","key":"k","name":"n"}"#),
            _ => status(404, &[]),
        })
        .await;
        assert_eq!(found, Ok(edition), "{deployment_type}");
    }
}

#[tokio::test]
async fn rejected_or_anonymous_sign_in_is_an_auth_error() {
    let cases: [(&str, Answer); 5] = [
        ("rejected", || status(401, &[("x-seraph-loginreason", "AUTHENTICATED_FAILED")])),
        ("anonymous by name", || {
            Reply::Response(200, vec![("x-ausername", "anonymous".to_owned())], r#"{"key":"x"}"#.to_owned())
        }),
        ("anonymous by reason", || {
            Reply::Response(
                200,
                vec![("x-seraph-loginreason", "OUT, AUTHENTICATED_FAILED".to_owned())],
                "{}".to_owned(),
            )
        }),
        ("CAPTCHA", || status(403, &[("x-authentication-denied-reason", "CAPTCHA_CHALLENGE")])),
        ("no headers", || status(401, &[])),
    ];
    for (name, myself) in cases {
        let found = connect(move |_, last| if last == MYSELF { myself() } else { info("Server") }).await;
        let error = found.unwrap_err();
        assert!(matches!(error, JiraError::Auth { .. }), "{name}: {error:?}");
        assert!(error.concerns_whole_site(), "{name}");
    }
}

#[tokio::test]
async fn token_revoked_mid_run_is_detected_by_the_next_response() {
    let revoked = AtomicBool::new(false);
    let script = Script::start_bare(move |seen| match seen.path.rsplit('/').next() {
        Some(INFO) => info("Cloud"),
        Some(MYSELF) if revoked.load(Relaxed) => status(401, &[]),
        Some(MYSELF) => json(r#"{"accountId":"a"}"#),
        _ => {
            revoked.store(true, Relaxed);
            anonymous_response()
        }
    })
    .await;
    let client = script.connect(Limits::default()).await.unwrap();
    let error = client.projects().await.unwrap_err();
    assert!(matches!(error, JiraError::Auth { .. }), "{error:?}");
}

fn anonymous_response() -> Reply {
    let header = ("x-seraph-loginreason", "AUTHENTICATED_FAILED".to_owned());
    Reply::Response(200, vec![header], NO_PROJECTS.to_owned())
}

const NO_PROJECTS: &str = r#"{"values":[],"isLast":true,"total":0}"#;

/// A node of a cluster, or a cache in front of it, may respond anonymously now and then.
#[tokio::test]
async fn anonymous_response_is_retried_once_while_credentials_are_valid() {
    for (answers, refused) in [(1, false), (2, true)] {
        let left = AtomicUsize::new(answers);
        let script =
            Script::start(move |_| match left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)) {
                Ok(_) => anonymous_response(),
                Err(_) => json(NO_PROJECTS),
            })
            .await;
        let client = script.connect(Limits::default()).await.unwrap();
        match client.projects().await {
            Ok(_) => assert!(!refused),
            Err(error) => assert!(refused && !error.concerns_whole_site(), "{error:?}"),
        }
        client.check().unwrap();
    }
}

#[tokio::test]
async fn address_without_jira_is_not_a_jira_site() {
    let cases: [(&str, Answer); 3] = [
        ("a page", || json("<html><title>Welcome</title></html>")),
        ("other JSON", || json(r#"{"hello":1}"#)),
        ("nothing", || status(404, &[])),
    ];
    for (name, answer) in cases {
        let error = connect(move |_, _| answer()).await.unwrap_err();
        assert!(matches!(error, JiraError::NotJira { .. }), "{name}: {error:?}");
        assert!(error.concerns_whole_site(), "{name}");
        // The same responses come from a Jira that is being upgraded.
        let message = error.to_string();
        assert!(message.contains("maintenance") && !message.contains("deleted"), "{name}: {message}");
    }
}

#[tokio::test]
async fn unreachable_site_is_a_site_wide_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut site = Script::start(|_| json("[]")).await.site();
    site.base_url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
    drop(listener);
    let limits = Limits { max_retries: 0, ..Limits::default() };
    let error = jira_sync::jira::Client::connect(site, limits).await.unwrap_err();
    assert!(error.concerns_whole_site(), "{error:?}");
}
