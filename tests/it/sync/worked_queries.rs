//! The queries of `docs/tables.md` give what a naive reader counts on two sample sites, whose ids are the same.

mod facts;

use std::collections::BTreeMap;

use app::model::SyncMode;
use chrono::{Datelike, TimeDelta, Utc};
use jira_sync::demo::{DemoConfig, DemoHandle, DemoJira, IssueEdit, NewIssue};
use sea_orm::{ConnectionTrait, Statement};

use self::facts::{Facts, IssueFacts, moment, text};
use super::stage::Stage;
use crate::{
    support::{database::on_each_database, site},
    tables::{section, sql_blocks},
};

/// The sprint of the sample's first board that runs.
const ACTIVE_SPRINT: u64 = 153;

/// The title of each query, and its text for the database.
fn queries(postgres: bool) -> BTreeMap<&'static str, &'static str> {
    let mut queries = BTreeMap::new();
    for text in section("## Queries").split("\n### ").skip(1) {
        let title = text.lines().next().unwrap();
        let dialect = |block: &&str| match block.lines().next() {
            Some("-- PostgreSQL") => postgres,
            Some("-- SQLite") => !postgres,
            _ => true,
        };
        let [query] = sql_blocks(text).into_iter().filter(dialect).collect::<Vec<_>>()[..] else {
            panic!("{title}: one query for each database")
        };
        queries.insert(title, query.trim_end().trim_end_matches(';'));
    }
    queries
}

type Row = Vec<String>;

/// Some columns of a query's rows, null as an empty text.
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

/// Both have the same rows in any order; numbers may differ by what rounding takes.
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

/// Figures by what they are figures of, counted over all sites.
#[derive(Default)]
struct Counted(BTreeMap<Row, f64>);

impl Counted {
    fn add(&mut self, site: &Facts, of: &[&str], number: f64) {
        let of = std::iter::once(site.site_id.to_string()).chain(of.iter().map(|part| (*part).to_owned()));
        *self.0.entry(of.collect()).or_default() += number;
    }

    fn rows(self) -> Vec<Row> {
        let row = |(mut row, number): (Row, f64)| {
            row.push(number.to_string());
            row
        };
        self.0.into_iter().map(row).collect()
    }
}

/// What `count` finds for each issue of each site.
fn counted(sites: &[Facts], count: impl Fn(&mut Counted, &Facts, &IssueFacts)) -> Vec<Row> {
    let mut counted = Counted::default();
    for site in sites {
        for issue in &site.issues {
            count(&mut counted, site, issue);
        }
    }
    counted.rows()
}

fn days(duration: TimeDelta) -> f64 {
    duration.num_milliseconds() as f64 / 86_400_000.0
}

/// Issues, median and 85 % of the cycle times of each project.
fn cycle_times(sites: &[Facts]) -> Vec<Row> {
    let mut rows = Vec::new();
    for site in sites {
        let mut by_project: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for issue in site.issues.iter().filter(|issue| issue.is_done) {
            let mut starts = issue.status_changes();
            let start = starts.find(|change| site.category(change.text("to")) == "indeterminate");
            if let (Some(start), Some(end)) = (start, issue.resolved())
                && end >= start.at
            {
                by_project.entry(&issue.project).or_default().push(days(end - start.at));
            }
        }
        for (project, mut times) in by_project {
            times.sort_by(f64::total_cmp);
            let share = |share: f64| times[(times.len() as f64 * share).ceil() as usize - 1].to_string();
            let issues = times.len().to_string();
            rows.push(vec![site.site_id.to_string(), project.to_owned(), issues, share(0.5), share(0.85)]);
        }
    }
    rows
}

fn days_in_status(counted: &mut Counted, site: &Facts, issue: &IssueFacts) {
    let mut since = issue.created();
    for change in issue.status_changes() {
        counted.add(site, &[&issue.project, change.text("fromString")], days(change.at - since));
        since = change.at;
    }
}

fn history_of(sites: &[Facts], key: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for site in sites {
        for change in site.issues.iter().filter(|issue| issue.key == key).flat_map(|issue| &issue.changes) {
            let item = ["field", "fromString", "toString"].map(|member| change.text(member).to_owned());
            rows.push([vec![site.site_id.to_string(), change.person.clone()], item.to_vec()].concat());
        }
    }
    rows
}

/// Open issues of each project: how many, and their average and greatest age in days.
fn ages(sites: &[Facts]) -> Vec<Row> {
    let mut rows = Vec::new();
    for site in sites {
        let mut by_project: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for issue in site.issues.iter().filter(|issue| !issue.is_done) {
            by_project.entry(&issue.project).or_default().push(days(Utc::now() - issue.created()));
        }
        for (project, ages) in by_project {
            let (count, all) = (ages.len() as f64, ages.iter().sum::<f64>());
            let oldest = ages.iter().copied().fold(0.0, f64::max);
            let figures = [count, all / count, oldest].map(|figure| figure.to_string());
            rows.push([vec![site.site_id.to_string(), project.to_owned()], figures.to_vec()].concat());
        }
    }
    rows
}

/// The columns that are compared, what they are to hold, and what rounding may take.
fn expected(title: &str, sites: &[Facts]) -> (&'static str, Vec<Row>, f64) {
    let today = Utc::now().date_naive();
    let exact = |columns, rows| (columns, rows, 0.0);
    match title {
        "Cycle time" => {
            ("site_id project_key issues median_days days_for_85_percent", cycle_times(sites), 0.06)
        }
        "Time in status" => ("site_id project_key status days", counted(sites, days_in_status), 0.06),
        "Throughput per week" => exact(
            "site_id project_key week_of resolved",
            counted(sites, |counted, site, issue| {
                if let Some(day) = issue.resolved().map(|at| at.date_naive()) {
                    let monday = day - TimeDelta::days(day.weekday().num_days_from_monday().into());
                    counted.add(site, &[&issue.project, &monday.to_string()], 1.0);
                }
            }),
        ),
        "Overdue issues" => exact(
            "site_id key due_date 1",
            counted(sites, |counted, site, issue| {
                if let Some(day) = issue.due().filter(|day| *day < today && !issue.is_done) {
                    counted.add(site, &[&issue.key, &day.to_string()], 1.0);
                }
            }),
        ),
        "Reopened issues" => exact(
            "site_id key times",
            counted(sites, |counted, site, issue| {
                let is_done = |id| site.category(id) == "done";
                for _ in issue
                    .status_changes()
                    .filter(|change| is_done(change.text("from")) && !is_done(change.text("to")))
                {
                    counted.add(site, &[&issue.key], 1.0);
                }
            }),
        ),
        "Hours per person and month" => (
            "site_id person month hours",
            counted(sites, |counted, site, issue| {
                for worklog in &issue.worklogs {
                    let month = moment(&worklog["started"]).unwrap().format("%Y-%m").to_string();
                    let hours = worklog["timeSpentSeconds"].as_f64().unwrap() / 3600.0;
                    counted.add(site, &[text(&worklog["author"]["displayName"]), &month], hours);
                }
            }),
            0.01,
        ),
        "Age of open issues" => {
            ("site_id project_key open_issues average_days oldest_days", ages(sites), 0.6)
        }
        "Blocked issues" => exact(
            "site_id key blocked_by 1",
            counted(sites, |counted, site, issue| {
                for link in issue.issue_links().iter().filter(|link| link["type"]["name"] == "Blocks") {
                    let blocker = site.issues.iter().find(|other| link["inwardIssue"]["key"] == *other.key);
                    if let Some(blocker) = blocker.filter(|other| !other.is_done && !issue.is_done) {
                        counted.add(site, &[&issue.key, &blocker.key], 1.0);
                    }
                }
            }),
        ),
        "Who changed what" => exact("site_id person field from_text to_text", history_of(sites, "ORB-7")),
        "Open issues by label" => exact(
            "site_id label issues",
            counted(sites, |counted, site, issue| {
                for label in issue.labels().filter(|_| !issue.is_done) {
                    counted.add(site, &[label], 1.0);
                }
            }),
        ),
        "Issues by custom field" => exact(
            "site_id severity issues",
            counted(sites, |counted, site, issue| {
                counted.add(site, &[text(&issue.fields["customfield_10030"]["value"])], 1.0);
            }),
        ),
        "Is the copy complete and fresh?" => exact(
            "site_id name quarantined issues",
            counted(sites, |counted, site, _| counted.add(site, &[&site.name, "0"], 1.0)),
        ),
        other => panic!("{other}: no test knows what it is to give"),
    }
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

/// Has two issues of the first site reopened, one of them twice.
fn reopen(jira: &DemoHandle, done: &[String]) {
    for (key, statuses) in [(&done[0], &["To Do"][..]), (&done[1], &["In Progress", "Done", "To Do"])] {
        for status in statuses {
            let edit = IssueEdit { status: Some((*status).to_owned()), ..IssueEdit::default() };
            jira.site().edit_issue(key, edit).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_query_of_the_document_gives_what_jira_shows() {
    on_each_database(async |url| {
        let (stage, other) = two_sites(&url).await;
        stage.sync_well(SyncMode::Full).await;
        let done =
            "select key from live_issues where site_id = 1 and status_category = 'done' order by id limit 2";
        reopen(&stage.jira, &stage.texts(done).await);
        stage.sync_well(SyncMode::Incremental).await;
        let sites = [Facts::read(&stage.jira, 1, "cloud").await, Facts::read(&other, 2, "datacenter").await];
        let queries = queries(url.starts_with("postgres"));
        assert!(queries.len() >= 10, "{queries:?}");
        for (title, query) in queries.into_iter().filter(|(title, _)| *title != SCOPE_CHANGE) {
            let (columns, expected, rounding) = expected(title, &sites);
            assert_alike(title, rows(&stage, query, columns).await, expected, rounding);
        }
    })
    .await;
}

const SCOPE_CHANGE: &str = "Scope change of sprints";

/// Changes of an issue's sprints as Jira tells of them, from and to: lists of ids. One joins the sprint that runs, one
/// leaves it, one does both, and the last concerns others, whose ids begin or end alike.
const SPRINT_CHANGES: [(&str, &str); 5] =
    [("150", "150, 153"), ("150, 153, 7", "150, 7"), ("", "153"), ("153", "154"), ("1531", "1531, 2153")];

#[tokio::test(flavor = "multi_thread")]
async fn issues_that_join_and_leave_a_sprint_that_runs_change_its_scope() {
    on_each_database(async |url| {
        let (stage, _other) = two_sites(&url).await;
        let project = "ORB".to_owned();
        let created = stage.jira.site().create_issue(NewIssue { project, ..NewIssue::default() }).unwrap();
        stage.sync_well(SyncMode::Full).await;
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
        // An issue that is created in a sprint has no history that says so.
        let inside = format!(
            "insert into issue_sprints (site_id, issue_id, sprint_id, name)
                 select 1, id, {ACTIVE_SPRINT}, 'a name' from live_issues where site_id = 1 and key = '{created}'"
        );
        stage.sql.execute_unprepared(&inside).await.unwrap();
        assert_eq!(scope().await, (added + 3, removed + 2));
    })
    .await;
}
