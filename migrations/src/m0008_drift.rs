//! What keeps the mirror from drifting: remote links, issues set aside, warnings of a run, and comparisons with Jira.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] =
    &["site_cursors", "drift_reports", "sync_run_warnings", "quarantined_issues", "remote_links"];

/// `remote_links_stale`: Jira has to be asked for the remote links, a request of its own. `stale`: the issue
/// is to be read again, although its `updated` does not say so.
const UP: &[&str] = &[
    "create table remote_links (
    site_id bigint not null,
    id bigint not null,
    issue_id bigint not null,
    global_id text,
    relationship text,
    title text,
    url text,
    application text,
    primary key (site_id, id)
)",
    "create index remote_links_by_issue on remote_links (site_id, issue_id)",
    "alter table issues add column remote_links_stale boolean not null default true",
    "alter table issues add column stale boolean not null default false",
    "create index issues_stale on issues (site_id) where stale",
    "create index issues_by_remote_links on issues (site_id, updated_at) where remote_links_stale",
    "create index issues_by_parent on issues (site_id, parent_id)",
    "create index issue_links_by_linked_issue on issue_links (site_id, linked_issue_id)",
    "create table quarantined_issues (
    site_id bigint not null,
    project_id bigint not null,
    document_key text not null,
    issue_id bigint,
    document {json} not null,
    reason text not null,
    first_seen_at {time} not null,
    last_seen_at {time} not null,
    attempts bigint not null default 1,
    primary key (site_id, document_key)
)",
    "create table sync_run_warnings (
    run_id text not null,
    site_id bigint not null,
    project_key text not null,
    path text not null,
    problem text not null,
    example_issue text not null,
    count bigint not null,
    primary key (run_id, site_id, project_key, path, problem)
)",
    "create table drift_reports (
    site_id bigint not null,
    project_id bigint not null,
    project_key text not null,
    checked_at {time} not null,
    issues bigint not null,
    missing bigint not null,
    outdated bigint not null,
    surplus bigint not null,
    examples {json} not null,
    error_message text,
    primary key (site_id, project_id)
)",
    "create table site_cursors (
    site_id bigint not null,
    feed text not null,
    at_ms bigint not null,
    primary key (site_id, feed)
)",
];

const DOWN: &[&str] = &[
    "drop index issue_links_by_linked_issue",
    "drop index issues_by_parent",
    "drop index issues_by_remote_links",
    "drop index issues_stale",
    "alter table issues drop column stale",
    "alter table issues drop column remote_links_stale",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop(manager, "table", TABLES).await?;
        ddl::run(manager, DOWN).await
    }
}
