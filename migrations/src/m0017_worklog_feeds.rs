//! The feeds of changed and of deleted worklogs are read on from a place of their own: one may be refused.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &[&str] = &[
    "insert into site_cursors (site_id, feed, at_ms)
    select site_id, 'worklog/deleted', at_ms from site_cursors where feed = 'worklogs'",
    "update site_cursors set feed = 'worklog/updated' where feed = 'worklogs'",
];

/// What was read by both is the earlier of the two.
const DOWN: &[&str] = &[
    "insert into site_cursors (site_id, feed, at_ms)
    select site_id, 'worklogs', min(at_ms) from site_cursors
    where feed in ('worklog/updated', 'worklog/deleted') group by site_id",
    "delete from site_cursors where feed in ('worklog/updated', 'worklog/deleted')",
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
