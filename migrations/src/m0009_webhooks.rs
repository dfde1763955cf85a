//! What Jira's webhooks ask for, and when a project was read last.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `asks` grows with each event, so that what is settled is only what was asked until then. `deleted`: Jira said
/// that the issue is gone. `read_at`: when the last whole reading of the project began, by the database's clock.
const UP: &[&str] = &[
    "create table refetches (
    site_id bigint not null,
    issue_id bigint not null,
    deleted boolean not null default false,
    asks bigint not null default 1,
    asked_at {time} not null,
    primary key (site_id, issue_id)
)",
    "alter table project_sync_state add column read_at {time}",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop(manager, "table", &["refetches"]).await?;
        ddl::run(manager, &["alter table project_sync_state drop column read_at"]).await
    }
}
