//! What Jira says in several places is kept once: where a person's members come from, which issues name people inside
//! of custom fields, which one-sided links were followed, and by which id a priority, a resolution and a link type go.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `listed`: the members that the site's list of people says, a bit each. `shown_by`: an issue that shows the person as
/// the others say. `changed`: the issues that name the person are yet to be marked.
const UP: &[&str] = &[
    "alter table users add column listed bigint not null default 0",
    "alter table users add column shown_by bigint",
    "alter table users add column changed boolean not null default false",
    "create index users_changed on users (site_id) where changed",
    "create table issue_people (
    site_id bigint not null,
    issue_id bigint not null,
    user_id text not null,
    primary key (site_id, issue_id, user_id)
)",
    "create index issue_people_by_user on issue_people (site_id, user_id, issue_id)",
    "create table one_sided_links (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    primary key (site_id, id, issue_id)
)",
    "create table link_types (
    site_id bigint not null,
    id text not null,
    name text not null,
    inward text,
    outward text,
    deleted_at {time},
    primary key (site_id, id)
)",
    "create view live_link_types as select * from link_types where deleted_at is null",
    "alter table issue_links add column link_type_id text",
    "alter table issues add column priority_id text",
    "alter table issues add column resolution_id text",
    "create index issues_by_parent_key on issues (site_id, parent_key) where parent_id is null and parent_key is not null",
];

/// PostgreSQL replaces the view in place, so that what others built on it stays.
const VIEW: &[&str] =
    &["create or replace view live_issues as select * from issues where deleted_at is null"];
const VIEW_OF_SQLITE: &[&str] =
    &["drop view live_issues", "create view live_issues as select * from issues where deleted_at is null"];

const DOWN: &[&str] = &[
    "drop view live_issues",
    "drop index issues_by_parent_key",
    "alter table issues drop column resolution_id",
    "alter table issues drop column priority_id",
    "alter table issue_links drop column link_type_id",
    "drop view live_link_types",
    "drop table link_types",
    "drop table one_sided_links",
    "drop table issue_people",
    "drop index users_changed",
    "alter table users drop column changed",
    "alter table users drop column shown_by",
    "alter table users drop column listed",
    "create view live_issues as select
    site_id, id, key, project_id, project_key, issue_type_id, issue_type, status_id, status, status_category, priority,
    resolution, summary, description_text, assignee_id, reporter_id, creator_id, parent_id, parent_key, labels,
    created_at, updated_at, resolved_at, due_date, original_estimate_seconds, remaining_estimate_seconds,
    time_spent_seconds, story_points, custom_fields, deleted_at, deletion_kind, synced_at, content_hash
from issues where deleted_at is null",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        match manager.get_database_backend() {
            DatabaseBackend::Postgres => ddl::run(manager, VIEW).await,
            _ => ddl::run(manager, VIEW_OF_SQLITE).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
