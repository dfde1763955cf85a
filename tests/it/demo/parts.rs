use jira_sync::demo::{IssueEdit, Named, PersonEdit, SprintState};
use serde_json::{Value, json};

use super::{Sample, cloud, data_center};

/// The names in a list.
async fn names(sample: &Sample, path: &str) -> Vec<String> {
    let (status, list) = sample.get(path).await;
    assert_eq!(status, 200);
    list.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

async fn fields(sample: &Sample, key: &str) -> Value {
    sample.get(&format!("/rest/api/2/issue/{key}")).await.1["fields"].take()
}

#[tokio::test]
async fn renames_do_not_change_updated_of_issues() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let before = sample.truth();
    for (kind, what, list) in [
        (Named::Priority, "Medium", "priority"),
        (Named::Resolution, "Done", "resolution"),
        (Named::IssueType, "Story", "issuetype"),
        (Named::Field, "customfield_10030", "field"),
        (Named::Version, "10000", "project/ORB/versions"),
        (Named::Component, "10001", "project/ORB/components"),
    ] {
        site.rename(kind, what, "Umbenannt").unwrap();
        assert!(
            names(&sample, &format!("/rest/api/3/{list}")).await.contains(&"Umbenannt".to_owned()),
            "{list}"
        );
    }
    site.rename(Named::LinkType, "Blocks", "Umbenannt").unwrap();
    site.rename(Named::Board, "1", "Umbenannt").unwrap();
    site.rename(Named::Project, "PAY", "Umbenannt").unwrap();
    let (_, types) = sample.get("/rest/api/3/issueLinkType").await;
    assert_eq!(types["issueLinkTypes"][0]["name"], "Umbenannt");
    assert_eq!(sample.get("/rest/agile/1.0/board/1").await.1["name"], "Umbenannt");
    assert_eq!(sample.get("/rest/api/3/project/PAY").await.1["name"], "Umbenannt");
    assert_eq!(sample.truth(), before);
    assert!(site.rename(Named::Priority, "Medium", "again").is_err(), "the old name is gone");
    assert_eq!(sample.search(json!({"jql": "issuetype = Umbenannt AND project = ORB"})).await.0, 200);
}

#[tokio::test]
async fn removed_versions_and_components_disappear_from_issues() {
    for config in [cloud(), data_center()] {
        let sample = Sample::start(config).await;
        let site = sample.demo.site();
        let version = site.add_version("ORB", "Neu 1").unwrap();
        let component = site.add_component("ORB", "Neu 2").unwrap();
        let edit = IssueEdit {
            fix_versions: Some(vec![version]),
            components: Some(vec![component]),
            ..IssueEdit::default()
        };
        site.edit_issue("ORB-1", edit).unwrap();
        let has = fields(&sample, "ORB-1").await;
        assert_eq!(
            (&has["fixVersions"][0]["name"], &has["components"][0]["name"]),
            (&json!("Neu 1"), &json!("Neu 2"))
        );
        site.edit_version(version, true, false).unwrap();
        let (_, versions) = sample.get("/rest/api/2/project/ORB/versions").await;
        let released = versions.as_array().unwrap().iter().find(|v| v["name"] == "Neu 1").unwrap();
        assert_eq!(released["released"], true);
        let before = sample.truth_of("ORB-1");
        site.remove_version(version).unwrap();
        site.remove_component(component).unwrap();
        let has = fields(&sample, "ORB-1").await;
        assert_eq!((&has["fixVersions"], &has["components"]), (&json!([]), &json!([])));
        assert!(!names(&sample, "/rest/api/2/project/ORB/versions").await.contains(&"Neu 1".to_owned()));
        let after = sample.truth_of("ORB-1");
        assert!(after.updated >= before.updated && after.histories == before.histories + 2);
        assert!(site.remove_version(version).is_err());
    }
}

#[tokio::test]
async fn replacing_a_priority_does_not_change_updated() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    site.add_priority("Dringend");
    site.edit_issue("ORB-1", IssueEdit { priority: Some("Dringend".to_owned()), ..IssueEdit::default() })
        .unwrap();
    let before = sample.truth_of("ORB-1");
    assert_eq!(fields(&sample, "ORB-1").await["priority"]["name"], "Dringend");
    site.remove_priority("Dringend", "Low").unwrap();
    assert_eq!(fields(&sample, "ORB-1").await["priority"]["name"], "Low");
    assert_eq!(sample.truth_of("ORB-1"), before);
    assert!(!names(&sample, "/rest/api/3/priority").await.contains(&"Dringend".to_owned()));
}

#[tokio::test]
async fn attachments_and_remote_links_can_be_added_and_removed() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    let file = site.add_attachment("ORB-1", "Beleg.pdf", 77).unwrap();
    assert!(site.attachments_of("ORB-1").unwrap().contains(&file));
    let shown = fields(&sample, "ORB-1").await["attachment"].to_string();
    assert!(shown.contains("Beleg.pdf") && shown.contains("\"size\":77"));
    site.remove_attachment("ORB-1", file).unwrap();
    assert!(!fields(&sample, "ORB-1").await["attachment"].to_string().contains("Beleg.pdf"));
    let link = site.add_remote_link("ORB-1", "Seite", "https://wiki.example.com/1").unwrap();
    site.edit_remote_link("ORB-1", link, "Andere Seite").unwrap();
    let (_, links) = sample.get("/rest/api/3/issue/ORB-1/remotelink").await;
    assert_eq!(links[0]["object"]["title"], "Andere Seite");
    let before = sample.truth_of("ORB-1");
    site.remove_remote_link("ORB-1", link).unwrap();
    assert_eq!(sample.get("/rest/api/3/issue/ORB-1/remotelink").await.1, json!([]));
    assert!(sample.truth_of("ORB-1").updated >= before.updated);
    assert!(site.remove_remote_link("ORB-1", link).is_err());
}

#[tokio::test]
async fn sprints_and_users_can_be_changed() {
    let sample = Sample::start(cloud()).await;
    let site = sample.demo.site();
    site.set_sprint_state(154, SprintState::Active).unwrap();
    let (_, sprint) = sample.get("/rest/agile/1.0/sprint/154").await;
    assert!(sprint["state"] == "active" && sprint["startDate"].is_string());
    let edit =
        PersonEdit { email: Some("g@example.com".to_owned()), active: Some(false), ..PersonEdit::default() };
    site.edit_user("Grace Mwangi", edit).unwrap();
    let added = site.add_user("Neue Kollegin");
    let (_, people) = sample.get("/rest/api/3/users/search?maxResults=1000").await;
    let named =
        |name: &str| people.as_array().unwrap().iter().find(|p| p["displayName"] == name).unwrap().clone();
    assert_eq!(named("Grace Mwangi")["active"], false);
    assert_eq!(named("Neue Kollegin")["accountId"], added);
}

#[tokio::test]
async fn changes_of_reference_data_are_available_over_http() {
    let sample = Sample::start(cloud()).await;
    let send = async |method: &str, path: &str, body: Value| {
        let url = format!("{}/__control/{path}", sample.demo.base_url());
        let (status, answer) = super::read(
            sample.client.request(method.parse().unwrap(), url).json(&body).send().await.unwrap(),
        )
        .await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    };
    send("PUT", "names/priority/Medium", json!({"name": "Mittel"})).await;
    send("PUT", "projects/PAY", json!({"name": "Zahlungen"})).await;
    send("PUT", "sprints/154", json!({"state": "active", "name": "Jetzt"})).await;
    send("PUT", "issues/ORB-3/access", json!({"access": "named"})).await;
    let version = send("POST", "projects/ORB/versions", json!({"name": "X"})).await["id"].clone();
    send("PUT", &format!("versions/{version}"), json!({"released": true, "archived": false})).await;
    send("DELETE", &format!("versions/{version}"), json!({})).await;
    let component = send("POST", "projects/ORB/components", json!({"name": "X"})).await["id"].clone();
    send("DELETE", &format!("components/{component}"), json!({})).await;
    send("POST", "priorities", json!({"name": "Dringend"})).await;
    send("DELETE", "priorities/Dringend", json!({"replacement": "Low"})).await;
    let file =
        send("POST", "issues/ORB-1/attachments", json!({"name": "a.txt", "size": 3})).await["id"].clone();
    send("DELETE", &format!("issues/ORB-1/attachments/{file}"), json!({})).await;
    let link =
        send("POST", "issues/ORB-1/remote-links", json!({"title": "T", "url": "https://x.example"})).await;
    let link = format!("issues/ORB-1/remote-links/{}", link["id"]);
    send("PUT", &link, json!({"title": "U"})).await;
    send("DELETE", &link, json!({})).await;
    let link =
        send("POST", "issues/ORB-1/links", json!({"other": "ORB-2", "kind": "Blocks", "one_sided": true}))
            .await;
    send("DELETE", &format!("issues/ORB-1/links/{}", link["id"]), json!({})).await;
    send("POST", "users", json!({"name": "Neu"})).await;
    send("PUT", "users/Neu", json!({"active": false})).await;
    send("POST", "account/unlock", json!({})).await;
}
