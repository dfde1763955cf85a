//! Issues, and every key an issue has had.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["issue_keys", "issues"];

const UP: &[&str] = &[
    "create table issues (
    site_id bigint not null,
    id bigint not null,
    key text not null,
    project_id bigint not null,
    project_key text not null,
    issue_type_id text,
    issue_type text,
    status_id text,
    status text,
    status_category text,
    priority text,
    resolution text,
    summary text,
    description_text text,
    assignee_id text,
    reporter_id text,
    creator_id text,
    parent_id bigint,
    parent_key text,
    labels {json} not null,
    created_at {time},
    updated_at {time},
    resolved_at {time},
    due_date date,
    original_estimate_seconds bigint,
    remaining_estimate_seconds bigint,
    time_spent_seconds bigint,
    story_points double precision,
    custom_fields {json} not null,
    deleted_at {time},
    deletion_kind text,
    synced_at {time} not null,
    content_hash bigint not null,
    primary key (site_id, id)
)",
    "create index issues_by_key on issues (site_id, key)",
    "create index issues_by_project on issues (site_id, project_id)",
    "create index issues_by_update on issues (updated_at)",
    "create index issues_live on issues (site_id) where deleted_at is null",
    "create table issue_keys (
    site_id bigint not null,
    issue_id bigint not null,
    key text not null,
    current boolean not null,
    primary key (site_id, issue_id, key)
)",
    "create index issue_keys_by_key on issue_keys (key)",
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
