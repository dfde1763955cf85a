//! The expected result of each query of `docs/tables.md`, counted from what the sites report.

use std::collections::BTreeMap;

use chrono::{Datelike, TimeDelta, Utc};

use super::{
    Row,
    facts::{Facts, IssueFacts, moment, text},
};

/// Figures by key columns, summed over all sites.
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

/// The sum of what `count` adds for each issue of each site.
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

/// Number of issues, median and 85th percentile of the cycle times of each project.
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

/// Open issues of each project: their number, and their average and maximum age in days.
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

/// The compared columns, their expected rows, and the tolerance for rounding.
pub(super) fn expected(title: &str, sites: &[Facts]) -> (&'static str, Vec<Row>, f64) {
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
