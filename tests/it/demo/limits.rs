use serde_json::json;

use super::{DemoConfig, Sample, cloud, data_center, ids, message};

#[tokio::test]
async fn cloud_search_rejects_the_same_requests_as_jira_cloud() {
    let sample = Sample::start(cloud()).await;
    for (body, reason) in [
        (json!({"jql": "project = ORB", "maxResults": 5001}), "between 1 and 5000"),
        (json!({"jql": "project = ORB", "maxResults": 0}), "between 1 and 5000"),
        (json!({"jql": "ORDER BY created"}), "Unbounded JQL"),
        (json!({"jql": ""}), "Unbounded JQL"),
        (json!({"jql": "project = ORB", "startAt": 50}), "Invalid request payload"),
        (json!({"jql": "project = ORB", "expand": ["changelog"]}), "Invalid request payload"),
        (json!({"jql": "project = ORB", "nextPageToken": "garbage"}), "token is invalid"),
        (json!({"jql": "project = ORB", "reconcileIssues": vec![1; 51]}), "must not exceed 50"),
    ] {
        let (status, answer) = sample.search(body.clone()).await;
        assert_eq!(status, 400, "{body}");
        assert!(message(&answer).contains(reason), "{body}: {answer}");
    }
}

#[tokio::test]
async fn pages_of_whole_issues_are_capped_at_100() {
    let sample = Sample::start(DemoConfig { issues: 150, ..cloud() }).await;
    let ask = |fields| json!({"jql": "project = ORB", "maxResults": 5000, "fields": fields});
    for (fields, held) in [(json!(["id"]), 150), (json!(["key"]), 150), (json!(["*all"]), 100)] {
        let (_, page) = sample.search(ask(fields)).await;
        assert_eq!(ids(&page).len(), held);
    }
    let (_, page) = sample.search(json!({"jql": "project = ORB", "maxResults": 1})).await;
    assert_eq!(page["issues"][0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id"]);
}

#[tokio::test]
async fn cloud_inlines_20_comments_20_worklogs_and_40_newest_changes() {
    let sample = Sample::start(cloud()).await;
    let body = json!({
        "jql": "key in (ORB-4, ORB-5, ORB-7) ORDER BY key", "fields": ["comment", "worklog"], "expand": "changelog",
    });
    let (_, page) = sample.search(body).await;
    let [many_comments, many_worklogs, many_changes] = [0, 1, 2].map(|i| page["issues"][i].clone());
    let comments = &many_comments["fields"]["comment"];
    assert_eq!(comments["comments"].as_array().unwrap().len(), 20);
    assert_eq!(comments["total"], sample.truth_of("ORB-4").comments);
    assert!(sample.truth_of("ORB-4").comments > 100);
    let worklogs = &many_worklogs["fields"]["worklog"];
    assert_eq!(worklogs["worklogs"].as_array().unwrap().len(), 20);
    assert_eq!(worklogs["total"], sample.truth_of("ORB-5").worklogs);
    let changelog = &many_changes["changelog"];
    let inline = changelog["histories"].as_array().unwrap();
    assert_eq!((inline.len(), &changelog["total"]), (40, &json!(sample.truth_of("ORB-7").histories)));
    let (_, oldest_first) = sample.get("/rest/api/3/issue/ORB-7/changelog?startAt=0").await;
    assert_eq!(oldest_first["values"].as_array().unwrap().len(), 100);
    let total = oldest_first["total"].as_u64().unwrap();
    let (_, end) = sample.get(&format!("/rest/api/3/issue/ORB-7/changelog?startAt={}", total - 1)).await;
    assert_eq!(
        (end["values"][0]["id"].clone(), end["isLast"].clone()),
        (inline[0]["id"].clone(), json!(true))
    );
}

#[tokio::test]
async fn cloud_comment_pages_hold_100_and_are_empty_past_the_end() {
    let sample = Sample::start(cloud()).await;
    let path = "/rest/api/3/issue/ORB-4/comment";
    let (_, page) = sample.get(&format!("{path}?maxResults=5000")).await;
    assert_eq!((page["comments"].as_array().unwrap().len(), &page["maxResults"]), (100, &json!(100)));
    let (status, page) = sample.get(&format!("{path}?startAt=9999")).await;
    assert_eq!((status, page["comments"].as_array().unwrap().len()), (200, 0));
    let center = Sample::start(data_center()).await;
    let (_, page) = center.get("/rest/api/2/issue/ORB-4/comment").await;
    assert_eq!(page["comments"].as_array().unwrap().len() as u64, center.truth_of("ORB-4").comments);
}

#[tokio::test]
async fn bulk_fetch_sorts_by_id_and_omits_unknown_issues() {
    let sample = Sample::start(cloud()).await;
    let path = "/rest/api/3/issue/bulkfetch";
    let (status, _) = sample.post(path, json!({"issueIdsOrKeys": vec!["ORB-1"; 101]})).await;
    assert_eq!(status, 400);
    let asked = json!({"issueIdsOrKeys": ["PAY-9", "ORB-2", "ORB-999", "ORB-2"], "fields": ["summary"]});
    let (_, answer) = sample.post(path, asked).await;
    let keys: Vec<_> = answer["issues"].as_array().unwrap().iter().map(|i| i["key"].clone()).collect();
    assert_eq!((keys, &answer["issueErrors"]), (vec![json!("ORB-2"), json!("PAY-9")], &json!([])));
    let (status, _) = sample.post(path, json!({"issueIdsOrKeys": ["ORB-1"], "expand": "changelog"})).await;
    assert_eq!(status, 400, "here expand is a list");
}

#[tokio::test]
async fn bulk_changelogs_span_pages_and_are_complete() {
    let sample = Sample::start(cloud()).await;
    let path = "/rest/api/3/changelog/bulkfetch";
    let keys = ["ORB-6", "ORB-7", "PAY-7"];
    let (mut token, mut pages, mut found) =
        (json!(null), 0, std::collections::BTreeMap::<String, usize>::new());
    loop {
        let mut body = json!({"issueIdsOrKeys": keys, "maxResults": 50});
        if token.is_string() {
            body["nextPageToken"] = token;
        }
        let (status, page) = sample.post(path, body).await;
        assert_eq!(status, 200);
        let mut last = 0;
        for log in page["issueChangeLogs"].as_array().unwrap() {
            for history in log["changeHistories"].as_array().unwrap() {
                *found.entry(log["issueId"].as_str().unwrap().to_owned()).or_default() += 1;
                assert!(history["created"].is_u64());
            }
            last += log["changeHistories"].as_array().unwrap().len();
        }
        assert!(last <= 50);
        pages += 1;
        token = page["nextPageToken"].clone();
        if token.is_null() {
            break;
        }
    }
    let wanted = keys.map(|k| sample.truth_of(k)).map(|i| (i.id.to_string(), i.histories as usize));
    assert_eq!(found, wanted.into_iter().collect());
    assert!(pages > 3);
    for (body, why) in [
        (json!({"issueIdsOrKeys": vec!["ORB-1"; 1001]}), "too many issues"),
        (json!({"issueIdsOrKeys": ["ORB-1"], "maxResults": 10_001}), "too large a page"),
    ] {
        assert_eq!(sample.post(path, body).await.0, 400, "{why}");
    }
}

#[tokio::test]
async fn data_center_caps_pages_at_1000_and_fails_beyond_10000() {
    let config = DemoConfig { projects: 1, issues: 12_000, ..data_center() };
    let sample = Sample::start(config).await;
    let (status, page) = sample.offset("project = ORB", 0, 5000).await;
    assert_eq!((status, &page["maxResults"], &page["total"]), (200, &json!(1000), &json!(12_000)));
    assert_eq!(ids(&page).len(), 1000);
    assert_eq!(sample.offset("project = ORB", 9_000, 1000).await.0, 200);
    assert_eq!(sample.offset("project = ORB", 9_001, 1000).await.0, 500);
    assert_eq!(sample.offset("project = ORB", 10_000, 1).await.0, 500);
}

#[tokio::test]
async fn boards_projects_and_sprints_are_paged() {
    let sample = Sample::start(DemoConfig { projects: 120, issues: 3, ..cloud() }).await;
    let (_, page) = sample.get("/rest/api/3/project/search?maxResults=1000").await;
    assert_eq!((page["values"].as_array().unwrap().len(), &page["total"]), (100, &json!(120)));
    let (_, rest) = sample.get("/rest/api/3/project/search?maxResults=100&startAt=100").await;
    assert_eq!((rest["values"].as_array().unwrap().len(), &rest["isLast"]), (20, &json!(true)));
    let (_, boards) = sample.get("/rest/agile/1.0/board?maxResults=100").await;
    assert_eq!(boards["values"].as_array().unwrap().len(), 50);
    let (_, sprints) = sample.get("/rest/agile/1.0/board/1/sprint").await;
    assert_eq!((sprints["values"].as_array().unwrap().len(), &sprints["isLast"]), (50, &json!(false)));
    assert_eq!(sample.get("/rest/agile/1.0/board/2/sprint").await.0, 400, "a kanban board");
}
