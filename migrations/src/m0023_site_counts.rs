//! How much the mirror holds of each site, counted a moment ago: the same on every server. And a column that nothing
//! reads goes.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &[&str] = &[
    "create table site_counts (
    site_id bigint primary key,
    projects bigint not null,
    issues bigint not null,
    counted_at {time} not null
)",
    "alter table settings drop column updated_at",
];

const DOWN: &[&str] = &[
    "alter table settings add column updated_at {time} not null default '1970-01-01T00:00:00+00:00'",
    "drop table site_counts",
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
