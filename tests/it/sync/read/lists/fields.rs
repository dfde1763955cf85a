//! What depends on the list of fields.

use super::*;

/// Columns that depend on the list of fields.
const BY_FIELDS: &str = "select i.key || ' ' || coalesce(i.parent_key, '-') || ' ' || coalesce(i.story_points, -1) || ' ' ||
    (select count(*) from issue_sprints s where s.site_id = i.site_id and s.issue_id = i.id) from issues i order by i.id";

#[tokio::test(flavor = "multi_thread")]
async fn sprints_epics_and_points_are_filled_in_once_fields_are_listed() {
    on_each_database(async |url| {
        for config in editions() {
            let (edition, stage) = (config.edition, Stage::new(&url, config).await);
            let fields = format!("{}/field", api(edition));
            stage.jira.faults().add(Fault::on(&fields, status(403, None)));
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(warned(&stage, &run).await, [("*".to_owned(), "field".to_owned())]);
            stage.assert_equal_to_truth().await;
            assert_eq!(stage.count("select count(*) from issue_sprints").await, 0);
            let without = stage.texts(BY_FIELDS).await;

            stage.jira.faults().clear();
            let run = stage.sync_ok(SyncMode::Incremental).await;
            let with = stage.texts(BY_FIELDS).await;
            let differ = with.iter().zip(&without).filter(|(with, without)| with != without).count();
            assert!(differ > 10, "{differ}");
            // Other issues have story points or an epic that add nothing to what is stored already.
            let updated = run.issues_updated as usize;
            assert!(updated >= differ && updated < with.len(), "{updated} of {} for {differ}", with.len());
            let requests = stage.jira.stats().requests;
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(run.issues_updated, 0);
            assert_eq!(stage.texts(BY_FIELDS).await, with);

            // While the list fails, issues are read by the fields listed last.
            stage.jira.faults().add(Fault::on(&fields, status(500, None)));
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(stage.texts(BY_FIELDS).await, with);
            stage.jira.faults().clear();
            let before = stage.jira.stats().requests;
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(run.issues_updated, 0);
            assert!(stage.jira.stats().requests - before <= before - requests, "nothing is read again");

            // A field that is no longer listed has no meaning any more.
            let sprint = "select id from fields where schema_custom like '%:gh-sprint'";
            let sprint = stage.texts(sprint).await.remove(0);
            stage.sql.execute_unprepared("delete from site_cursors").await.unwrap();
            let listed = stage.texts("select id || '|' || name || '|' || coalesce(schema_custom, '') from fields").await;
            let listed: Vec<_> = listed
                .iter()
                .map(|field| field.split('|').collect::<Vec<_>>())
                .filter(|field| field[0] != sprint)
                .map(|field| serde_json::json!({"id": field[0], "name": field[1], "schema": {"custom": field[2]}}))
                .collect();
            let listed = serde_json::Value::from(listed).to_string();
            stage.jira.faults().add(Fault::on(&fields, status(200, Some(&listed))));
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count("select count(*) from issue_sprints").await, 0);
            stage.jira.faults().clear();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.texts(BY_FIELDS).await, with);
            clear_reference(&stage).await;
        }
    })
    .await;
}
