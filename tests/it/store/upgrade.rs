//! Rows of an earlier version are completed by the upgrade.

use jira_sync::store::Database;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::support::database::on_each_empty_database;

/// The number of migrations before people in custom fields were stored.
const BEFORE: usize = 10;

async fn texts(connection: &DatabaseConnection, query: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn upgrade_finds_people_in_stored_custom_fields() {
    on_each_empty_database(async |url| {
        Database::connect(&url).await.unwrap().close().await.unwrap();
        let connection = sea_orm::Database::connect(&url).await.unwrap();
        let later = Migrator::migrations().len() - BEFORE;
        Migrator::down(&connection, Some(u32::try_from(later).unwrap())).await.unwrap();
        let fields = r#"{"customfield_1": {"accountId": "ann", "displayName": "Ann"},
            "customfield_2": [{"key": "bob", "name": "b", "displayName": "Bob"}, {"key": "a-project", "name": "p"}],
            "customfield_3": {"type": "doc", "content": [[{"type": "mention", "attrs": {"id": "dan"}}]]},
            "customfield_4": {"accountId": "ann", "displayName": "Ann"}, "customfield_5": 7, "customfield_6": null}"#;
        for (id, fields) in [(1, fields), (2, "{}")] {
            let insert = format!(
                "insert into issues (site_id, id, key, project_id, project_key, labels, custom_fields, synced_at,
                     content_hash)
                 values (1, {id}, 'A-{id}', 1, 'A', '[]', '{fields}', '2026-01-01T00:00:00+00:00', 0)"
            );
            connection.execute_unprepared(&insert).await.unwrap();
        }
        Migrator::up(&connection, None).await.unwrap();
        let people = "select issue_id || ' ' || user_id from issue_people order by user_id";
        assert_eq!(texts(&connection, people).await, ["1 ann", "1 bob", "1 dan"]);
        assert_eq!(texts(&connection, "select key from live_issues where priority_id is null").await.len(), 2);
        connection.close().await.unwrap();
    })
    .await;
}
