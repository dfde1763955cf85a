//! Schedules know which part of the mirror their runs read.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An object of `site` and `projects`, as `sync_runs.selection`; null: everything.
const UP: &[&str] = &["alter table schedules add column selection {json}"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, &["alter table schedules drop column selection"]).await
    }
}
