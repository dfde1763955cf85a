//! The schedule, what became of each due slot that did not run, and settings that replicas share.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["settings", "schedule_decisions", "schedules"];

const UP: &[&str] = &[
    "create table schedules (
    id {serial},
    name text not null unique,
    enabled boolean not null,
    interval_seconds bigint not null,
    min_gap_seconds bigint not null default 60,
    next_due {time},
    updated_at {time} not null
)",
    "create table schedule_decisions (
    id {serial},
    schedule_id bigint not null,
    first_slot {time} not null,
    last_slot {time} not null,
    slots bigint not null,
    reason text not null,
    run_id text,
    decided_at {time} not null
)",
    "create unique index one_decision_per_slot on schedule_decisions (schedule_id, last_slot)",
    "create table settings (
    name text not null primary key,
    value {json} not null,
    updated_at {time} not null
)",
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
