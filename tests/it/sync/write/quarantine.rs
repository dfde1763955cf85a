//! Things that Jira should not send: odd values are kept and reported, and documents that cannot be stored are
//! quarantined and retried.

use app::model::{ProjectState, RunStatus, SyncMode};
use jira_sync::demo::Fault;
use sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::{
    support::database::{TestDatabase, on_each_database},
    sync::stage::{Stage, answer, clear, editions},
};

#[tokio::test(flavor = "multi_thread")]
async fn issue_refused_by_the_database_is_quarantined_and_stored_later() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let project = stage.jira.site().truth().projects[0].key.clone();
            let id = stage.jira.site().truth_page(Some(&project), None, 5).issues[4].id;
            refuse(&stage, id).await;
            let (run, projects) = stage.sync(SyncMode::Full).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors);
            let messages: Vec<_> = projects.iter().filter_map(|row| row.error_message.as_deref()).collect();
            assert!(
                messages.len() == 1 && messages[0].starts_with("1 issue was quarantined"),
                "{messages:?}"
            );
            assert_eq!(
                stage.count("select count(*) from issues").await + 1,
                stage.jira.site().truth().issues
            );
            let quarantined = stage.database.sites().quarantine().await.unwrap();
            assert_eq!(quarantined.len(), 1);
            assert_eq!(
                (quarantined[0].document_key.as_str(), quarantined[0].project_key.as_ref()),
                (id.to_string().as_str(), Some(&project))
            );
            assert!(quarantined[0].reason.contains("not this one"), "{quarantined:?}");
            let document =
                format!("select cast(document as text) from quarantined_issues where issue_id = {id}");
            assert!(stage.texts(&document).await[0].contains("\"summary\""));

            let (run, projects) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::CompletedWithErrors, "as long as it is open");
            assert_eq!(run.error_message.as_deref(), Some("1 issue is quarantined."));
            assert!(projects.iter().all(|row| row.status == ProjectState::Completed), "{projects:?}");
            assert_eq!(
                stage.database.sites().quarantine().await.unwrap()[0].attempts,
                1,
                "its pause is not over"
            );
            stage.end_pause().await;
            stage.sync(SyncMode::Incremental).await;
            assert_eq!(stage.database.sites().quarantine().await.unwrap()[0].attempts, 2);
            accept(&stage).await;
            stage.end_pause().await;
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.database.sites().quarantine().await.unwrap(), []);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

/// Makes the database refuse one issue.
pub(in crate::sync) async fn refuse(stage: &Stage, id: u64) {
    let statements = match stage.sql.get_database_backend() {
        DatabaseBackend::Postgres => vec![
            format!(
                "create function refuse() returns trigger language plpgsql as $$ begin
                     if new.id = {id} then raise exception 'not this one'; end if; return new; end $$"
            ),
            "create trigger refuse before insert on issues for each row execute function refuse()".to_owned(),
        ],
        _ => vec![format!(
            "create trigger refuse before insert on issues when new.id = {id}
             begin select raise(abort, 'not this one'); end"
        )],
    };
    for statement in statements {
        stage.sql.execute_unprepared(&statement).await.unwrap();
    }
}

pub(in crate::sync) async fn accept(stage: &Stage) {
    let statements: &[&str] = match stage.sql.get_database_backend() {
        DatabaseBackend::Postgres => &["drop trigger refuse on issues", "drop function refuse"],
        _ => &["drop trigger refuse"],
    };
    for statement in statements {
        stage.sql.execute_unprepared(statement).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_document_is_quarantined_and_odd_values_are_reported() {
    let database = TestDatabase::sqlite();
    let [_, datacenter] = editions();
    let stage = Stage::new(&database.url, datacenter).await;
    let body = serde_json::json!({"startAt": 0, "maxResults": 200, "total": 2, "issues": [
        {"key": "ODD-1", "fields": {}},
        {"id": "900001", "key": "ODD-2", "fields": {
            "summary": "kept", "created": "yesterday", "timeestimate": [], "priority": 7,
            "worklog": {"total": 0, "worklogs": []},
            "comment": {"total": 1, "comments": [{"id": "5", "body": "hello", "created": {}}]},
        }, "changelog": {"total": 0, "histories": []}},
    ]});
    stage.jira.faults().add(Fault::on("/rest/api/2/search", answer(&body)).times(1));
    let (run, projects) = stage.sync(SyncMode::Full).await;
    assert_eq!(run.status, RunStatus::CompletedWithErrors, "{projects:?}");
    let quarantined = stage.database.sites().quarantine().await.unwrap();
    assert_eq!((quarantined.len(), quarantined[0].document_key.as_str()), (1, "ODD-1"));
    let warnings = stage.database.runs().warnings(run.id).await.unwrap();
    let places: Vec<&str> = warnings.iter().map(|warning| warning.path.as_str()).collect();
    for place in ["fields.created", "fields.priority", "fields.comment.comments[*].created"] {
        assert!(places.contains(&place), "{place} in {places:?}");
    }
    assert!(warnings.iter().all(|warning| warning.example_issue == "ODD-2" && warning.count == 1));
    assert_eq!(stage.texts("select summary from issues where id = 900001").await, ["kept"]);
    assert_eq!(stage.texts("select body_text from comments where id = 5").await, ["hello"]);

    // A document without an id cannot be requested; it is released once its project is read completely without it.
    stage.sync(SyncMode::Incremental).await;
    assert_eq!(stage.database.sites().quarantine().await.unwrap().len(), 1);
    stage.sync_ok(SyncMode::Census).await;
    assert_eq!(stage.database.sites().quarantine().await.unwrap(), []);
}
