use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use jira_sync::demo::{Edition, ProjectState, SiteTruth, TruthIssue};
use sea_orm::{ConnectionTrait, DatabaseConnection, FromQueryResult, JsonValue, Statement};

/// What is compared: a name, and a query whose rows must be the same in both mirrors. Only one of them keeps rows that
/// Jira no longer shows, so the queries read live rows.
const TABLES: &[(&str, &str)] = &[
    (
        "issues",
        "select id, key, project_id, project_key, issue_type_id, issue_type, status_id, status, status_category,
             priority_id, priority, resolution_id, resolution, summary, description_text, assignee_id, reporter_id, creator_id, parent_id,
             parent_key, labels, created_at, updated_at, resolved_at, due_date, original_estimate_seconds,
             remaining_estimate_seconds, time_spent_seconds, story_points, custom_fields
         from live_issues order by id",
    ),
    ("projects", "select id, key, name, project_type, lead_id, category, state from projects where state = 'live' order by id"),
    ("present keys", "select k.* from issue_keys k join live_issues i on i.id = k.issue_id where k.current = true order by k.issue_id"),
    ("comments", "select * from live_comments order by id"),
    ("worklogs", "select * from live_worklogs order by id"),
    ("changelogs", "select c.* from changelogs c join live_issues i on i.id = c.issue_id order by c.id"),
    (
        "changelog items",
        "select t.* from changelog_items t join changelogs c on c.id = t.changelog_id
         join live_issues i on i.id = c.issue_id order by t.changelog_id, t.position",
    ),
    (
        "links",
        "select l.* from issue_links l join live_issues i on i.id = l.issue_id
         join live_issues o on o.id = l.linked_issue_id order by l.id, l.issue_id",
    ),
    ("attachments", "select a.* from attachments a join live_issues i on i.id = a.issue_id order by a.id"),
    ("remote links", "select a.* from remote_links a join live_issues i on i.id = a.issue_id order by a.id"),
    ("issue components", "select a.* from issue_components a join live_issues i on i.id = a.issue_id order by 2, 3"),
    ("fix versions", "select a.* from issue_fix_versions a join live_issues i on i.id = a.issue_id order by 2, 3"),
    ("affected versions", "select a.* from issue_affected_versions a join live_issues i on i.id = a.issue_id order by 2, 3"),
    ("issue sprints", "select a.* from issue_sprints a join live_issues i on i.id = a.issue_id order by 2, 3"),
    ("people in custom fields", "select a.* from issue_people a join live_issues i on i.id = a.issue_id order by 2, 3"),
    ("fields", "select * from live_fields order by id"),
    ("statuses", "select * from live_statuses order by id"),
    ("issue types", "select * from live_issue_types order by id"),
    ("priorities", "select * from live_priorities order by id"),
    ("resolutions", "select * from live_resolutions order by id"),
    ("link types", "select * from live_link_types order by id"),
    ("versions", "select * from live_versions order by id"),
    ("components", "select * from live_components order by id"),
    ("boards", "select * from live_boards order by id"),
];

const USERS: &str = "select id, display_name, email, active, time_zone, account_type from users order by id";

const SPRINTS: &str = "select * from live_sprints order by id";

/// If the list of one board is refused, the table may contain sprints of a board that was deleted.
const SPRINTS_OF_BOARDS: &str =
    "select * from live_sprints where board_id in (select id from live_boards) order by id";

/// Asserts that both contain the same rows, except for lists that the site refuses. The mirror may know more about
/// people than a new copy can learn: from issues that no longer exist.
pub(super) async fn assert_same(ours: &DatabaseConnection, fresh: &DatabaseConnection, refused: &[String]) {
    let no_sprints = refused.iter().any(|path| path.contains("/sprint"));
    let sprints = if no_sprints { SPRINTS_OF_BOARDS } else { SPRINTS };
    let (mut known, expected) = (values(ours, USERS).await, values(fresh, USERS).await);
    known.retain(|row| expected.iter().any(|other| row["id"] == other["id"]));
    for (row, expected) in known.iter_mut().zip(&expected) {
        let expected = expected.as_object().unwrap();
        row.as_object_mut().unwrap().retain(|member, _| !expected[member].is_null());
    }
    let expected: Vec<JsonValue> = expected.into_iter().map(without_nulls).collect();
    assert_eq!(differences(&known, &expected), [""; 0], "users, ours and Jira's");
    for (name, query) in TABLES.iter().copied().chain([("sprints", sprints)]) {
        let (ours, fresh) = (values(ours, query).await, values(fresh, query).await);
        assert_eq!(differences(&ours, &fresh), [""; 0], "{name}, ours and Jira's");
    }
}

fn without_nulls(mut row: JsonValue) -> JsonValue {
    row.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    row
}

/// Rows with the same id by the members that differ; rows that only one side has in full.
pub(super) fn differences(ours: &[JsonValue], fresh: &[JsonValue]) -> Vec<String> {
    let only = |some: &[JsonValue], others: &[JsonValue]| -> Vec<JsonValue> {
        let others: HashSet<&JsonValue> = others.iter().collect();
        some.iter().filter(|row| !others.contains(row)).cloned().collect()
    };
    let (ours, fresh) = (only(ours, fresh), only(fresh, ours));
    let same = |a: &JsonValue, b: &JsonValue| a["id"] == b["id"] && !a["id"].is_null();
    let mut found = Vec::new();
    for row in &ours {
        let Some(other) = fresh.iter().find(|other| same(row, other)) else {
            found.push(format!("only ours: {row}"));
            continue;
        };
        for (member, value) in row.as_object().unwrap() {
            if *value != other[member] {
                found.push(format!("{}: {member}: {value}\n    {}", row["id"], other[member]));
            }
        }
    }
    let lost = fresh.iter().filter(|row| !ours.iter().any(|other| same(row, other)));
    found.extend(lost.map(|row| format!("only Jira's: {row}")));
    found
}

/// The rows of a query as text, each column by its name.
pub(super) async fn rows(connection: &DatabaseConnection, query: &str) -> Vec<String> {
    values(connection, query).await.iter().map(JsonValue::to_string).collect()
}

pub(super) async fn values(connection: &DatabaseConnection, query: &str) -> Vec<JsonValue> {
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| JsonValue::from_query_result(row, "").unwrap()).collect()
}

/// Asserts that these issues are live and up to date with their last change.
pub(super) async fn assert_current(ours: &DatabaseConnection, issues: impl Iterator<Item = &TruthIssue>) {
    let stored = values(ours, "select id, updated_at from live_issues").await;
    let updated = |row: &JsonValue| {
        let at: DateTime<Utc> = row["updated_at"].as_str().unwrap().parse().unwrap();
        (row["id"].as_u64().unwrap(), at.timestamp_millis())
    };
    let stored: BTreeMap<u64, i64> = stored.iter().map(updated).collect();
    let missed: Vec<&TruthIssue> =
        issues.filter(|issue| stored.get(&issue.id) != Some(&issue.updated)).collect();
    assert!(missed.is_empty(), "the quiet sync missed {missed:#?}");
}

/// The issues that are marked as deleted.
pub(super) async fn marked(ours: &DatabaseConnection) -> BTreeSet<u64> {
    let marked = values(ours, "select id from issues where deleted_at is not null").await;
    marked.iter().map(|row| row["id"].as_u64().unwrap()).collect()
}

/// Asserts that the numbers of live rows are those that the site reports.
pub(super) async fn assert_counts(ours: &DatabaseConnection, truth: &SiteTruth) {
    let mut counts = Vec::new();
    for table in ["issues", "comments", "worklogs"] {
        counts.push(rows(ours, &format!("select id from live_{table}")).await.len() as u64);
    }
    assert_eq!(counts, [truth.issues, truth.comments, truth.worklogs], "issues, comments, worklogs");
}

/// Asserts that issues are marked with the reason of their project, and that no others are marked.
pub(super) async fn assert_reasons(ours: &DatabaseConnection, truth: &SiteTruth, edition: Edition) {
    for project in &truth.projects {
        let reason = match (project.permitted, project.state) {
            (true, ProjectState::Live) => continue,
            (true, ProjectState::Archived) => "archived",
            (true, ProjectState::Trashed) if edition == Edition::Cloud => "deleted",
            _ => "access_lost",
        };
        let wrong = format!(
            "select key, deletion_kind from issues where project_id = {} and deletion_kind is distinct from '{reason}'
             and deletion_kind is distinct from 'deleted'",
            project.id
        );
        assert_eq!(rows(ours, &wrong).await, [""; 0], "{} is {reason}", project.key);
    }
    let torn = "select id from issues where (deleted_at is null) <> (deletion_kind is null)";
    assert_eq!(rows(ours, torn).await, [""; 0]);
}
