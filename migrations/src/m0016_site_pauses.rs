//! Why a site is not asked for a while, kept across runs and processes.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `kind`: `asked` (Jira asked for a wait), `sign_in` (it refused the credentials), `silent` (it did not answer).
/// `settings` tells whether the settings of the site are still those that were refused; nobody can tell them from it.
const UP: &[&str] = &["create table site_pauses (
    site_id bigint not null,
    kind text not null,
    reason text not null,
    began_at {time} not null,
    ends_at {time} not null,
    attempts bigint not null,
    settings text,
    primary key (site_id, kind)
)"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop(manager, "table", &["site_pauses"]).await
    }
}
