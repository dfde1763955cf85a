//! Marks the issues of projects that are no longer in use, unless there is doubt. Their rows stay.

use app::model::is_suspicious;
use chrono::Utc;

use crate::{
    store::{
        Place, ProjectId, ProjectRef,
        mirror::{ListedProject, ProjectState},
    },
    sync::{
        context::SiteRun,
        doubt::{SiteDoubt, first_names},
        error::SiteError,
        read::roster::Roster,
    },
};

/// Marks the issues of every project that was archived, put in the trash, or hidden from the account. A doubtful roster
/// marks nothing.
pub(in crate::sync) async fn mark(site: &SiteRun, roster: &Roster) -> Result<(), SiteError> {
    if roster.doubt.is_some() {
        return Ok(());
    }
    let doubt = mark_lost(site, roster).await?;
    if let Some(doubt) = &doubt {
        tracing::warn!(%doubt);
        site.tracker.report_incomplete(doubt.to_string());
    }
    if !roster.projects.is_empty() || site.order.selection.accepts_departures() {
        let stays = doubt.as_ref().and_then(SiteDoubt::stays);
        site.mirror().note_doubt(&site.run, stays).await?;
    }
    mark_departed(site).await
}

/// Marks as lost the projects that Jira neither lists nor shows. Returns the doubt if there is one.
async fn mark_lost(site: &SiteRun, roster: &Roster) -> Result<Option<SiteDoubt>, SiteError> {
    if let Some(doubt) = check_lost(site, roster).await? {
        return Ok(Some(doubt));
    }
    if !roster.lost.is_empty() {
        // Cloud treats a rejected token as an anonymous visitor, who sees no project.
        site.client.verify_account().await?;
        let ids: Vec<ProjectId> = roster.lost.iter().map(|project| project.id).collect();
        site.mirror().mark_projects_lost(&site.run, &ids, Utc::now()).await?;
    }
    Ok(roster.unanswered.as_ref().map(|(projects, reason)| SiteDoubt::Unanswered {
        site: site.name.clone(),
        projects: projects.join(", "),
        reason: reason.clone(),
    }))
}

/// The doubt if too much would disappear at once.
async fn check_lost(site: &SiteRun, roster: &Roster) -> Result<Option<SiteDoubt>, SiteError> {
    let live = |projects: &[ListedProject]| {
        projects.iter().filter(|project| project.live).cloned().collect::<Vec<_>>()
    };
    let lost = live(&roster.lost);
    if lost.is_empty() || site.order.selection.accepts_departures() {
        return Ok(None);
    }
    // Including projects that this run saw for the first time.
    let known = live(&site.mirror().listed_projects().await?);
    let issues = site.mirror().live_issues().await?;
    let count = |projects: &[ListedProject]| {
        projects.iter().map(|project| issues.get(&project.id).copied().unwrap_or(0)).sum::<u64>()
    };
    let (lost_issues, known_issues) = (count(&lost), count(&known));
    let suspicious =
        is_suspicious(lost.len() as u64, known.len() as u64) || is_suspicious(lost_issues, known_issues);
    let keys: Vec<&str> = lost.iter().map(|project| project.key.as_str()).collect();
    Ok(suspicious.then(|| SiteDoubt::TooManyLost {
        site: site.name.clone(),
        lost: lost.len(),
        known: known.len(),
        lost_issues,
        known_issues,
        examples: first_names(&keys),
    }))
}

/// Marks the issues of the projects that are no longer in use, and reports this in the run.
async fn mark_departed(site: &SiteRun) -> Result<(), SiteError> {
    let departed = site.mirror().unlisted_projects().await?;
    if departed.is_empty() {
        return Ok(());
    }
    site.client.verify_account().await?;
    for project in departed {
        let Some(kind) = project.state.deletion_kind() else { continue };
        let project_id = project.id;
        let marked = site.mirror().mark_project_gone(&site.run, project_id, kind, Utc::now()).await?;
        site.tracker.gone(marked);
        let issues = if marked == 1 { "1 issue is".to_owned() } else { format!("{marked} issues are") };
        let problem = format!("{}: {issues} marked as {}", description(project.state), kind.as_str());
        let named = Place::Project(ProjectRef { id: project.id, key: project.key.clone() });
        site.warnings.add(&named, "project", &problem);
        tracing::info!(
            project = project.key,
            state = project.state.as_str(),
            marked,
            "the project is no longer in use"
        );
    }
    Ok(())
}

/// The warning for a project in this state.
fn description(state: ProjectState) -> &'static str {
    match state {
        ProjectState::Archived => "The project is archived",
        ProjectState::Trashed => "The project is in the trash",
        _ => "The project is gone, or the account may no longer browse it",
    }
}
