use super::{Sample, cloud, data_center, message, read};
use serde_json::json;

#[tokio::test]
async fn each_edition_has_only_its_own_endpoints() {
    let cloud = Sample::start(cloud()).await;
    assert_eq!(cloud.get("/rest/api/3/search?jql=project=ORB").await.0, 410);
    assert_eq!(cloud.get("/rest/api/2/search?jql=project=ORB").await.0, 410);
    assert_eq!(cloud.get("/rest/api/2/search/jql?jql=project=ORB").await.0, 200);
    let center = Sample::start(data_center()).await;
    assert_eq!(center.get("/rest/api/2/search?jql=project=ORB").await.0, 200);
    for missing in [
        "/rest/api/2/search/jql?jql=project=ORB",
        "/rest/api/3/field",
        "/rest/api/2/project/search",
        "/rest/api/2/users/search",
        "/rest/api/2/issue/ORB-1/changelog",
    ] {
        assert_eq!(center.get(missing).await.0, 404, "{missing}");
    }
    assert_eq!(center.post("/rest/api/2/issue/bulkfetch", json!({"issueIdsOrKeys": ["ORB-1"]})).await.0, 405);
}

#[tokio::test]
async fn server_info_shows_the_edition_without_sign_in() {
    for (config, name) in [(cloud(), "Cloud"), (data_center(), "Server")] {
        let sample = Sample::start(config).await;
        let url = format!("{}/rest/api/2/serverInfo", sample.demo.base_url());
        let (status, info) = read(sample.client.get(&url).send().await.unwrap()).await;
        assert_eq!((status, &info["deploymentType"]), (200, &json!(name)));
        assert_eq!(info["baseUrl"], sample.demo.base_url());
    }
}

#[tokio::test]
async fn cloud_treats_a_wrong_token_as_anonymous() {
    let sample = Sample::start(cloud()).await;
    let wrong = |path: &str| {
        let url = format!("{}{path}", sample.demo.base_url());
        sample.client.get(url).basic_auth("demo@example.com", Some("wrong")).send()
    };
    let response = wrong("/rest/api/3/project/search").await.unwrap();
    assert_eq!(response.headers()["x-seraph-loginreason"], "AUTHENTICATED_FAILED");
    let (status, projects) = read(response).await;
    assert_eq!((status, &projects["values"], &projects["total"]), (200, &json!([]), &json!(0)));
    let (status, found) = read(wrong("/rest/api/3/search/jql?jql=project=ORB").await.unwrap()).await;
    assert_eq!((status, &found["issues"], &found["isLast"]), (200, &json!([]), &json!(true)));
    assert_eq!(wrong("/rest/api/3/issue/ORB-1").await.unwrap().status(), 404);
    assert_eq!(wrong("/rest/api/3/myself").await.unwrap().status(), 401);
    assert_eq!(wrong("/rest/api/3/field").await.unwrap().status(), 200);
    let bearer =
        sample.client.get(format!("{}/rest/api/3/myself", sample.demo.base_url())).bearer_auth("demo");
    assert_eq!(bearer.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn data_center_rejects_a_wrong_token_and_accepts_bearer_and_basic() {
    let sample = Sample::start(data_center()).await;
    let url = format!("{}/rest/api/2/myself", sample.demo.base_url());
    let refused = sample.client.get(&url).bearer_auth("wrong").send().await.unwrap();
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["x-ausername"]),
        (401, &"anonymous".parse().unwrap())
    );
    for right in [sample.client.get(&url).bearer_auth("demo"), sample.request("GET", "/rest/api/2/myself")] {
        let response = right.send().await.unwrap();
        assert_eq!(response.headers()["x-ausername"], "demo");
        assert_eq!(read(response).await.1["name"], "demo");
    }
}

#[tokio::test]
async fn texts_users_and_sprints_have_the_format_of_the_edition() {
    let cloud = Sample::start(cloud()).await;
    let center = Sample::start(data_center()).await;
    let (_, three) = cloud.get("/rest/api/3/issue/ORB-4").await;
    let (_, two) = cloud.get("/rest/api/2/issue/ORB-4").await;
    let (_, server) = center.get("/rest/api/2/issue/ORB-4").await;
    assert_eq!(three["fields"]["comment"]["comments"][0]["body"]["type"], "doc");
    assert!(two["fields"]["comment"]["comments"][0]["body"].is_string());
    assert!(server["fields"]["comment"]["comments"][0]["body"].is_string());
    assert!(
        three["fields"]["reporter"]["accountId"].is_string() && three["fields"]["reporter"]["key"].is_null()
    );
    assert!(
        server["fields"]["reporter"]["key"].is_string()
            && server["fields"]["reporter"]["accountId"].is_null()
    );
    let with_sprint = |jql: &str| json!({"jql": jql, "fields": ["customfield_10020"], "maxResults": 50});
    let (_, page) = cloud.search(with_sprint("project = ORB")).await;
    let sprint =
        page["issues"].as_array().unwrap().iter().find_map(|i| i["fields"]["customfield_10020"].get(0));
    assert!(sprint.unwrap()["boardId"].is_u64());
    let (_, page) = center.post("/rest/api/2/search", with_sprint("project = ORB")).await;
    let sprint =
        page["issues"].as_array().unwrap().iter().find_map(|i| i["fields"]["customfield_10020"].get(0));
    let text = sprint.unwrap().as_str().unwrap().to_owned();
    assert!(
        text.starts_with("com.atlassian.greenhopper.service.sprint.Sprint@")
            && text.contains("rapidViewId=1")
    );
}

#[tokio::test]
async fn data_center_sends_rate_limit_headers_when_configured() {
    let config = jira_sync::demo::DemoConfig { rate_limit_headers: true, ..data_center() };
    let sample = Sample::start(config).await;
    let response = sample.request("GET", "/rest/api/2/myself").send().await.unwrap();
    for name in
        ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-fillrate", "x-ratelimit-interval-seconds"]
    {
        assert!(response.headers().contains_key(name), "{name}");
    }
    assert!(response.headers().contains_key("date"));
    let (_, answer) = sample.get("/rest/api/2/issue/ORB-9999").await;
    assert!(message(&answer).contains("does not exist"));
}

#[tokio::test]
async fn data_center_search_with_an_unknown_id_fails_only_if_validated() {
    let center = Sample::start(data_center()).await;
    let page = center.offset("project = ORB", 0, 2).await.1;
    let id = |index: usize| page["issues"][index]["id"].as_str().unwrap();
    let jql = format!("id in ({}, {}, 99999999)", id(0), id(1));
    let search = |validate: bool| json!({"jql": jql, "fields": ["created"], "validateQuery": validate});
    let (status, refused) = center.post("/rest/api/2/search", search(true)).await;
    assert_eq!(status, 400);
    assert!(message(&refused).contains("'99999999' does not exist for the field 'id'"), "{refused}");
    let (status, found) = center.post("/rest/api/2/search", search(false)).await;
    assert_eq!((status, &found["total"]), (200, &json!(2)));
}
