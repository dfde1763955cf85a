//! Failed sign-ins lock accounts, so the client sends as few as possible.

use jira_sync::jira::{Client, Edition, JiraError, Limits};

use super::script::{Answer, Reply, Script, Seen, json, status};

const INFO: &str = "/rest/api/2/serverInfo";
const V3: &str = "/rest/api/3/myself";
const V2: &str = "/rest/api/2/myself";
const ME: &str = r#"{"accountId":"a","key":"k","name":"n"}"#;

async fn site(answer: impl Fn(&Seen, &str) -> Reply + Send + Sync + 'static) -> Script {
    Script::start_bare(move |seen| answer(seen, seen.path.trim_start_matches("/jira"))).await
}

async fn connect(script: &Script, hint: Option<Edition>) -> Result<Client, JiraError> {
    let mut site = script.site();
    site.edition_hint = hint;
    Client::connect(site, Limits { backoff_factor: 0.001, ..Limits::default() }).await
}

#[tokio::test]
async fn server_info_is_requested_without_credentials() {
    let script = site(|_, path| match path {
        INFO => json(r#"{"deploymentType":"Cloud","version":"1001"}"#),
        _ => json(ME),
    })
    .await;
    assert_eq!(connect(&script, None).await.unwrap().edition(), Edition::Cloud);
    let paths: Vec<String> = script.signed_in().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, [format!("/jira{V3}")]);
    assert_eq!(script.seen(INFO).len(), 1);
}

/// Data Center marks every response to an anonymous request as anonymous.
#[tokio::test]
async fn anonymous_server_info_is_not_a_failed_sign_in() {
    let script = site(|_, path| match path {
        INFO => {
            let anonymous = vec![("x-ausername", "anonymous".to_owned())];
            Reply::Response(200, anonymous, r#"{"deploymentType":"Server","version":"9"}"#.to_owned())
        }
        V2 => json(ME),
        _ => status(404, &[]),
    })
    .await;
    assert_eq!(connect(&script, None).await.unwrap().edition(), Edition::DataCenter);
}

#[tokio::test]
async fn edition_is_found_by_hint_or_probing_if_server_info_is_refused() {
    let refusals: [(&str, Answer); 6] = [
        ("401", || status(401, &[])),
        ("403", || status(403, &[])),
        ("404", || status(404, &[])),
        ("a redirect", || status(302, &[("location", "https://sso.example/login")])),
        ("a login page", || json("<html><title>Log in</title></html>")),
        ("other JSON", || json(r#"{"hello":1}"#)),
    ];
    for (name, answer) in refusals {
        for (edition, path) in [(Edition::Cloud, V3), (Edition::DataCenter, V2)] {
            for hint in [None, Some(edition)] {
                let script = site(move |seen, asked| match asked {
                    INFO => answer(),
                    _ if asked == path && seen.is_signed_in() => json(ME),
                    _ => status(404, &[]),
                })
                .await;
                let client = connect(&script, hint).await.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(client.edition(), edition, "{name}");
                let asked = if hint.is_none() && edition == Edition::DataCenter { 2 } else { 1 };
                assert_eq!(script.signed_in().len(), asked, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn refused_credentials_are_sent_once() {
    let refusals: [(&str, Answer); 4] = [
        ("401", || status(401, &[])),
        ("401 with a reason", || status(401, &[("x-seraph-loginreason", "AUTHENTICATED_FAILED")])),
        ("403", || status(403, &[])),
        ("CAPTCHA", || status(403, &[("x-authentication-denied-reason", "CAPTCHA_CHALLENGE")])),
    ];
    for (name, refusal) in refusals {
        for info in ["Cloud", "Server", ""] {
            let script = site(move |_, path| match path {
                INFO if info.is_empty() => status(401, &[]),
                INFO => json(&format!(r#"{{"deploymentType":"{info}"}}"#)),
                _ => refusal(),
            })
            .await;
            let error = connect(&script, None).await.unwrap_err();
            assert!(matches!(error, JiraError::Auth { .. }), "{name}: {error:?}");
            assert_eq!(script.signed_in().len(), 1, "{name}");
        }
    }
}

#[tokio::test]
async fn captcha_error_says_to_sign_in_in_a_browser() {
    let script = site(|_, path| match path {
        INFO => json(r#"{"deploymentType":"Server"}"#),
        _ => {
            status(403, &[("x-authentication-denied-reason", "CAPTCHA_CHALLENGE; login-url=http://j/login")])
        }
    })
    .await;
    let text = connect(&script, None).await.unwrap_err().to_string();
    assert!(text.contains("sign in once in a browser"), "{text}");
}

/// After a password change, each request with the old one is a failed sign-in.
#[tokio::test]
async fn credentials_refused_mid_run_stop_all_requests_after_one_check() {
    let script = site(|seen, path| match path {
        INFO => json(r#"{"deploymentType":"Server"}"#),
        V2 if seen.nth == 0 => json(ME),
        _ => status(401, &[]),
    })
    .await;
    let client = connect(&script, None).await.unwrap();
    let asked = (0..20).map(|_| async { client.fields().await.unwrap_err() });
    for error in futures::future::join_all(asked).await {
        assert!(matches!(error, JiraError::Auth { .. }), "{error:?}");
    }
    assert!(matches!(client.check(), Err(JiraError::Auth { .. })));
    let in_flight = Limits::default().max_in_flight;
    assert_eq!(script.seen(V2).len(), 2);
    assert!(script.seen("/field").len() <= in_flight, "{}", script.seen("/field").len());
}

#[tokio::test]
async fn missing_scope_fails_only_its_list_and_rechecks_sign_in_once() {
    let script = site(|_, path| match path {
        INFO => json(r#"{"deploymentType":"Cloud"}"#),
        V3 => json(ME),
        "/rest/api/3/field" => status(401, &[]),
        _ => json("[]"),
    })
    .await;
    let client = connect(&script, None).await.unwrap();
    for _ in 0..5 {
        let error = client.fields().await.unwrap_err();
        assert!(matches!(error, JiraError::Forbidden { status: 401, .. }), "{error:?}");
    }
    client.statuses().await.unwrap();
    assert_eq!(script.seen(V3).len(), 2, "at sign-in, and once more");
}
