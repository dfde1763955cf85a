//! Projects that Jira no longer lists among those in use: their issues are marked, and stay.

use chrono::Utc;

use super::{context::SiteRun, site::SiteError};
use crate::store::mirror::DeletionKind;

/// Marks the issues of every project that was archived, thrown away, or taken from the account's sight.
pub(super) async fn settle(site: &SiteRun) -> Result<(), SiteError> {
    let departed = site.database.unlisted_projects(site.site_id).await?;
    if departed.is_empty() {
        return Ok(());
    }
    // Cloud serves a rejected token as an anonymous visitor, who sees no project.
    site.client.verify_account().await?;
    for project in departed {
        let kind = match project.state.as_str() {
            "archived" => DeletionKind::Archived,
            "trashed" => DeletionKind::Deleted,
            _ => DeletionKind::AccessLost,
        };
        let place = (site.site_id, project.id);
        let marked = site.database.mark_project_gone(&site.run, place, kind, Utc::now()).await?;
        site.tracker.gone(marked);
        tracing::info!(
            project = project.key,
            state = project.state,
            marked,
            "the project is no longer in use"
        );
    }
    Ok(())
}
