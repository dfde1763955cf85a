//! A comparison of the mirror with Jira is a run with a scope of its own. It needs no table. SQLite counts runs by an
//! index alone only if it has all columns of the condition.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &[&str] = &[
    "drop table drift_checks",
    "create index comparisons_by_start on sync_runs (started_at, id) where scope = 'verify'",
    "drop index syncs_by_start",
    "create index syncs_by_start on sync_runs (started_at, id, scope, sync_type)
     where scope = 'all' and sync_type <> 'webhook'",
    "drop index sync_runs_by_type",
    "create index sync_runs_by_type on sync_runs (sync_type, started_at, scope)",
];

const DOWN: &[&str] = &[
    "delete from sync_runs where scope = 'verify'",
    "drop index comparisons_by_start",
    "drop index sync_runs_by_type",
    "create index sync_runs_by_type on sync_runs (sync_type, started_at)",
    "drop index syncs_by_start",
    "create index syncs_by_start on sync_runs (started_at, id) where sync_type <> 'webhook'",
    "create table drift_checks (
    id integer primary key check (id = 1),
    fence bigint not null,
    lease_until {time},
    process text,
    error_message text
)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
