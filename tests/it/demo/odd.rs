use jira_sync::demo::{HALF_SURROGATE, IssueEdit, NO_UTF8, Named, filler};
use serde_json::Value;

use super::{Sample, cloud, data_center};

async fn bytes(sample: &Sample, path: &str) -> Vec<u8> {
    let answer = sample.request("GET", path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap().to_vec()
}

fn contains(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn names_and_texts_can_hold_half_surrogates_and_invalid_utf8() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let odd = |text: &str| format!("{text} {HALF_SURROGATE}{NO_UTF8}");
    let edit = IssueEdit {
        summary: Some(odd("title")),
        description: Some(odd("text")),
        labels: Some(vec![odd("label")]),
        ..IssueEdit::default()
    };
    site.edit_issue("ORB-1", edit).unwrap();
    site.add_comment("ORB-1", &odd("said")).unwrap();
    site.rename_user("Grace Mwangi", &odd("Grace")).unwrap();
    site.rename_status("Done", &odd("Done")).unwrap();
    site.rename(Named::Project, "ORB", &odd("Orbit")).unwrap();
    site.rename(Named::Field, "customfield_10030", &odd("Severity")).unwrap();
    for (path, text) in [
        ("issue/ORB-1", "title"),
        ("issue/ORB-1", "text"),
        ("issue/ORB-1", "label"),
        ("issue/ORB-1/comment", "said"),
        ("users/search?maxResults=1000", "Grace"),
        ("status", "Done"),
        ("project/search", "Orbit"),
        ("field", "Severity"),
    ] {
        let body = bytes(&sample, &format!("/rest/api/3/{path}")).await;
        assert!(contains(&body, &[text.as_bytes(), br" \ud83d", b"\xff"].concat()), "{path}: {text}");
        assert!(serde_json::from_slice::<Value>(&body).is_err());
    }
}

#[tokio::test]
async fn rich_text_can_be_deeply_nested_and_issues_very_large() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth_of("ORB-1").histories;
    site.edit_issue("ORB-1", IssueEdit { nested: Some(2), ..IssueEdit::default() }).unwrap();
    let (_, issue) = sample.get("/rest/api/3/issue/ORB-1").await;
    let list = &issue["fields"]["description"]["content"][0];
    assert_eq!(
        list["content"][0]["content"][0]["content"][0]["content"][0]["content"][0]["text"],
        "deep down"
    );
    site.edit_issue("ORB-1", IssueEdit { nested: Some(5000), ..IssueEdit::default() }).unwrap();
    let body = bytes(&sample, "/rest/api/3/issue/ORB-1").await;
    assert_eq!(body.windows(10).filter(|window| window == b"bulletList").count(), 5000);
    site.edit_issue("ORB-1", IssueEdit { bytes: Some(3_000_000), ..IssueEdit::default() }).unwrap();
    let size = bytes(&sample, "/rest/api/3/issue/ORB-1?expand=changelog").await.len();
    assert!((3_000_000..3_100_000).contains(&size), "{size}");
    site.edit_issue("ORB-2", IssueEdit { summary: Some(filler(1000)), ..IssueEdit::default() }).unwrap();
    let (_, issue) = sample.get("/rest/api/3/issue/ORB-2").await;
    assert_eq!(issue["fields"]["summary"].as_str().unwrap().len(), 1000);
    assert_eq!(sample.truth_of("ORB-1").histories, before);
    let center = Sample::start(data_center()).await;
    center.demo.site().edit_issue("ORB-1", IssueEdit { nested: Some(40), ..IssueEdit::default() }).unwrap();
    let (_, issue) = center.get("/rest/api/2/issue/ORB-1").await;
    assert!(issue["fields"]["description"].as_str().unwrap().starts_with(&"*".repeat(40)));
}
