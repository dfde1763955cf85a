//! The sites, their projects, and how far each project is mirrored.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["project_sync_state", "projects", "sites"];

const UP: &[&str] = &[
    "create table sites (
    id {serial},
    name text not null unique,
    base_url text not null,
    edition text,
    enabled boolean not null default true,
    connected boolean,
    error_message text,
    last_contact_at {time},
    last_synced_at {time}
)",
    "create table projects (
    site_id bigint not null,
    id bigint not null,
    key text not null,
    name text not null,
    project_type text,
    lead_id text,
    category text,
    state text not null default 'live',
    deleted_at {time},
    primary key (site_id, id)
)",
    "create index projects_by_key on projects (site_id, key)",
    "create table project_sync_state (
    site_id bigint not null,
    project_id bigint not null,
    watermark_ms bigint not null,
    primary key (site_id, project_id)
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
