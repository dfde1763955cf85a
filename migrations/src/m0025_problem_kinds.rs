//! What kind of problem a site or a project of a run has, so that pages can say what to do about it.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &[&str] =
    &["alter table sites add column problem text", "alter table sync_run_projects add column problem text"];

const DOWN: &[&str] =
    &["alter table sync_run_projects drop column problem", "alter table sites drop column problem"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
