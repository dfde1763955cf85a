//! Watermarks now count only what Jira's search index surely knew; earlier ones may be ahead by what it was late.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Five minutes, which an incremental run read again until now.
const UP: &[&str] = &["update project_sync_state set watermark_ms = watermark_ms - 300000"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
