//! Sites know which Jira they were made from, and rows of a site that is no longer in use are not live.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DatabaseBackend, Statement},
};

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `retired_at`: since when the server no longer has the site, or it follows another Jira. `identity`: what its Jira
/// said of itself when it was last recognised. `doubt`: why the last run did not believe what it saw (a name for
/// programs), and the same in words.
const COLUMNS: &[&str] = &[
    "alter table sites add column retired_at {time}",
    "alter table sites add column identity {json}",
    "alter table sites add column doubt text",
    "alter table sites add column doubt_message text",
];

const WITHOUT_COLUMNS: &[&str] = &[
    "alter table sites drop column doubt_message",
    "alter table sites drop column doubt",
    "alter table sites drop column identity",
    "alter table sites drop column retired_at",
];

const TABLES: &[&str] = &[
    "projects",
    "issues",
    "comments",
    "worklogs",
    "fields",
    "statuses",
    "issue_types",
    "priorities",
    "resolutions",
    "versions",
    "components",
    "boards",
    "sprints",
    "link_types",
];

/// Few sites are retired, mostly none: the list is read once a query, and leaves the plan of the rest as it was.
const IN_USE: &str = "and site_id not in (select id from sites where retired_at is not null)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, COLUMNS).await?;
        replace_views(manager, IN_USE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace_views(manager, "").await?;
        ddl::run(manager, WITHOUT_COLUMNS).await
    }
}

/// Makes each view anew with the columns it has. PostgreSQL replaces it in place, so that what others built on it
/// stays.
async fn replace_views(manager: &SchemaManager<'_>, and: &str) -> Result<(), DbErr> {
    for table in TABLES {
        let select = |columns: &str| format!("select {columns} from {table} where deleted_at is null {and}");
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            let columns = columns(manager, &format!("live_{table}")).await?;
            let replace = format!("create or replace view live_{table} as {}", select(&columns));
            ddl::run(manager, &[&replace]).await?;
        } else {
            let drop = format!("drop view live_{table}");
            let create = format!("create view live_{table} as {}", select("*"));
            ddl::run(manager, &[&drop, &create]).await?;
        }
    }
    Ok(())
}

/// The columns of a view of PostgreSQL's, in their order. A view with `*` keeps those that the table had at the time.
async fn columns(manager: &SchemaManager<'_>, view: &str) -> Result<String, DbErr> {
    let query = "select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
                 from information_schema.columns where table_schema = current_schema() and table_name = $1";
    let statement = Statement::from_sql_and_values(DatabaseBackend::Postgres, query, [view.into()]);
    let row = manager.get_connection().query_one_raw(statement).await?;
    row.ok_or_else(|| DbErr::Migration(format!("there is no view {view}")))?.try_get_by_index(0)
}
