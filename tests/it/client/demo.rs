//! The client reads everything in a sample Jira of either edition, and copes with the faults it injects.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use jira_sync::demo::{
    ChangelogDates, DemoConfig, DemoHandle, DemoJira, Fault, FaultKind, ProjectState, SiteTruth,
};
use jira_sync::jira::jql::{Order, Query};
use jira_sync::jira::site::{Auth, SiteConfig};
use jira_sync::jira::wire::{self, FieldCatalog, FieldKind, Issue};
use jira_sync::jira::{Client, Edition, JiraError, Limits, LoopGuard};

fn epoch() -> DateTime<Utc> {
    wire::date::parse("2025-10-09T10:00:00Z").unwrap()
}

fn small(config: DemoConfig) -> DemoConfig {
    DemoConfig { projects: 3, issues: 60, ..config }
}

fn site(demo: &DemoHandle, token: &str) -> SiteConfig {
    SiteConfig {
        name: "demo".to_owned(),
        base_url: demo.base_url().parse().unwrap(),
        auth: Auth::Basic { user: "demo@example.com".to_owned(), secret: token.into() },
        edition_hint: None,
        webhook_secret: None,
        ca_file: None,
        enabled: true,
    }
}

fn quick() -> Limits {
    Limits { backoff_factor: 0.01, rate_limit_pause: Duration::from_millis(10), ..Limits::default() }
}

async fn start(config: DemoConfig) -> (DemoHandle, Client) {
    let demo = DemoJira::start(config).await.unwrap();
    let client = Client::connect(site(&demo, "demo"), quick()).await.unwrap();
    (demo, client)
}

fn both() -> [DemoConfig; 2] {
    [small(DemoConfig::cloud(epoch())), small(DemoConfig::data_center(epoch()))]
}

/// Every issue of a project with its comments, worklogs and changelog, read in the way of the client's edition.
async fn read_project(client: &Client, project: u64, catalog: &FieldCatalog) -> Vec<Issue> {
    let query = Query::project(project).order_by(Order::Updated);
    let mut issues = match client.edition() {
        Edition::Cloud => read_by_ids(client, &query, catalog).await,
        Edition::DataCenter => read_by_offset(client, &query, catalog).await,
    };
    for issue in &mut issues {
        if !issue.comments.is_complete() {
            issue.comments.items = client.comments(issue.id).await.unwrap().value;
        }
        if !issue.worklogs.is_complete() {
            issue.worklogs.items = client.worklogs(issue.id).await.unwrap().value;
        }
        if !issue.histories.is_complete() {
            issue.histories.items = client.changelog(issue.id).await.unwrap().value;
        }
        assert_eq!(issue.warnings, [], "{}", issue.key);
    }
    issues
}

async fn read_by_ids(client: &Client, query: &Query, catalog: &FieldCatalog) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut token = None;
    let mut loop_guard = LoopGuard::new();
    loop {
        let page =
            client.issue_ids_page(&query.to_string(), token.as_deref(), 25, &mut loop_guard).await.unwrap();
        let fetched = client.bulk_fetch(&page.ids, catalog).await.unwrap();
        assert_eq!((fetched.issues.len(), fetched.unreadable.len()), (page.ids.len(), 0));
        let mut logs = client.bulk_changelogs(&page.ids).await.unwrap();
        assert_eq!(logs.warnings, []);
        issues.extend(fetched.issues.into_iter().map(|mut issue| {
            issue.histories.items = logs.value.remove(&issue.id).unwrap_or_default();
            issue.histories.total = Some(0);
            issue
        }));
        token = page.next;
        if token.is_none() {
            return issues;
        }
    }
}

async fn read_by_offset(client: &Client, query: &Query, catalog: &FieldCatalog) -> Vec<Issue> {
    let mut issues = Vec::new();
    loop {
        let page = client
            .search_page(&query.to_string(), issues.len() as u64, 25, catalog, &mut LoopGuard::new())
            .await
            .unwrap();
        assert_eq!(page.max_results, 25);
        issues.extend(page.issues);
        if issues.len() as u64 >= page.total {
            return issues;
        }
    }
}

#[tokio::test]
async fn every_issue_is_read_with_comments_worklogs_and_changelog() {
    for config in both() {
        let edition = config.edition;
        let (demo, client) = start(config).await;
        let truth = demo.site().truth();
        let fields = client.fields().await.unwrap().value;
        let kinds = fields.iter().map(|field| FieldKind {
            id: &field.id,
            name: field.name.as_deref().unwrap_or_default(),
            schema_custom: field.schema_custom.as_deref(),
        });
        let catalog = FieldCatalog::new(&kinds.collect::<Vec<_>>());
        let mut issues = BTreeMap::new();
        for project in client.projects().await.unwrap().value {
            for issue in read_project(&client, project.id, &catalog).await {
                assert_eq!(issue.project.as_ref().map(|project| project.id), Some(project.id));
                issues.insert(issue.id, issue);
            }
        }
        let page = demo.site().truth_page(None, None, 1000);
        assert_eq!(issues.len(), page.issues.len());
        for expected in page.issues {
            let issue = &issues[&expected.id];
            let counts =
                [issue.comments.items.len(), issue.worklogs.items.len(), issue.histories.items.len()];
            let expected_counts =
                [expected.comments, expected.worklogs, expected.histories].map(|n| n as usize);
            assert_eq!(counts, expected_counts, "{edition:?} {}", expected.key);
            assert_eq!(issue.key, expected.key);
            assert_eq!(issue.updated.unwrap().timestamp_millis(), expected.updated, "{}", expected.key);
        }
        check_variety(&issues, &truth);
    }
}

/// The sample contains each kind of value at least once, so that the comparison means something.
fn check_variety(issues: &BTreeMap<u64, Issue>, truth: &SiteTruth) {
    let items: usize =
        issues.values().flat_map(|issue| &issue.histories.items).map(|entry| entry.items.len()).sum();
    assert_eq!(items as u64, truth.items);
    let some = |what: &str, has: fn(&Issue) -> bool| assert!(issues.values().any(has), "{what}");
    some("story points", |issue| issue.story_points.is_some());
    some("sprints", |issue| !issue.sprints.is_empty());
    some("parents", |issue| issue.parent.is_some());
    some("links", |issue| !issue.links.is_empty());
    some("descriptions", |issue| {
        issue.description.as_ref().is_some_and(|text| !wire::text::plain(text).is_empty())
    });
    for issue in issues.values() {
        assert!(issue.status.is_some() && issue.issue_type.is_some() && issue.summary.is_some());
        assert!(issue.created.is_some() && issue.creator.is_some());
    }
}

#[tokio::test]
async fn every_reference_list_is_read_on_both_editions() {
    for config in both() {
        let edition = config.edition;
        let (demo, client) = start(config).await;
        let projects = client.projects().await.unwrap();
        assert_eq!((projects.value.len(), projects.warnings.len()), (3, 0), "{edition:?}");
        assert!(projects.value.iter().all(|project| project.lead.is_some() && project.name.is_some()));
        let lists = [
            ("statuses", client.statuses().await.unwrap().value.len()),
            ("issue types", client.issue_types().await.unwrap().value.len()),
            ("priorities", client.priorities().await.unwrap().value.len()),
            ("resolutions", client.resolutions().await.unwrap().value.len()),
            ("users", client.users().await.unwrap().value.len()),
            ("versions", client.versions(projects.value[0].id).await.unwrap().value.len()),
            ("components", client.components(projects.value[0].id).await.unwrap().value.len()),
        ];
        for (name, length) in lists {
            assert!(length > 0, "{edition:?} {name}");
        }
        let boards = client.boards().await.unwrap();
        assert!(!boards.value.is_empty() && boards.warnings.is_empty(), "{:?}", boards.warnings);
        for board in boards.value {
            let sprints = client.sprints(&board).await.unwrap();
            let scrum = board.kind.as_deref() == Some("scrum");
            assert_eq!((!sprints.value.is_empty(), sprints.whole), (scrum, true), "{board:?}");
        }
        let project = &projects.value[0];
        let known = demo.site().truth().projects.into_iter().find(|known| known.id == project.id).unwrap();
        let count = client.approximate_count(&Query::project(project.id).condition()).await.unwrap();
        assert_eq!(count, known.issues);
        let issue = demo.site().truth_page(None, None, 1).issues.remove(0);
        client.remote_links(issue.id).await.unwrap();
        let catalog = FieldCatalog::default();
        let alone = client.issue(issue.id, &catalog).await.unwrap();
        assert_eq!(alone.issues[0].key, issue.key);
        assert!(client.issue(999_999_999, &catalog).await.unwrap().issues.is_empty());
    }
}

#[tokio::test]
async fn roster_reports_archived_and_trashed_projects() {
    let (demo, client) = start(small(DemoConfig::cloud(epoch()))).await;
    let keys: Vec<String> = demo.site().truth().projects.into_iter().map(|project| project.key).collect();
    demo.site().set_project_state(&keys[1], ProjectState::Archived).unwrap();
    demo.site().set_project_state(&keys[2], ProjectState::Trashed).unwrap();
    let live: Vec<String> =
        client.projects().await.unwrap().value.into_iter().map(|project| project.key).collect();
    assert_eq!(live, keys[..1]);
    let states: BTreeMap<String, wire::ProjectState> = client
        .roster()
        .await
        .unwrap()
        .projects
        .into_iter()
        .map(|project| (project.key, project.state))
        .collect();
    let expected = [wire::ProjectState::Live, wire::ProjectState::Archived, wire::ProjectState::Trashed];
    assert_eq!(states, keys.into_iter().zip(expected).collect());
}

#[tokio::test]
async fn changelogs_are_read_the_same_in_every_date_format() {
    let mut times = Vec::new();
    for changelog_dates in [ChangelogDates::Text, ChangelogDates::Seconds, ChangelogDates::Millis] {
        let (demo, client) = start(DemoConfig { changelog_dates, ..small(DemoConfig::cloud(epoch())) }).await;
        let ids: Vec<u64> =
            demo.site().truth_page(None, None, 1000).issues.iter().map(|issue| issue.id).collect();
        let logs = client.bulk_changelogs(&ids).await.unwrap();
        let mut seconds: Vec<(u64, i64)> = logs
            .value
            .values()
            .flatten()
            .map(|entry| (entry.id, entry.created.unwrap().timestamp()))
            .collect();
        seconds.sort_unstable();
        assert_eq!(seconds.len() as u64, demo.site().truth().histories);
        times.push(seconds);
    }
    assert_eq!(times[0], times[1]);
    assert_eq!(times[0], times[2]);
}

#[tokio::test]
async fn wrong_token_is_an_auth_error_on_both_editions() {
    for config in both() {
        let demo = DemoJira::start(config).await.unwrap();
        let error = Client::connect(site(&demo, "wrong"), quick()).await.unwrap_err();
        assert!(matches!(error, JiraError::Auth { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_personal_access_token_signs_in_on_data_center() {
    let demo = DemoJira::start(small(DemoConfig::data_center(epoch()))).await.unwrap();
    let bearer = SiteConfig { auth: Auth::Bearer("demo".into()), ..site(&demo, "") };
    let client = Client::connect(bearer, quick()).await.unwrap();
    assert_eq!(client.edition(), Edition::DataCenter);
}

#[tokio::test]
async fn transient_faults_are_retried_on_both_editions() {
    let faults = [
        FaultKind::RateLimited { retry_after: Some(0), reason: Some("jira-burst-based".to_owned()) },
        FaultKind::BucketEmpty { retry_after: 0 },
        FaultKind::RetryAfterDate { status: 429, seconds: 0 },
        FaultKind::Html { status: 503 },
        FaultKind::Empty { status: 200 },
        FaultKind::Problem { status: 503 },
        FaultKind::Truncated,
        FaultKind::Reset,
    ];
    for config in both() {
        let (demo, client) = start(config).await;
        for fault in faults.clone() {
            let before = client.stats().retries;
            demo.faults().add(Fault::on("/rest/api", fault.clone()).times(2));
            let projects = client.projects().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
            assert_eq!(projects.value.len(), 3, "{fault:?}");
            assert_eq!(client.stats().retries - before, 2, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn search_error_of_one_project_is_not_site_wide() {
    for config in both() {
        let (demo, client) = start(config).await;
        let project = client.projects().await.unwrap().value.remove(0);
        demo.faults().fail_project(&project.key);
        let jql = Query::project(project.id).to_string();
        let error = match client.edition() {
            Edition::Cloud => client.issue_ids_page(&jql, None, 10, &mut LoopGuard::new()).await.unwrap_err(),
            Edition::DataCenter => client
                .search_page(&jql, 0, 10, &FieldCatalog::default(), &mut LoopGuard::new())
                .await
                .unwrap_err(),
        };
        assert!(matches!(&error, JiraError::BadRequest { status: 400, .. }), "{error:?}");
        assert!(!error.concerns_whole_site());
    }
}

#[tokio::test]
async fn expired_repeated_and_invalid_page_tokens_are_errors() {
    let (demo, client) = start(small(DemoConfig::cloud(epoch()))).await;
    let jql = Query::project(client.projects().await.unwrap().value[0].id).to_string();
    let next = client.issue_ids_page(&jql, None, 10, &mut LoopGuard::new()).await.unwrap().next;
    demo.faults().add(Fault::on("/rest/api/3/search/jql", FaultKind::ExpiredToken).times(1));
    let error = client.issue_ids_page(&jql, next.as_deref(), 10, &mut LoopGuard::new()).await.unwrap_err();
    assert!(matches!(error, JiraError::BadRequest { .. }), "{error:?}");
    demo.faults().add(Fault::on("/rest/api/3/search/jql", FaultKind::RepeatedToken).times(1));
    let error = client.issue_ids_page(&jql, next.as_deref(), 10, &mut LoopGuard::new()).await.unwrap_err();
    assert!(matches!(error, JiraError::Circles { .. }), "{error:?}");
    let error = client.issue_ids_page(&jql, Some("garbage"), 10, &mut LoopGuard::new()).await.unwrap_err();
    assert!(matches!(error, JiraError::BadRequest { .. }), "{error:?}");
}

#[tokio::test]
async fn bulk_fetch_reports_issues_that_jira_failed_to_deliver() {
    let (demo, client) = start(small(DemoConfig::cloud(epoch()))).await;
    let ids: Vec<u64> = demo.site().truth_page(None, None, 10).issues.iter().map(|issue| issue.id).collect();
    demo.faults().add(Fault::on("/rest/api/3/issue/bulkfetch", FaultKind::IssueErrors { count: 3 }).times(1));
    let fetched = client.bulk_fetch(&ids, &FieldCatalog::default()).await.unwrap();
    assert_eq!((fetched.issues.len(), fetched.errors.len()), (7, 3));
    assert!(fetched.errors.iter().all(|error| ids.contains(&error.id.unwrap())));
}
