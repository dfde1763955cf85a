//! Issues by key and by search.

use app::model::IssueQuery;

use super::services;
use crate::support::{
    control::{Control, by_hand},
    database::on_each_database,
};

const ROWS: &str = "
insert into sites (id, name, base_url) values (1, 'one', 'https://one.example'), (2, 'two', 'https://two.example/jira/');
insert into users (site_id, id, display_name, email) values (1, 'u1', 'Ada Lovelace', 'ada@example.com');
insert into issues (site_id, id, key, project_id, project_key, status, issue_type, summary, assignee_id, labels,
    custom_fields, updated_at, synced_at, deleted_at, content_hash) values
    (1, 10, 'ABC-1', 1, 'ABC', 'Open', 'Bug', 'Fifty %_! percent', 'u1', '[\"x\"]', '{\"customfield_1\": 5}',
        '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00', null, 0),
    (1, 11, 'NEW-7', 2, 'NEW', 'Done', 'Task', 'Moved', null, '[]', '{}',
        '2026-01-03T00:00:00+00:00', '2026-01-03T00:00:00+00:00', null, 0),
    (2, 10, 'ABC-1', 1, 'ABC', 'Open', 'Bug', 'The other site', null, '[]', '{}',
        '2026-01-05T00:00:00+00:00', '2026-01-05T00:00:00+00:00', '2026-01-06T00:00:00+00:00', 0);
insert into issue_keys (site_id, issue_id, key, current) values
    (1, 10, 'ABC-1', true), (1, 11, 'NEW-7', true), (1, 11, 'ABC-2', false), (2, 10, 'ABC-1', true)";

#[tokio::test(flavor = "multi_thread")]
async fn issues_are_found_by_key_text_and_filters() {
    on_each_database(async |url| {
        let control = Control::new(&url).await;
        let issues = services(&control).await.issues;
        by_hand(&url, ROWS).await;

        let first = issues.issue("abc-1").await.unwrap();
        assert_eq!(
            (first.instance.as_str(), first.url.as_str()),
            ("one", "https://one.example/browse/ABC-1")
        );
        assert_eq!(first.updated.unwrap().0, "2026-01-01T00:00:00.000+00:00");
        let fields = &first.fields;
        assert_eq!((&fields["customfield_1"], &fields["labels"][0]), (&5.into(), &"x".into()));
        assert_eq!(fields["assignee"], "Ada Lovelace");
        assert_eq!(issues.issue("ABC-2").await.unwrap().issue_key, "NEW-7");
        assert_eq!(issues.issue("ABC-3").await.unwrap_err().status, 404);

        let recent: Vec<_> = issues.recent(5).await.unwrap().items.into_iter().map(|i| i.issue_key).collect();
        assert_eq!(recent, ["NEW-7", "ABC-1"]);
        let found = async |change: fn(&mut IssueQuery)| {
            let mut query = IssueQuery::default();
            change(&mut query);
            issues.search(query).await.unwrap().total
        };
        assert_eq!(found(|q| q.query = Some("FIFTY %_! p".to_owned())).await, 1);
        assert_eq!(found(|q| q.query = Some("%".to_owned())).await, 1);
        assert_eq!(found(|q| q.query = Some("_".to_owned())).await, 1);
        assert_eq!(found(|q| q.query = Some("new-7".to_owned())).await, 1);
        assert_eq!(found(|q| q.assignee = Some("ada@example.com".to_owned())).await, 1);
        assert_eq!(found(|q| q.status = Some("done".to_owned())).await, 1);
        assert_eq!(found(|q| q.project_key = Some("ABC".to_owned())).await, 1);
        assert_eq!(found(|q| q.instance = Some("two".to_owned())).await, 0);
        let page = issues.search(IssueQuery { limit: Some(1), ..IssueQuery::default() }).await.unwrap();
        assert_eq!((page.total, page.items.len(), page.has_more), (2, 1, true));
        // As deeply nested as anything that is stored.
        let (begin, end) = (r#"{"a":["#.repeat(255), "]}".repeat(255));
        let deep =
            format!("update issues set custom_fields = '{{\"customfield_1\":{begin}{end}}}' where id = 11");
        by_hand(&url, &deep).await;
        let found = issues.issue("NEW-7").await.unwrap();
        assert_eq!(found.fields["customfield_1"].to_string(), format!("{begin}{end}"));
        assert_eq!(issues.recent(5).await.unwrap().items.len(), 2);

        let refused = issues.search(IssueQuery { limit: Some(9999), ..IssueQuery::default() }).await;
        assert_eq!(refused.unwrap_err().status, 422);
    })
    .await;
}

const NON_ASCII_ROWS: &str = "
insert into sites (id, name, base_url) values (1, 'one', 'https://one.example');
insert into users (site_id, id, display_name, email) values (1, 'u1', 'Ívan Чехов', 'ivan@example.com');
insert into issues (site_id, id, key, project_id, project_key, status, issue_type, summary, assignee_id, labels,
    custom_fields, updated_at, synced_at, content_hash) values
    (1, 10, 'ABC-1', 1, 'ABC', 'Überprüft', 'Störung', 'Ölwechsel [50 %] *neu* ΟΔΟΣ', 'u1', '[]', '{}',
        '2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00', 0)";

#[tokio::test(flavor = "multi_thread")]
async fn issue_search_ignores_case_in_all_alphabets() {
    on_each_database(async |url| {
        let control = Control::new(&url).await;
        let issues = services(&control).await.issues;
        by_hand(&url, NON_ASCII_ROWS).await;
        let found = async |query: IssueQuery| issues.search(query).await.unwrap().total;
        let text = async |text: &str| {
            found(IssueQuery { query: Some(text.to_owned()), ..IssueQuery::default() }).await
        };
        for part in ["ölwechsel", "ÖLWECHSEL", "Ölwechsel", "[50 %] *NEU*", "οδος", "οδοσ", "abc-1"]
        {
            assert_eq!(text(part).await, 1, "{part}");
        }
        for other in ["olwechsel", "?lwechsel", "[öo]l", "5* neu", ".lwechsel", &"ö".repeat(5000)] {
            assert_eq!(text(other).await, 0, "{other}");
        }
        let default = IssueQuery::default;
        let whole = |text: &str| Some(text.to_owned());
        assert_eq!(found(IssueQuery { status: whole("überPRÜFT"), ..default() }).await, 1);
        assert_eq!(found(IssueQuery { status: whole("prüft"), ..default() }).await, 0);
        assert_eq!(found(IssueQuery { issue_type: whole("STÖRUNG"), ..default() }).await, 1);
        assert_eq!(found(IssueQuery { assignee: whole("ívan ЧЕХОВ"), ..default() }).await, 1);
        assert_eq!(found(IssueQuery { assignee: whole("u1"), ..default() }).await, 1);
    })
    .await;
}
