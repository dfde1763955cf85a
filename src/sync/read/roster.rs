//! The site's projects: those that Jira lists, and those that it shows although it does not list them.

use std::collections::HashSet;

use app::model::is_suspicious;
use futures::{StreamExt, stream};

use crate::{
    jira::{
        JiraError, RosterDoubt,
        wire::{Project, ProjectState},
    },
    store::{
        Place, ProjectId, SiteId,
        mirror::{ListedProject, ProjectRow, ProjectState as StoredState},
    },
    sync::{
        context::SiteRun,
        doubt::SiteDoubt,
        error::SiteError,
        rows::{id, named},
    },
};

/// If so many projects are missing that none will be marked anyway, only this many are requested, unless Jira shows one
/// of them.
const SAMPLE: usize = 5;

/// A site's projects at the start of a run.
#[derive(Default)]
pub(in crate::sync) struct Roster {
    /// All projects that Jira lists or shows, in any state.
    pub projects: Vec<Project>,
    /// Projects of the mirror that are not marked as lost.
    pub known: Vec<ListedProject>,
    /// Those of `known` that Jira neither lists nor shows.
    pub lost: Vec<ListedProject>,
    /// Why projects may be missing from Jira's list.
    pub doubt: Option<RosterDoubt>,
    /// The keys of unlisted projects for which Jira returned an error, and the last error.
    pub unanswered: Option<(Vec<String>, String)>,
}

/// Reads the roster and stores what it lists.
///
/// # Errors
///
/// [`SiteDoubt::AllLost`] if it lists none of what the mirror contains.
pub(in crate::sync) async fn take(site: &SiteRun) -> Result<Roster, SiteError> {
    let known = site.mirror().listed_projects().await?;
    let listed = site.client.roster().await?;
    site.warnings.add_all(&Place::Site, "project", listed.warnings);
    let mut roster = Roster { projects: listed.projects, doubt: listed.doubt, known, ..Roster::default() };
    request_missing(site, &mut roster).await?;
    if roster.projects.is_empty() && roster.unanswered.is_none() {
        refuse_empty_roster(site, &roster).await?;
    }
    if let Some(reason) = roster.doubt {
        let doubt = SiteDoubt::Roster { site: site.name.clone(), reason };
        tracing::warn!(%doubt);
        site.tracker.report_incomplete(doubt.to_string());
    }
    let rows = roster.projects.iter().map(|project| project_row(site.site_id, project)).collect();
    site.mirror().refresh_projects(&site.run, rows).await?;
    Ok(roster)
}

/// Requests each project that is in the mirror and not in Jira's list, within the run's selection.
async fn request_missing(site: &SiteRun, roster: &mut Roster) -> Result<(), JiraError> {
    let listed: HashSet<ProjectId> = roster.projects.iter().map(|project| id(project.id)).collect();
    let missing: Vec<ListedProject> = roster
        .known
        .iter()
        .filter(|known| !listed.contains(&known.id) && site.wants(&known.key))
        .cloned()
        .collect();
    let missing_live = missing.iter().filter(|project| project.live).count() as u64;
    let listed_live =
        roster.projects.iter().filter(|project| project.state == ProjectState::Live).count() as u64;
    let too_many =
        is_suspicious(missing_live, missing_live + listed_live) && !site.order.selection.accepts_departures();
    if too_many && missing.len() > SAMPLE {
        let mut sample = Roster::default();
        request_each(site, &missing[..SAMPLE], &mut sample).await?;
        if sample.lost.len() == SAMPLE {
            roster.lost = missing;
            return Ok(());
        }
    }
    request_each(site, &missing, roster).await
}

async fn request_each(
    site: &SiteRun,
    missing: &[ListedProject],
    roster: &mut Roster,
) -> Result<(), JiraError> {
    let parts: Vec<_> = missing
        .iter()
        .map(|project| async move { (project, site.client.project(project.id.to_jira()).await) })
        .collect();
    let mut answers = stream::iter(parts).buffered(site.order.settings.max_workers as usize);
    while let Some((project, answer)) = answers.next().await {
        match answer {
            Ok(None) => roster.lost.push(project.clone()),
            Ok(Some(found)) => {
                tracing::debug!(project = project.key, state = ?found.state, "Jira shows a project that it does not list");
                roster.projects.push(found);
            }
            Err(error) if error.concerns_whole_site() => return Err(error),
            Err(error @ JiraError::RateLimited { .. }) => return Err(error),
            Err(error) => {
                let (keys, reason) = roster.unanswered.get_or_insert_default();
                keys.push(project.key.clone());
                *reason = error.to_string();
            }
        }
    }
    Ok(())
}

/// An account that may browse no project gets an empty list.
async fn refuse_empty_roster(site: &SiteRun, roster: &Roster) -> Result<(), SiteError> {
    let known = roster.known.len();
    let (name, account) = (site.name.clone(), site.client.account().display_name.clone());
    if known > 0 && !site.order.selection.accepts_departures() {
        return Err(SiteDoubt::AllLost { site: name, account, known }.into());
    }
    if known == 0 {
        let doubt = SiteDoubt::NoProjects { site: name, account };
        site.tracker.report(doubt.to_string());
        site.mirror().note_doubt(&site.run, doubt.stays()).await?;
    }
    Ok(())
}

fn project_row(site_id: SiteId, project: &Project) -> ProjectRow {
    ProjectRow {
        site_id,
        id: id(project.id),
        key: project.key.clone(),
        name: named(project.name.clone(), &project.key),
        project_type: project.project_type.clone(),
        lead_id: project.lead.as_ref().map(|lead| lead.key.clone()),
        category: project.category.clone(),
        state: match project.state {
            ProjectState::Live => StoredState::Live,
            ProjectState::Archived => StoredState::Archived,
            ProjectState::Trashed => StoredState::Trashed,
        },
        deleted_at: None,
    }
}
