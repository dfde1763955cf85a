//! The tables that issues refer to, refreshed whole at each run.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "sprints",
    "boards",
    "components",
    "versions",
    "resolutions",
    "priorities",
    "issue_types",
    "statuses",
    "fields",
    "users",
];

const UP: &[&str] = &[
    "create table users (
    site_id bigint not null,
    id text not null,
    display_name text,
    email text,
    active boolean,
    time_zone text,
    account_type text,
    primary key (site_id, id)
)",
    "create table fields (
    site_id bigint not null,
    id text not null,
    name text not null,
    custom boolean not null,
    schema_type text,
    schema_custom text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table statuses (
    site_id bigint not null,
    id text not null,
    name text not null,
    category text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table issue_types (
    site_id bigint not null,
    id text not null,
    name text not null,
    subtask boolean not null,
    hierarchy_level bigint,
    description text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table priorities (
    site_id bigint not null,
    id text not null,
    name text not null,
    description text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table resolutions (
    site_id bigint not null,
    id text not null,
    name text not null,
    description text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table versions (
    site_id bigint not null,
    id bigint not null,
    project_id bigint not null,
    name text not null,
    description text,
    released boolean not null,
    archived boolean not null,
    start_date date,
    release_date date,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table components (
    site_id bigint not null,
    id bigint not null,
    project_id bigint not null,
    name text not null,
    description text,
    lead_id text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table boards (
    site_id bigint not null,
    id bigint not null,
    name text not null,
    board_type text,
    project_id bigint,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create table sprints (
    site_id bigint not null,
    id bigint not null,
    board_id bigint,
    name text not null,
    state text,
    goal text,
    start_at {time},
    end_at {time},
    completed_at {time},
    deleted_at {time},
    primary key (site_id, id)
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
