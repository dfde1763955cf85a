//! At most one comparison of the mirror with Jira runs at a time, across all processes.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// One row. `lease_until`: null when no comparison runs. `process`: its process, in the form of `sync_runs.process`.
/// `error_message`: why the last comparison was incomplete.
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
