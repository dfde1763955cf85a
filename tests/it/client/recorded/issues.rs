//! The recorded issues of a real Cloud site and a real Server, including everything nested in them.
//!
//! The expected lines were derived from the recordings without the parser under test: `key id
//! project type status resolution priority assignee creator parent-key/id created updated resolved (ms) due
//! estimate/remaining/spent labels fix-versions sprints` and the number of links, comments, worklogs, changelog
//! entries, changed fields and custom fields.

use jira_sync::jira::wire::{FieldCatalog, FieldKind, Issue, RawIssue};
use serde_json::Value;

use super::{change_item, moment, responses};

const CLOUD: &str = "\
EE-1 10063 10003 10001 10068 10000 3 5ecfbd0c730ec90c1999cadf 5e9711ba34f7b90c0fbc37d3 -/- 1591920793360 1616918768713 1592548278495 2025-03-09 -/-/- labels=frontEnd,Saas fix=10026 sprints=7 links=0 comments=1 worklogs=0 histories=25 items=28 custom=7
EE-3 10065 10003 10001 10068 10000 3 5ecfbd0c730ec90c1999cadf 5e9711ba34f7b90c0fbc37d3 -/- 1591920941600 1616918755061 1592907671996 - -/-/- labels=frontEnd,Saas fix=10026 sprints=7 links=0 comments=1 worklogs=0 histories=26 items=32 custom=8
EE-5 10067 10003 10031 10068 10000 3 5ecfbd0c730ec90c1999cadf 5e9711ba34f7b90c0fbc37d3 -/- 1591921004157 1616918754622 1592453160747 - -/-/- labels=frontEnd,Saas fix=10026 sprints=7 links=0 comments=0 worklogs=0 histories=18 items=23 custom=8
EE-8 10070 10003 10031 10068 10000 3 5ecfbd0ba04d9c0c220c18d8 5e9711ba34f7b90c0fbc37d3 -/- 1591921138050 1616918754576 1594228305201 - -/-/- labels=frontEnd,Saas fix=10026 sprints=7 links=0 comments=0 worklogs=0 histories=17 items=22 custom=8
EE-10 10072 10003 10031 10068 10000 3 5ecfbd0ba04d9c0c220c18d8 5e9711ba34f7b90c0fbc37d3 -/- 1591921164637 1616918754472 1594228315247 - -/-/- labels=frontEnd,Saas fix=10026 sprints=7 links=0 comments=0 worklogs=0 histories=17 items=22 custom=8
EE-15 10077 10003 10031 10068 10000 3 5ecfbd0a47d31e0c2a15fd87 5e9711ba34f7b90c0fbc37d3 -/- 1591921479624 1616918761995 1592211626956 - 14400/0/28800 labels= fix=10026 sprints=7 links=0 comments=0 worklogs=2 histories=20 items=32 custom=8
EE-17 10079 10003 10031 10068 10000 3 5ecfbd0a47d31e0c2a15fd87 5e9711ba34f7b90c0fbc37d3 -/- 1591921496048 1616918754426 1595402729104 - 21600/14400/7200 labels= fix= sprints=17 links=0 comments=1 worklogs=1 histories=31 items=40 custom=9
EE-20 10082 10003 10001 10068 10001 3 5ecfbd0984083c0c12e5af8f 5e9711ba34f7b90c0fbc37d3 -/- 1591921783677 1628230494647 1592378754370 - 0/0/- labels= fix= sprints= links=0 comments=0 worklogs=0 histories=14 items=19 custom=5
EE-24 10086 10003 10001 10068 10001 3 5ecfbd0aaa47a00c1997ea8e 5e9711ba34f7b90c0fbc37d3 -/- 1591922115489 1616918755819 1591946248659 - -/-/- labels= fix= sprints=7 links=0 comments=1 worklogs=0 histories=11 items=15 custom=6
EE-26 10088 10003 10003 10068 10001 3 5ecfbd0a47d31e0c2a15fd87 5e9711ba34f7b90c0fbc37d3 EE-1/10063 1591922461683 1616918755208 1592212011438 - -/-/- labels= fix= sprints=7 links=0 comments=0 worklogs=0 histories=14 items=18 custom=6
EE-28 10090 10003 10003 10068 10000 3 5ecfbd0c730ec90c1999cadf 5e9711ba34f7b90c0fbc37d3 EE-1/10063 1591922496317 1616918765443 1592452984637 - 21600/21600/- labels= fix=10026 sprints=7 links=0 comments=0 worklogs=0 histories=14 items=21 custom=8
EE-30 10092 10003 10003 10068 10001 3 5ecfbd0a47d31e0c2a15fd87 5e9711ba34f7b90c0fbc37d3 EE-2/10064 1591922919803 1616918755159 1592212000206 - -/-/- labels= fix= sprints=7 links=0 comments=0 worklogs=0 histories=11 items=15 custom=6
EE-32 10094 10003 10003 10068 10000 3 5ecfbd0c730ec90c1999cadf 5e9711ba34f7b90c0fbc37d3 EE-2/10064 1591922933279 1616918755592 1592453028818 - 21600/21600/- labels= fix=10026 sprints=7 links=0 comments=0 worklogs=0 histories=14 items=21 custom=8
EE-34 10096 10003 10003 10068 10000 3 5ecfbd0c730ec90c1999cadf 5e9711ba34f7b90c0fbc37d3 EE-3/10065 1591923117807 1616918757232 1592453045951 - 14400/21600/- labels= fix=10026 sprints=7 links=0 comments=0 worklogs=0 histories=16 items=24 custom=8
EE-36 10098 10003 10003 10068 10000 3 5ecfbd0ba04d9c0c220c18d8 5e9711ba34f7b90c0fbc37d3 EE-3/10065 1591923132678 1616918755685 1592552144696 - 7200/7200/- labels= fix= sprints=7 links=0 comments=0 worklogs=0 histories=15 items=21 custom=8
K5-2 20708 10050 10001 10033 - 3 - 62a2d08d1be00a0068af1945 K5-1/20707 1657924189026 1657924223341 - - -/-/- labels= fix= sprints=175 links=0 comments=0 worklogs=0 histories=2 items=2 custom=6
K5-4 20710 10050 10000 10033 - 3 - 62a2d08d1be00a0068af1945 -/- 1657924275981 1657924298598 - - -/-/- labels= fix= sprints= links=0 comments=0 worklogs=0 histories=1 items=1 custom=8";

const EPICS: &str = "\
K5-2 20708 10050 10001 10033 - 3 - 62a2d08d1be00a0068af1945 K5-1/20707 1657924189026 1657924223341 - - -/-/- labels= fix= sprints=175 links=0 comments=0 worklogs=0 histories=2 items=2 custom=6
K5-3 20709 10050 10001 10033 - 3 - 62a2d08d1be00a0068af1945 K5-4/20710 1657924243178 1657924298612 - - -/-/- labels= fix= sprints=175 links=0 comments=0 worklogs=0 histories=2 items=2 custom=6
K5-4 20710 10050 10000 10033 - 3 - 62a2d08d1be00a0068af1945 -/- 1657924275981 1657924298598 - - -/-/- labels= fix= sprints= links=0 comments=0 worklogs=0 histories=1 items=1 custom=8";

const SERVER: &str = "\
DZFNK0168-1 10802 10009 10004 10000 - 3 admin admin -/- 1685332626000 1690438427000 - - -/-/- labels= fix= sprints= links=1 comments=1 worklogs=0 histories=1 items=1 custom=1
DZFNK0168-3 10804 10009 10004 10000 - 3 admin admin -/- 1685332630000 1685332631000 - - -/-/- labels= fix= sprints= links=0 comments=1 worklogs=0 histories=0 items=0 custom=1
DZFNK0168-5 10806 10009 10004 10000 - 3 admin admin -/- 1685332634000 1690438427000 - - -/-/- labels= fix= sprints= links=2 comments=1 worklogs=0 histories=2 items=2 custom=1
DZFNK0168-7 10808 10009 10004 10000 - 3 admin admin -/- 1685332639000 1685332639000 - - -/-/- labels= fix= sprints= links=0 comments=1 worklogs=0 histories=0 items=0 custom=1
DZFNK0168-9 10810 10009 10004 10000 - 3 admin admin -/- 1685332642000 1685332643000 - - -/-/- labels= fix= sprints= links=0 comments=1 worklogs=0 histories=0 items=0 custom=1
DZFNK0168-11 10812 10009 10004 10000 - 3 admin admin -/- 1685332647000 1690438401000 - - -/-/- labels= fix= sprints= links=3 comments=1 worklogs=0 histories=3 items=3 custom=1
DZFNK0168-13 10814 10009 10004 10000 - 3 admin admin -/- 1685332651000 1685332651000 - - -/-/- labels= fix= sprints= links=0 comments=1 worklogs=0 histories=0 items=0 custom=1
DZFNK0168-15 10816 10009 10004 10000 - 3 admin admin -/- 1685332655000 1685332656000 - - -/-/- labels= fix= sprints= links=0 comments=1 worklogs=0 histories=0 items=0 custom=1
DZFNK0168-17 10818 10009 10004 10000 - 3 admin admin -/- 1685332659000 1690438331000 - - -/-/- labels= fix= sprints= links=1 comments=1 worklogs=0 histories=1 items=1 custom=1
DZFNK0168-19 10820 10009 10004 10000 - 3 admin admin -/- 1685332663000 1690438317000 - - -/-/- labels= fix= sprints= links=1 comments=1 worklogs=0 histories=1 items=1 custom=1
DZFNK0168-21 10822 10009 10004 10000 - 3 admin admin -/- 1685332667000 1690438317000 - - -/-/- labels= fix= sprints= links=1 comments=1 worklogs=0 histories=1 items=1 custom=1";

fn catalog() -> FieldCatalog {
    let field = |id, kind| FieldKind { id, name: id, schema_custom: Some(kind) };
    FieldCatalog::new(&[
        field("customfield_10020", "com.pyxis.greenhopper.jira:gh-sprint"),
        field("customfield_10014", "com.pyxis.greenhopper.jira:gh-epic-link"),
    ])
}

fn line(issue: &Issue) -> String {
    fn or_dash(value: Option<impl ToString>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| value.to_string())
    }
    fn joined(items: impl Iterator<Item = u64>) -> String {
        items.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
    }
    let parent = issue.parent.as_ref();
    [
        issue.key.clone(),
        issue.id.to_string(),
        or_dash(issue.project.as_ref().map(|project| project.id)),
        or_dash(issue.issue_type.as_ref().map(|kind| &kind.id)),
        or_dash(issue.status.as_ref().map(|status| &status.id)),
        or_dash(issue.resolution.as_ref().map(|resolution| &resolution.id)),
        or_dash(issue.priority.as_ref().map(|priority| &priority.id)),
        or_dash(issue.assignee.as_ref().map(|user| &user.key)),
        or_dash(issue.creator.as_ref().map(|user| &user.key)),
        format!(
            "{}/{}",
            or_dash(parent.and_then(|parent| parent.key.clone())),
            or_dash(parent.and_then(|parent| parent.id))
        ),
        or_dash(issue.created.map(|at| at.timestamp_millis())),
        or_dash(issue.updated.map(|at| at.timestamp_millis())),
        or_dash(issue.resolved.map(|at| at.timestamp_millis())),
        or_dash(issue.due_date),
        [issue.original_estimate_seconds, issue.remaining_estimate_seconds, issue.time_spent_seconds]
            .map(or_dash)
            .join("/"),
        format!("labels={}", issue.labels.join(",")),
        format!("fix={}", joined(issue.fix_versions.iter().map(|version| version.id))),
        format!("sprints={}", joined(issue.sprints.iter().map(|sprint| sprint.id))),
        format!("links={}", issue.links.len()),
        format!("comments={}", issue.comments.items.len()),
        format!("worklogs={}", issue.worklogs.items.len()),
        format!("histories={}", issue.histories.items.len()),
        format!("items={}", issue.histories.items.iter().map(|history| history.items.len()).sum::<usize>()),
        format!("custom={}", issue.custom_fields.len()),
    ]
    .join(" ")
}

fn check(file: &str, expected: &str) {
    let Some(documents) = responses(file) else { return };
    let issues: Vec<Issue> = documents
        .iter()
        .map(|document| RawIssue::from_value(document.clone()).unwrap().into_issue(&catalog()))
        .collect();
    let lines: Vec<String> = issues.iter().map(line).collect();
    assert_eq!(lines, expected.lines().collect::<Vec<_>>());
    for (issue, document) in issues.iter().zip(&documents) {
        assert_eq!(issue.warnings, [], "{}", issue.key);
        same_children(issue, document);
    }
}

fn same_children(issue: &Issue, document: &Value) {
    let fields = &document["fields"];
    assert_eq!(issue.summary.as_deref(), fields["summary"].as_str());
    assert_eq!(issue.description.as_ref(), fields.get("description").filter(|text| !text.is_null()));
    for (id, value) in &issue.custom_fields {
        assert_eq!(value, &fields[id], "kept as it came");
    }
    let complete =
        [issue.comments.is_complete(), issue.worklogs.is_complete(), issue.histories.is_complete()];
    assert_eq!(complete, [true; 3], "{}", issue.key);
    for (comment, document) in
        issue.comments.items.iter().zip(fields["comment"]["comments"].as_array().unwrap())
    {
        assert_eq!(Some(comment.id.to_string().as_str()), document["id"].as_str());
        assert_eq!(comment.body.as_ref(), document.get("body"));
        assert_eq!(comment.created, moment(&document["created"]));
        assert_eq!(comment.updated, moment(&document["updated"]));
        let author = &document["author"];
        let key = author["accountId"].as_str().or(author["key"].as_str());
        assert_eq!(comment.author.as_ref().map(|author| author.key.as_str()), key);
    }
    for (worklog, document) in
        issue.worklogs.items.iter().zip(fields["worklog"]["worklogs"].as_array().unwrap())
    {
        assert_eq!(Some(worklog.id.to_string().as_str()), document["id"].as_str());
        assert_eq!(worklog.time_spent_seconds, document["timeSpentSeconds"].as_i64());
        assert_eq!(worklog.started, moment(&document["started"]));
    }
    for (history, document) in
        issue.histories.items.iter().zip(document["changelog"]["histories"].as_array().unwrap())
    {
        assert_eq!(Some(history.id.to_string().as_str()), document["id"].as_str());
        assert_eq!(history.created, moment(&document["created"]));
        let items: Vec<_> = document["items"].as_array().unwrap().iter().map(change_item).collect();
        assert_eq!(history.items, items);
    }
    for (link, document) in issue.links.iter().zip(fields["issuelinks"].as_array().unwrap()) {
        let direction = link.direction.as_str();
        let other = &document[format!("{direction}Issue")];
        assert_eq!(Some(link.id.to_string().as_str()), document["id"].as_str());
        assert_eq!(link.type_name.as_deref(), document["type"]["name"].as_str());
        assert_eq!(link.issue_key.as_deref(), other["key"].as_str());
        assert_eq!(link.issue_id.map(|id| id.to_string()).as_deref(), other["id"].as_str());
    }
}

#[test]
fn cloud_issues_match_the_recording() {
    check("cloud/issues.json", CLOUD);
}

#[test]
fn cloud_epic_issues_match_the_recording() {
    check("cloud/epics.json", EPICS);
}

#[test]
fn server_issues_match_the_recording() {
    check("datacenter/issues.json", SERVER);
}
