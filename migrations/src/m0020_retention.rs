//! The history of runs is kept for a time, and its sums for good; what Jira has deleted can be purged, and people
//! can be erased.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `day`: of the start, in UTC. `details_removed_at`: when the rows of the run's projects, metrics and warnings went.
const UP: &[&str] = &[
    "create table sync_run_days (
    day date not null,
    sync_type text not null,
    mode text not null,
    status text not null,
    runs bigint not null,
    seconds double precision not null,
    issues_processed bigint not null,
    issues_created bigint not null,
    issues_updated bigint not null,
    issues_failed bigint not null,
    primary key (day, sync_type, mode, status)
)",
    "create table sync_run_project_days (
    day date not null,
    site_id bigint not null,
    project_key text not null,
    runs bigint not null,
    failed_runs bigint not null,
    seconds double precision not null,
    issues_processed bigint not null,
    issues_created bigint not null,
    issues_updated bigint not null,
    issues_failed bigint not null,
    primary key (day, site_id, project_key)
)",
    "alter table sync_runs add column details_removed_at {time}",
    "create table erased_people (
    site_id bigint not null,
    user_id text not null,
    erased_at {time} not null,
    primary key (site_id, user_id)
)",
    "create index sync_runs_with_details on sync_runs (completed_at) where details_removed_at is null",
    "create index issues_deleted on issues (deleted_at) where deletion_kind = 'deleted'",
];

const DOWN: &[&str] = &[
    "drop index issues_deleted",
    "drop index sync_runs_with_details",
    "alter table sync_runs drop column details_removed_at",
    "drop table erased_people",
    "drop table sync_run_project_days",
    "drop table sync_run_days",
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
