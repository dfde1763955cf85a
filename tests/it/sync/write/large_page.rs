//! A page with so many rows that it is written in several transactions.

use app::model::SyncMode;
use jira_sync::{demo::Fault, store::Selection};
use serde_json::{Value, json};

use crate::{
    support::database::on_each_database,
    sync::{
        stage::{Stage, answer, clear, editions},
        write::quarantine::{accept, refuse},
    },
};

/// Entries of a changelog: two issues with so many do not fit into one transaction.
const ENTRIES: u64 = 15_000;

/// Issues that the sample Jira does not have, so that they cannot be requested from it again.
const STORED: u64 = 900_001;
const REFUSED: u64 = 900_002;

#[tokio::test(flavor = "multi_thread")]
async fn page_refused_after_its_first_part_is_counted_once_and_not_read_again() {
    on_each_database(async |url| {
        let [_, datacenter] = editions();
        let stage = Stage::new(&url, datacenter).await;
        refuse(&stage, REFUSED).await;
        let issues = json!([issue(STORED), issue(REFUSED)]);
        let body = json!({"startAt": 0, "maxResults": 200, "total": 2, "issues": issues});
        stage.jira.faults().add(Fault::on("/rest/api/2/search", answer(&body)).times(1));
        let key = stage.project_keys()[0].clone();
        // The project's own issues are read as well: Jira's count does not agree with the first page.
        let listed = stage.jira.site().truth().projects.into_iter().find(|project| project.key == key);
        let listed = i64::try_from(listed.unwrap().issues).unwrap();
        let selection = Selection { projects: vec![key], ..Selection::default() };
        let (run, projects) = stage.sync_part(SyncMode::Full, selection).await;

        let row = &projects[0];
        let of_project = [row.issues_processed, row.issues_created, row.issues_updated, row.issues_failed];
        assert_eq!(of_project, [listed + 2, listed + 1, 0, 1], "{projects:?}");
        let of_run = [run.total_issues, run.issues_created, run.issues_updated, run.issues_failed];
        assert_eq!(of_run, of_project);
        assert_eq!(
            stage.count(&format!("select count(*) from changelogs where issue_id = {STORED}")).await,
            ENTRIES
        );
        let quarantined = stage.database.sites().quarantine().await.unwrap();
        assert_eq!(quarantined.len(), 1);
        assert_eq!(quarantined[0].document_key, REFUSED.to_string());
        accept(&stage).await;
        clear(&stage).await;
    })
    .await;
}

/// An issue with a long changelog.
fn issue(id: u64) -> Value {
    let entry = |number: u64| json!({"id": (id * 100_000 + number).to_string(), "created": "2026-01-01T00:00:00.000+0000", "items": []});
    let histories: Vec<Value> = (0..ENTRIES).map(entry).collect();
    json!({
        "id": id.to_string(),
        "key": format!("LARGE-{id}"),
        "fields": {"comment": {"total": 0, "comments": []}, "worklog": {"total": 0, "worklogs": []}},
        "changelog": {"total": ENTRIES, "histories": histories},
    })
}
