use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use jira_sync::demo::IssueAccess;
use serde_json::{Value, json};

use super::{DemoConfig, Sample, cloud, data_center};
use crate::support::odd_json::readable;

fn realistic(config: DemoConfig) -> DemoConfig {
    DemoConfig { realistic: true, ..config }
}

/// A response in which everything that JSON cannot represent is replaced by U+FFFD.
async fn get(sample: &Sample, path: &str) -> Value {
    let answer = sample.request("GET", path).send().await.unwrap();
    readable(&answer.bytes().await.unwrap())
}

async fn whole(sample: &Sample, issues: &[String]) -> Vec<u8> {
    let body = json!({"issueIdsOrKeys": issues, "fields": ["*all"], "expand": ["changelog"]});
    let answer = sample.request("POST", "/rest/api/3/issue/bulkfetch").json(&body).send().await.unwrap();
    answer.bytes().await.unwrap().to_vec()
}

/// Every user object in a response.
fn people<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| people(item, found)),
        Value::Object(members) => {
            if members.get("self").and_then(Value::as_str).is_some_and(|url| url.contains("/user?")) {
                found.push(value);
            }
            members.values().for_each(|member| people(member, found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn same_seed_produces_the_same_realistic_site() {
    let contents = async |config: DemoConfig| {
        let sample = Sample::start(config).await;
        let keys: Vec<String> = (1..=30).map(|n| format!("ORB-{n}")).collect();
        let body = String::from_utf8_lossy(&whole(&sample, &keys).await).replace(&sample.demo.base_url(), "");
        (body, sample.demo.site().refused())
    };
    let first = contents(realistic(cloud())).await;
    assert_eq!(first, contents(realistic(cloud())).await);
    assert_ne!(first, contents(realistic(DemoConfig { seed: 2, ..cloud() })).await);
    assert!(!contents(cloud()).await.0.contains('\u{FFFD}'), "a site that is not realistic has no odd texts");
}

#[tokio::test]
async fn users_appear_with_varying_but_consistent_fields() {
    for (config, id) in [(cloud(), "accountId"), (data_center(), "key")] {
        let sample = Sample::start(realistic(config)).await;
        let (mut forms, mut seen) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeMap::new());
        for number in 1..=40 {
            let issue = get(&sample, &format!("/rest/api/2/issue/ORB-{number}?expand=changelog")).await;
            let mut found = Vec::new();
            people(&issue, &mut found);
            for person in found {
                let members = person.as_object().unwrap();
                let who = person[id].as_str().unwrap().to_owned();
                forms
                    .entry(who.clone())
                    .or_default()
                    .insert(format!("{:?}", members.keys().collect::<Vec<_>>()));
                for (member, value) in members {
                    let known = seen.entry((who.clone(), member.clone())).or_insert_with(|| value.clone());
                    assert_eq!(known, value, "{who}: {member}");
                }
            }
        }
        let most = forms.values().map(BTreeSet::len).max().unwrap();
        assert!(most > 5, "{most}");
    }
}

#[tokio::test]
async fn user_list_hides_email_addresses_and_repeats_some_users() {
    let config = (1..).map(|seed| DemoConfig { seed, ..realistic(cloud()) });
    for config in config.take(8) {
        let sample = Sample::start(config).await;
        if sample.demo.site().refused().iter().any(|list| list.contains("users")) {
            assert_eq!(sample.get("/rest/api/3/users/search").await.0, 403);
            continue;
        }
        let (mut all, mut repeated) = (Vec::new(), 0);
        loop {
            let mut page = get(&sample, &format!("/rest/api/3/users/search?startAt={}", all.len())).await;
            if page.is_null() {
                continue;
            }
            let Value::Array(page) = page.take() else { panic!("{page}") };
            if page.is_empty() {
                break;
            }
            repeated += usize::from(all.last() == page.first());
            all.extend(page);
        }
        let names: BTreeSet<&str> = all.iter().map(|p| p["accountId"].as_str().unwrap()).collect();
        assert!(
            names.len() == 32 && all.len() > 35 && repeated > 0,
            "{} of {}: {repeated}",
            names.len(),
            all.len()
        );
        assert!(
            all.iter()
                .all(|p| p.get("emailAddress").is_none() && p.get("timeZone").is_none() && p["key"] == "")
        );
        return;
    }
    panic!("every user list is refused");
}

#[tokio::test]
async fn some_authors_are_missing_and_some_links_are_one_sided() {
    let sample = Sample::start(realistic(cloud())).await;
    let (mut authors, mut one_sided) = (BTreeSet::new(), 0);
    let mut links = BTreeMap::<String, u32>::new();
    for number in 1..=80 {
        let issue = get(&sample, &format!("/rest/api/3/issue/ORB-{number}?expand=changelog")).await;
        for comment in issue["fields"]["comment"]["comments"].as_array().into_iter().flatten() {
            authors.insert(match comment.get("author") {
                None => "absent",
                Some(Value::Null) => "null",
                Some(author) if author.get("accountId").is_none() => "nameless",
                Some(_) => "known",
            });
        }
        for link in issue["fields"]["issuelinks"].as_array().into_iter().flatten() {
            *links.entry(link["id"].to_string()).or_default() += 1;
        }
    }
    one_sided += links.values().filter(|ends| **ends == 1).count();
    assert_eq!(authors, BTreeSet::from(["absent", "known", "nameless", "null"]));
    assert!(one_sided > 0);
}

#[tokio::test]
async fn some_lists_are_refused_and_some_issues_are_hidden() {
    let mut refused = BTreeSet::new();
    for seed in 1..6 {
        let sample = Sample::start(realistic(DemoConfig { seed, ..cloud() })).await;
        let lists = sample.demo.site().refused();
        assert_eq!(lists.len(), 2);
        refused.extend(lists);
        let listed = sample.ids("project = ORB", 5000).await;
        let truth: Vec<u64> =
            sample.demo.site().truth_page(Some("ORB"), None, 1000).issues.iter().map(|i| i.id).collect();
        let named: Vec<&u64> = listed.iter().filter(|id| !truth.contains(id)).collect();
        for id in named {
            assert_eq!(sample.get(&format!("/rest/api/3/issue/{id}")).await.0, 404);
        }
        assert!(truth.len() < 80);
        sample.demo.site().set_access("ORB-1", IssueAccess::Open).unwrap();
    }
    assert!(refused.len() > 4, "{refused:?}");
    let plain = Sample::start(cloud()).await;
    assert_eq!((plain.demo.site().refused().len(), plain.truth().len()), (0, 240));
}

#[tokio::test]
async fn texts_hold_invalid_characters_and_deeply_nested_lists() {
    let sample = Sample::start(realistic(cloud())).await;
    let keys: Vec<String> = (1..=80).map(|n| format!("ORB-{n}")).collect();
    let body = whole(&sample, &keys).await;
    let has = |part: &[u8]| body.windows(part.len()).any(|window| window == part);
    assert!(has(br"\ud83d") && has(b"\xff") && has(br"\u0000") && has("\u{202E}".as_bytes()));
    let deep = br#"[{"type":"listItem","content":[{"type":"bulletList","content":"#.repeat(39);
    assert!(has(&deep));
}

#[tokio::test]
async fn versions_change_over_time_in_a_reproducible_way() {
    let busy = DemoConfig { activity_ms: Some(60_000), ..realistic(cloud()) };
    let sample = Sample::start(busy.clone()).await;
    let names = async |list: &str| match get(&sample, &format!("/rest/api/3/{list}")).await {
        Value::Array(list) => list.iter().map(|item| item["name"].to_string()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    names("project/PAY/versions").await;
    let before = names("project/PAY/versions").await;
    sample.demo.site().advance_clock(TimeDelta::hours(24));
    assert_ne!(names("project/PAY/versions").await, before);
    let later = sample.truth();
    let again =
        Sample::start(DemoConfig { clock_starts_at: Some(super::epoch() + TimeDelta::hours(24)), ..busy })
            .await;
    again.get("/rest/api/3/myself").await;
    assert!(again.truth() == later, "the data depends on the settings alone");
}
