//! The database schema of jira-sync, one file per step.
//!
//! Steps are lists of SQL statements that both SQLite and PostgreSQL understand; [`ddl`] fills in the few types that
//! differ. Once released, neither a step nor anything that it uses is edited: every change is a new step.
//! `tests/it/store/migrations.rs` checks the released ones by their hash.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait};

mod ddl;
mod m0001_sites_and_projects;
mod m0002_issues;
mod m0003_issue_children;
mod m0004_reference;
mod m0005_runs;
mod m0006_schedules;
mod m0007_views;
mod m0008_drift;
mod m0009_webhooks;
mod m0010_settled_watermarks;
mod m0011_said_once;
mod m0012_issue_people;
mod m0013_sites_in_use;
mod m0014_run_selections;
mod m0016_site_pauses;
mod m0017_worklog_feeds;
mod m0018_boundaries_and_losses;
mod m0019_views_and_indexes;
mod m0020_retention;
mod m0021_schedule_selections;
mod m0022_drift_checks;
mod m0023_site_counts;
mod m0024_comparisons_are_runs;
mod m0025_problem_kinds;

/// All steps, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_sites_and_projects::Migration),
            Box::new(m0002_issues::Migration),
            Box::new(m0003_issue_children::Migration),
            Box::new(m0004_reference::Migration),
            Box::new(m0005_runs::Migration),
            Box::new(m0006_schedules::Migration),
            Box::new(m0007_views::Migration),
            Box::new(m0008_drift::Migration),
            Box::new(m0009_webhooks::Migration),
            Box::new(m0010_settled_watermarks::Migration),
            Box::new(m0011_said_once::Migration),
            Box::new(m0012_issue_people::Migration),
            Box::new(m0013_sites_in_use::Migration),
            Box::new(m0014_run_selections::Migration),
            Box::new(m0016_site_pauses::Migration),
            Box::new(m0017_worklog_feeds::Migration),
            Box::new(m0018_boundaries_and_losses::Migration),
            Box::new(m0019_views_and_indexes::Migration),
            Box::new(m0020_retention::Migration),
            Box::new(m0021_schedule_selections::Migration),
            Box::new(m0022_drift_checks::Migration),
            Box::new(m0023_site_counts::Migration),
            Box::new(m0024_comparisons_are_runs::Migration),
            Box::new(m0025_problem_kinds::Migration),
        ]
    }
}
