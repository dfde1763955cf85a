//! Runs with their lease, their project rows and their metrics; the index is what forbids two active runs.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["sync_run_metrics", "sync_run_projects", "sync_runs"];

const UP: &[&str] = &[
    "create table sync_runs (
    id text not null primary key,
    scope text not null default 'all',
    sync_type text not null,
    initiated_by text not null,
    mode text not null,
    status text not null,
    schedule_id bigint,
    slot {time},
    started_at {time} not null,
    completed_at {time},
    total_projects bigint not null default 0,
    successful_projects bigint not null default 0,
    failed_projects bigint not null default 0,
    total_issues bigint not null default 0,
    issues_expected bigint not null default 0,
    issues_created bigint not null default 0,
    issues_updated bigint not null default 0,
    issues_failed bigint not null default 0,
    error_message text,
    settings {json},
    current_project text,
    waiting {json},
    progress_at {time},
    holder text not null,
    fence bigint not null default 1,
    lease_until {time} not null,
    pages bigint not null default 0
)",
    "create unique index one_active_run on sync_runs (scope) where status in ('running', 'stopping')",
    "create index sync_runs_by_start on sync_runs (started_at)",
    "create unique index one_run_per_slot on sync_runs (schedule_id, slot)",
    "create table sync_run_projects (
    run_id text not null,
    site_id bigint not null,
    project_key text not null,
    instance text not null,
    status text not null,
    start_time {time},
    end_time {time},
    issues_total bigint,
    issues_processed bigint not null default 0,
    issues_created bigint not null default 0,
    issues_updated bigint not null default 0,
    issues_failed bigint not null default 0,
    error_message text,
    retry_count bigint not null default 0,
    primary key (run_id, site_id, project_key)
)",
    "create table sync_run_metrics (
    id {serial},
    run_id text not null,
    name text not null,
    value double precision not null,
    unit text not null,
    recorded_at {time} not null
)",
    "create index sync_run_metrics_by_run on sync_run_metrics (run_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop(manager, "table", TABLES).await
    }
}
