//! Views that name their columns, the time in each status in one pass, indexes for what is asked often, and which
//! process carries out a run.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `process`: the process that carries out the run, as it can be looked up on its machine; null where it cannot.
const UP: &[&str] = &[
    "alter table sync_runs add column process text",
    // The order of what is asked by them too: else SQLite reads the site by its primary key, which has that order.
    "drop index issues_stale",
    "create index issues_stale on issues (site_id, id) where stale",
    "drop index issues_by_project",
    "create index issues_by_project on issues (site_id, project_id, id)",
    // With the column of its own condition: else SQLite reads the rows as well when it counts.
    "drop index issues_live",
    "create index issues_live on issues (site_id, deleted_at) where deleted_at is null",
    "create index sync_runs_by_end on sync_runs (completed_at)",
    "create index sync_runs_by_type on sync_runs (sync_type, started_at)",
    "create index syncs_by_start on sync_runs (started_at, id) where sync_type <> 'webhook'",
    "create index whole_censuses on sync_runs (started_at) where mode = 'census' and selection is null",
    "create index sync_runs_by_slot on sync_runs (slot) where slot is not null",
    "create index schedule_decisions_by_slot on schedule_decisions (last_slot)",
    "create index live_issues_by_update on issues (updated_at desc, site_id, id desc) where deleted_at is null",
];

const DOWN: &[&str] = &[
    "drop index live_issues_by_update",
    "drop index schedule_decisions_by_slot",
    "drop index sync_runs_by_slot",
    "drop index whole_censuses",
    "drop index syncs_by_start",
    "drop index sync_runs_by_type",
    "drop index sync_runs_by_end",
    "drop index issues_live",
    "create index issues_live on issues (site_id) where deleted_at is null",
    "drop index issues_by_project",
    "create index issues_by_project on issues (site_id, project_id)",
    "drop index issues_stale",
    "create index issues_stale on issues (site_id) where stale",
    "alter table sync_runs drop column process",
];

/// An issue is in its first status from its creation to the first status change, then in each change's `to`. What the
/// first status was is only told by the change that left it; without a change it is the present one. SQLite keeps the
/// order of a cross join: changes of one issue are found by the issue, not among all items of the site.
const STATUS_PERIODS: &str = "view issue_status_periods (site_id, issue_id, status, from_at, to_at, seconds) as
with starts as (
    select site_id, id as issue_id, cast(0 as bigint) as change, created_at as at,
        cast(null as text) as left_status, status
    from issues
    union all
    select c.site_id, c.issue_id, c.id, c.created_at, i.from_text, i.to_text
    from changelogs c
    cross join changelog_items i
    where i.site_id = c.site_id and i.changelog_id = c.id and i.field = 'status'
),
periods as (
    select site_id, issue_id, change, at as from_at, status,
        lead(at) over by_time as to_at, lead(left_status) over by_time as first_status
    from starts
    window by_time as (
        partition by site_id, issue_id order by case when change = 0 then 0 else 1 end, at, change)
)
select site_id, issue_id, case when change = 0 then coalesce(first_status, status) else status end, from_at, to_at,
    {seconds:from_at:coalesce(to_at, {now})}
from periods";

/// The columns of each table that a view shows. PostgreSQL can only add to those that a view has, at their end.
const LIVE: &[(&str, &str)] = &[
    ("projects", "site_id, id, key, name, project_type, lead_id, category, state, deleted_at"),
    (
        "issues",
        "site_id, id, key, project_id, project_key, issue_type_id, issue_type, status_id, status, status_category,
        priority, resolution, summary, description_text, assignee_id, reporter_id, creator_id, parent_id, parent_key,
        labels, created_at, updated_at, resolved_at, due_date, original_estimate_seconds, remaining_estimate_seconds,
        time_spent_seconds, story_points, custom_fields, deleted_at, deletion_kind, synced_at, content_hash,
        remote_links_stale, stale, priority_id, resolution_id",
    ),
    (
        "comments",
        "site_id, id, issue_id, author_id, body_text, body, created_at, updated_at, visibility, deleted_at",
    ),
    (
        "worklogs",
        "site_id, id, issue_id, author_id, started_at, time_spent_seconds, comment_text, created_at, updated_at,
        deleted_at",
    ),
    ("fields", "site_id, id, name, custom, schema_type, schema_custom, deleted_at"),
    ("statuses", "site_id, id, name, category, deleted_at"),
    ("issue_types", "site_id, id, name, subtask, hierarchy_level, description, deleted_at"),
    ("priorities", "site_id, id, name, description, deleted_at"),
    ("resolutions", "site_id, id, name, description, deleted_at"),
    (
        "versions",
        "site_id, id, project_id, name, description, released, archived, start_date, release_date, deleted_at",
    ),
    ("components", "site_id, id, project_id, name, description, lead_id, deleted_at"),
    ("boards", "site_id, id, name, board_type, project_id, deleted_at"),
    ("sprints", "site_id, id, board_id, name, state, goal, start_at, end_at, completed_at, deleted_at"),
    ("link_types", "site_id, id, name, inward, outward, deleted_at"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        replace(manager, "issue_status_periods", STATUS_PERIODS).await?;
        for (table, columns) in LIVE {
            let view = format!(
                "view live_{table} as select {columns} from {table} where deleted_at is null
                 and site_id not in (select id from sites where retired_at is not null)"
            );
            replace(manager, &format!("live_{table}"), &view).await?;
        }
        Ok(())
    }

    /// The views stay: they show what they showed before.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}

/// PostgreSQL replaces a view in place, so that what others built on it stays.
async fn replace(manager: &SchemaManager<'_>, name: &str, view: &str) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DatabaseBackend::Postgres => ddl::run(manager, &[&format!("create or replace {view}")]).await,
        _ => ddl::run(manager, &[&format!("drop view {name}"), &format!("create {view}")]).await,
    }
}
