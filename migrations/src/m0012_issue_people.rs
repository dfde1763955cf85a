//! The people whom the issues that are stored name inside of custom fields.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An object that has an account's id, or a name to be shown with a key; and whoever is mentioned in a rich text.
const SQLITE: &str = "
insert into issue_people (site_id, issue_id, user_id)
select distinct site_id, issue_id, cast(user_id as text) from (
    select i.site_id, i.id as issue_id, coalesce(json_extract(p.value, '$.accountId'),
        json_extract(p.value, '$.key'), json_extract(p.value, '$.name')) as user_id
    from issues i, json_tree(i.custom_fields) p
    where p.type = 'object' and coalesce(json_extract(p.value, '$.accountId'),
        json_extract(p.value, '$.displayName')) is not null
    union all
    select i.site_id, i.id, json_extract(p.value, '$.attrs.id')
    from issues i, json_tree(i.custom_fields) p
    where p.type = 'object' and json_extract(p.value, '$.type') = 'mention'
) people where user_id is not null
";

const POSTGRES: &str = "
insert into issue_people (site_id, issue_id, user_id)
select distinct site_id, issue_id, user_id from (
    select i.site_id, i.id as issue_id, coalesce(p ->> 'accountId', p ->> 'key', p ->> 'name') as user_id
    from issues i, jsonb_path_query(i.custom_fields, '$.** ? (exists(@.accountId) || exists(@.displayName))') p
    union all
    select i.site_id, i.id, p -> 'attrs' ->> 'id'
    from issues i, jsonb_path_query(i.custom_fields, '$.** ? (@.type == \"mention\")') p
) people where user_id is not null
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DatabaseBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("delete from issue_people").await?;
        Ok(())
    }
}
