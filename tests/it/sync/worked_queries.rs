//! The queries of `docs/tables.md` return what a naive reader counts on two sample sites that use the same ids.

mod facts;
mod figures;

use std::collections::BTreeMap;

use app::model::SyncMode;
use chrono::Utc;
use jira_sync::demo::{DemoConfig, DemoHandle, DemoJira, IssueEdit, NewIssue};
use sea_orm::{ConnectionTrait, Statement};

use self::{facts::Facts, figures::expected};
use super::stage::Stage;
use crate::{
    store::tables::{section, sql_blocks},
    support::{database::on_each_database, site},
};

/// The active sprint of the sample's first board.
const ACTIVE_SPRINT: u64 = 153;

/// The queries by title, in the dialect of the database.
fn queries(postgres: bool) -> BTreeMap<&'static str, &'static str> {
    let mut queries = BTreeMap::new();
    for text in section("## Queries").split("\n### ").skip(1) {
        let title = text.lines().next().unwrap();
        let dialect = |block: &&str| match block.lines().next() {
            Some("/* PostgreSQL */") => postgres,
            Some("/* SQLite */") => !postgres,
            _ => true,
        };
        let [query] = sql_blocks(text).into_iter().filter(dialect).collect::<Vec<_>>()[..] else {
            panic!("{title}: one query for each database")
        };
        queries.insert(title, query.trim_end().trim_end_matches(';'));
    }
    queries
}

/// Values as text, with null as an empty text.
type Row = Vec<String>;

/// Some columns of a query's rows.
async fn rows(stage: &Stage, query: &str, columns: &str) -> Vec<Row> {
    let columns: Vec<&str> = columns.split(' ').collect();
    let casts: Vec<String> = columns.iter().map(|name| format!("cast({name} as text)")).collect();
    let query = format!("select {} from ({query}) q", casts.join(", "));
    let statement = Statement::from_string(stage.sql.get_database_backend(), query);
    let rows = stage.sql.query_all_raw(statement).await.unwrap();
    let value = |row: &sea_orm::QueryResult, index| row.try_get_by_index::<Option<String>>(index).unwrap();
    let row = |row| (0..columns.len()).map(|index| value(row, index).unwrap_or_default()).collect();
    rows.iter().map(row).collect()
}

/// Both have the same rows in any order; numbers may differ by rounding.
fn assert_alike(title: &str, mut found: Vec<Row>, mut expected: Vec<Row>, rounding: f64) {
    assert!(!expected.is_empty(), "{title}: the sample has none");
    found.sort();
    expected.sort();
    let alike = |(one, other): (&String, &String)| match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => (one - other).abs() <= rounding,
        _ => one == other,
    };
    let rows_alike = |one: &Row, other: &Row| one.iter().zip(other).all(alike);
    let same = found.len() == expected.len() && found.iter().zip(&expected).all(|(f, e)| rows_alike(f, e));
    assert!(same, "{title}\nfound: {found:?}\nexpected: {expected:?}");
}

/// Both editions with the same issues, in one database.
async fn two_sites(url: &str) -> (Stage, DemoHandle) {
    let config = |config| DemoConfig { projects: 2, issues: 40, ..config };
    let epoch = DemoConfig::epoch_for(Utc::now());
    let other = DemoJira::start(config(DemoConfig::data_center(epoch))).await.unwrap();
    let sites = |jira: &DemoHandle| {
        vec![site("cloud", &jira.base_url(), "demo"), site("datacenter", &other.base_url(), "demo")]
    };
    let stage = Stage::with_sites(url, config(DemoConfig::cloud(epoch)), sites).await;
    (stage, other)
}

/// Reopens two issues of the first site, one of them twice.
fn reopen(jira: &DemoHandle, done: &[String]) {
    for (key, statuses) in [(&done[0], &["To Do"][..]), (&done[1], &["In Progress", "Done", "To Do"])] {
        for status in statuses {
            let edit = IssueEdit { status: Some((*status).to_owned()), ..IssueEdit::default() };
            jira.site().edit_issue(key, edit).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documented_queries_return_what_jira_shows() {
    on_each_database(async |url| {
        let (stage, other) = two_sites(&url).await;
        stage.sync_ok(SyncMode::Full).await;
        let done =
            "select key from live_issues where site_id = 1 and status_category = 'done' order by id limit 2";
        reopen(&stage.jira, &stage.texts(done).await);
        stage.sync_ok(SyncMode::Incremental).await;
        let sites = [Facts::read(&stage.jira, 1, "cloud").await, Facts::read(&other, 2, "datacenter").await];
        let queries = queries(url.starts_with("postgres"));
        assert!(queries.len() >= 10, "{queries:?}");
        for (title, query) in queries.into_iter().filter(|(title, _)| *title != SCOPE_CHANGE) {
            let (expected, found, rounding) = loop {
                let today = Utc::now().date_naive();
                let (columns, expected, rounding) = expected(title, &sites);
                let found = rows(&stage, query, columns).await;
                // Which issues are overdue, and how old they are, changes at midnight.
                if Utc::now().date_naive() == today {
                    break (expected, found, rounding);
                }
            };
            assert_alike(title, found, expected, rounding);
        }
    })
    .await;
}

const SCOPE_CHANGE: &str = "Scope change of sprints";

/// Changes of an issue's sprints as Jira reports them: lists of ids, before and after. The first and the third add the
/// active sprint, the second and the fourth remove it, and the last is about sprints whose ids contain the same digits.
const SPRINT_CHANGES: [(&str, &str); 5] =
    [("150", "150, 153"), ("150, 153, 7", "150, 7"), ("", "153"), ("153", "154"), ("1531", "1531, 2153")];

#[tokio::test(flavor = "multi_thread")]
async fn issues_added_to_and_removed_from_an_active_sprint_change_scope() {
    on_each_database(async |url| {
        let (stage, _other) = two_sites(&url).await;
        let project = "ORB".to_owned();
        let created = stage.jira.site().create_issue(NewIssue { project, ..NewIssue::default() }).unwrap();
        stage.sync_ok(SyncMode::Full).await;
        let query = queries(url.starts_with("postgres"))[SCOPE_CHANGE];
        let scope = async || {
            let name = format!("select name from sprints where site_id = 1 and id = {ACTIVE_SPRINT}");
            let name = stage.texts(&name).await.remove(0);
            let mut rows = rows(&stage, query, "site_id sprint added removed").await;
            rows.retain(|row| row[0] == "1" && row[1] == name);
            let figure = |index: usize| rows.first().map_or(0, |row| row[index].parse::<i64>().unwrap());
            (figure(2), figure(3))
        };
        let (added, removed) = scope().await;
        for (id, (from, to)) in SPRINT_CHANGES.iter().enumerate() {
            let statements = format!(
                "insert into changelogs (site_id, id, issue_id, created_at)
                     select 1, {id}, min(id), (select max(updated_at) from issues) from live_issues where site_id = 1;
                 insert into changelog_items (site_id, changelog_id, position, field, from_value, to_value)
                     values (1, {id}, 0, 'Sprint', '{from}', '{to}')"
            );
            stage.sql.execute_unprepared(&statements).await.unwrap();
        }
        assert_eq!(scope().await, (added + 2, removed + 2));
        // An issue created in a sprint has no changelog entry for it.
        let inside = format!(
            "insert into issue_sprints (site_id, issue_id, sprint_id, name)
                 select 1, id, {ACTIVE_SPRINT}, 'a name' from live_issues where site_id = 1 and key = '{created}'"
        );
        stage.sql.execute_unprepared(&inside).await.unwrap();
        assert_eq!(scope().await, (added + 3, removed + 2));
    })
    .await;
}
