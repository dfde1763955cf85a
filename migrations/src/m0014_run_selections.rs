//! Runs know which part of the mirror they were asked to read: a census of one project is not the daily one.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// An object of `site` and `projects`; null: everything.
const UP: &[&str] = &["alter table sync_runs add column selection {json}"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, &["alter table sync_runs drop column selection"]).await
    }
}
