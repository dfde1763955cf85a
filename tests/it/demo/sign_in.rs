use jira_sync::demo::SiteSettings;
use serde_json::json;

use super::{DemoConfig, Sample, cloud, data_center};

#[tokio::test]
async fn account_is_locked_after_repeated_failures_on_any_endpoint() {
    for config in [cloud(), data_center()] {
        let settings = SiteSettings { lock_after: Some(3), ..SiteSettings::default() };
        let sample = Sample::start(DemoConfig { settings, ..config }).await;
        let ask = async |path: &str, token: &str| {
            let url = format!("{}/rest/api/2/{path}", sample.demo.base_url());
            sample.client.get(url).basic_auth("demo@example.com", Some(token)).send().await.unwrap()
        };
        let url = format!("{}/rest/api/2/serverInfo", sample.demo.base_url());
        assert_eq!(
            sample.client.get(url).send().await.unwrap().status(),
            200,
            "a request without credentials"
        );
        assert_eq!(sample.demo.site().failed_sign_ins(), 0);
        ask("serverInfo", "wrong").await;
        ask("myself", "wrong").await;
        assert_eq!(ask("myself", "demo").await.status(), 200, "a successful sign-in resets the count");
        for _ in 0..3 {
            ask("serverInfo", "wrong").await;
        }
        let refused = ask("myself", "demo").await;
        assert_eq!(refused.headers()["x-seraph-loginreason"], "AUTHENTICATION_DENIED");
        assert!([401, 403].contains(&refused.status().as_u16()));
        assert_eq!(sample.demo.stats().failed_sign_ins, 6);
        sample.demo.site().unlock();
        assert_eq!(ask("myself", "demo").await.status(), 200);
    }
}

#[tokio::test]
async fn data_center_requires_a_captcha_when_locked() {
    let settings = SiteSettings { lock_after: Some(0), ..SiteSettings::default() };
    let sample = Sample::start(DemoConfig { settings, ..data_center() }).await;
    let refused = sample.request("GET", "/rest/api/2/serverInfo").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    let reason = refused.headers()["x-authentication-denied-reason"].to_str().unwrap();
    assert!(reason.starts_with("CAPTCHA_CHALLENGE"));
}

#[tokio::test]
async fn settings_can_be_changed_over_http() {
    let sample = Sample::start(cloud()).await;
    let url = format!("{}/__control/settings", sample.demo.base_url());
    let put = sample.client.put(&url).json(&json!({"token": "other"})).send().await.unwrap();
    assert_eq!(put.status(), 200);
    assert_eq!(sample.get("/rest/api/3/myself").await.0, 401);
    assert_eq!(sample.demo.site().settings().token, "other");
    let wrong = sample.client.put(&url).json(&json!({"nonsense": 1})).send().await.unwrap();
    assert_eq!(wrong.status(), 422);
}
