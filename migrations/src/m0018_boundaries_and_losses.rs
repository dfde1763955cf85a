//! From where on a project is mirrored, whether its listing was found whole, and losses that a census is marking.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `read_from_ms`: issues last updated before are mirrored only as far as they came by themselves; null: all are.
/// `listed_whole`: what Jira lists and what it counts agreed once, so that the watermark stands on a whole listing.
/// `project_losses.marked`: issues that the loss took; `accepted`: how many somebody has confirmed to be gone; `settled`:
/// the census that marked last came to its end.
const UP: &[&str] = &[
    "alter table project_sync_state add column read_from_ms bigint",
    "alter table project_sync_state add column listed_whole boolean not null default false",
    "create table project_losses (
    site_id bigint not null,
    project_id bigint not null,
    began_at {time} not null,
    marked bigint not null,
    accepted bigint not null,
    settled boolean not null,
    primary key (site_id, project_id)
)",
    "alter table drift_reports add column pending bigint not null default 0",
    "alter table drift_reports add column quarantined bigint not null default 0",
];

const DOWN: &[&str] = &[
    "alter table drift_reports drop column quarantined",
    "alter table drift_reports drop column pending",
    "drop table project_losses",
    "alter table project_sync_state drop column listed_whole",
    "alter table project_sync_state drop column read_from_ms",
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
