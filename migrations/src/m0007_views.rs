//! Views that people query: rows that Jira still has, and the time each issue spent in each status.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const WITH_DELETED_AT: &[&str] = &[
    "projects",
    "issues",
    "comments",
    "worklogs",
    "fields",
    "statuses",
    "issue_types",
    "priorities",
    "resolutions",
    "versions",
    "components",
    "boards",
    "sprints",
];

/// An issue is in its first status from its creation to the first status change, then in each change's `to`.
const STATUS_PERIODS: &[&str] = &["create view issue_status_periods as
with changes as (
    select c.site_id, c.issue_id, c.id as changelog_id, c.created_at as at, i.from_text, i.to_text
    from changelogs c
    join changelog_items i on i.site_id = c.site_id and i.changelog_id = c.id
    where i.field = 'status'
),
starts as (
    select site_id, issue_id, to_text as status, at as from_at, changelog_id as position from changes
    union all
    select site_id, id, coalesce(
        (select from_text from changes
         where changes.site_id = issues.site_id and changes.issue_id = issues.id
         order by at, changelog_id limit 1),
        status), created_at, 0
    from issues
),
periods as (
    select site_id, issue_id, status, from_at,
        lead(from_at) over (partition by site_id, issue_id order by from_at, position) as to_at
    from starts
)
select site_id, issue_id, status, from_at, to_at, {seconds:from_at:coalesce(to_at, {now})} as seconds
from periods"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in WITH_DELETED_AT {
            let view = format!("create view live_{table} as select * from {table} where deleted_at is null");
            ddl::run(manager, &[&view]).await?;
        }
        ddl::run(manager, STATUS_PERIODS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop(manager, "view", &["issue_status_periods"]).await?;
        for table in WITH_DELETED_AT {
            ddl::drop(manager, "view", &[&format!("live_{table}")]).await?;
        }
        Ok(())
    }
}
