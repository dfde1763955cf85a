//! What hangs on an issue: comments, worklogs, changelogs, links, attachments and its lists.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "issue_sprints",
    "issue_affected_versions",
    "issue_fix_versions",
    "issue_components",
    "attachments",
    "issue_links",
    "changelog_items",
    "changelogs",
    "worklogs",
    "comments",
];

const UP: &[&str] = &[
    "create table comments (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    author_id text,
    body_text text,
    body {json},
    created_at {time},
    updated_at {time},
    visibility text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create index comments_by_issue on comments (site_id, issue_id)",
    "create table worklogs (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    author_id text,
    started_at {time},
    time_spent_seconds bigint,
    comment_text text,
    created_at {time},
    updated_at {time},
    deleted_at {time},
    primary key (site_id, id)
)",
    "create index worklogs_by_issue on worklogs (site_id, issue_id)",
    "create table changelogs (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    author_id text,
    created_at {time},
    primary key (site_id, id)
)",
    "create index changelogs_by_issue on changelogs (site_id, issue_id)",
    "create table changelog_items (
    site_id bigint not null,
    changelog_id bigint not null,
    position bigint not null,
    field text not null,
    field_id text,
    field_type text,
    from_value text,
    from_text text,
    to_value text,
    to_text text,
    primary key (site_id, changelog_id, position)
)",
    "create table issue_links (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    link_type text not null,
    direction text not null,
    linked_issue_id bigint,
    linked_issue_key text,
    primary key (site_id, id, issue_id)
)",
    "create index issue_links_by_issue on issue_links (site_id, issue_id)",
    "create table attachments (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    filename text,
    author_id text,
    created_at {time},
    size_bytes bigint,
    mime_type text,
    content_url text,
    primary key (site_id, id)
)",
    "create index attachments_by_issue on attachments (site_id, issue_id)",
    "create table issue_components (
    site_id bigint not null,
    issue_id bigint not null,
    component_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, component_id)
)",
    "create table issue_fix_versions (
    site_id bigint not null,
    issue_id bigint not null,
    version_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, version_id)
)",
    "create table issue_affected_versions (
    site_id bigint not null,
    issue_id bigint not null,
    version_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, version_id)
)",
    "create table issue_sprints (
    site_id bigint not null,
    issue_id bigint not null,
    sprint_id bigint not null,
    name text not null,
    primary key (site_id, issue_id, sprint_id)
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
