//! Reads the complete lists that issues refer to, so that renames arrive although they do not change issues.

mod agile;
mod projects;
mod site_wide;

use app::model::SyncMode;
use chrono::{DateTime, TimeDelta, Utc};
use futures::future;

use super::{catalog, lists::Lists, roster::Roster};
use crate::{
    jira::{JiraError, List, wire::Project},
    store::{
        Place, StoreError,
        mirror::{Known, Person, Reference, Scope},
    },
    sync::{
        context::SiteRun,
        error::SiteError,
        rows::{lead, person},
    },
};

/// How often the costly lists are read: those that need a request for each project or board.
const COSTLY_LISTS_INTERVAL: TimeDelta = TimeDelta::minutes(10);

/// The cursor that stores when they were read.
const COSTLY_LISTS: &str = "costly_lists";

/// Updates a site's reference tables and its catalog of fields to what Jira lists now.
///
/// # Errors
///
/// Only if the sign-in is no longer accepted.
pub(in crate::sync) async fn refresh(
    site: &mut SiteRun,
    roster: &Roster,
    projects: &[Project],
) -> Result<(), SiteError> {
    let now = site.database.now().await?;
    let thorough = costly_lists_are_due(site, now).await?;
    let mut reference = read(site, projects, thorough).await?;
    let led = roster.projects.iter().filter_map(|project| lead(project.lead.as_ref()));
    reference.leads.rows.extend(led);
    reference.compare_all = matches!(site.order.mode, SyncMode::Full | SyncMode::Census);
    site.catalog = catalog::follow(site, &reference.fields).await?;
    let absent = site.mirror().refresh_reference(&site.run, reference).await?;
    if !absent.is_empty() && is_proven(site).await? {
        site.mirror().mark_absent(&site.run, absent, Utc::now()).await?;
    }
    if thorough {
        site.mirror().note_read_until(&site.run, COSTLY_LISTS, now).await?;
    }
    Ok(site.store_warnings().await?)
}

/// Whether the costly lists are due, in whichever process they were read last.
async fn costly_lists_are_due(site: &SiteRun, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(match site.order.mode {
        SyncMode::Full | SyncMode::Census => true,
        SyncMode::Incremental => {
            let last = site.mirror().read_until(COSTLY_LISTS).await?;
            // A clock that was set back causes no delay.
            last.is_none_or(|last| now < last || now - last >= COSTLY_LISTS_INTERVAL)
        }
        SyncMode::Refetch | SyncMode::Verify => false,
    })
}

/// Whether Jira still accepts the sign-in: an anonymous visitor gets incomplete lists.
async fn is_proven(site: &SiteRun) -> Result<bool, JiraError> {
    match site.client.verify_account().await {
        Ok(()) => Ok(true),
        Err(error @ JiraError::Auth { .. }) => Err(error),
        Err(error) => {
            site.warnings.add(&Place::Site, "myself", &error.to_string());
            Ok(false)
        }
    }
}

/// Reads the small lists of a site, and if `thorough` also people, boards, sprints, versions and components, which need
/// a request for each project and board.
async fn read(site: &SiteRun, projects: &[Project], thorough: bool) -> Result<Reference, StoreError> {
    let lists = Lists::begin(&site.warnings, site.times.reference);
    if !thorough {
        return Ok(site_wide::read(site, &lists).await);
    }
    let departed = site.mirror().departed_projects().await?;
    let known_boards = site.mirror().live_boards().await?;
    let (reference, users, (versions, components, leads), (boards, sprints)) = future::join4(
        site_wide::read(site, &lists),
        users(site, &lists),
        projects::read(site, &lists, projects, departed),
        agile::read(site, &lists, &known_boards),
    )
    .await;
    Ok(Reference { users, leads, versions, components, boards, sprints, ..reference })
}

/// People never count as gone: those missing from a complete list are known from issues alone.
async fn users(site: &SiteRun, lists: &Lists<'_>) -> Known<Person> {
    known(lists.of_site("users", site.client.users()).await, person)
}

/// A list as rows. Rows that a complete list lacks are gone.
fn known<T, R>(list: Option<List<T>>, row: impl Fn(T) -> R) -> Known<R> {
    let Some(list) = list else { return Known::default() };
    let scope = if list.whole { Scope::Everything } else { Scope::Nothing };
    Known { rows: list.value.into_iter().map(row).collect(), scope }
}
