//! One comparison of the mirror with Jira goes on at a time, in whatever process.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// One row. `lease_until`: null when none goes on. `process`: who compares, as `sync_runs` names it. `error_message`: why the last one could not compare everything.
const UP: &[&str] = &["create table drift_checks (
    id integer primary key check (id = 1),
    fence bigint not null,
    lease_until {time},
    process text,
    error_message text
)"];

const DOWN: &[&str] = &["drop table drift_checks"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
