//! Remote links, which Jira tells only issue by issue: so many a run, those of the latest changes first. After a first
//! sync they follow over the next runs.

use app::model::SyncMode;
use futures::{StreamExt, TryStreamExt, stream};

use super::{context::SiteRun, rows::id, site::SiteError};
use crate::{
    jira::{JiraError, wire::RemoteLink},
    store::mirror::RemoteLinkRow,
};

/// Issues asked about in an incremental run, and in one that reads more.
const A_RUN: u64 = 200;
const A_LONG_RUN: u64 = 2000;

/// Issues whose links are stored together.
const AT_ONCE: usize = 50;

/// Reads the remote links of issues that changed since theirs were read.
pub(super) async fn refresh(site: &SiteRun) -> Result<(), SiteError> {
    let limit = if site.mode == SyncMode::Incremental { A_RUN } else { A_LONG_RUN };
    let waiting = site.database.issues_awaiting_remote_links(site.site_id, limit).await?;
    for issues in waiting.chunks(AT_ONCE) {
        if site.stop.is_cancelled() {
            break;
        }
        let parts: Vec<_> = issues.iter().map(|issue| links_of(site, *issue)).collect();
        let links: Vec<Vec<RemoteLinkRow>> =
            stream::iter(parts).buffered(site.settings.max_workers as usize).try_collect().await?;
        let links = links.into_iter().flatten().collect();
        site.database.store_remote_links(&site.run, site.site_id, issues, links).await?;
    }
    Ok(())
}

async fn links_of(site: &SiteRun, issue_id: i64) -> Result<Vec<RemoteLinkRow>, JiraError> {
    let links = match site.client.remote_links(issue_id.cast_unsigned()).await {
        // It is gone, or links are switched off.
        Err(JiraError::NotFound { .. } | JiraError::Forbidden { .. }) => return Ok(Vec::new()),
        answer => answer?.value,
    };
    let row = |link: RemoteLink| RemoteLinkRow {
        site_id: site.site_id,
        id: id(link.id),
        issue_id,
        global_id: link.global_id,
        relationship: link.relationship,
        title: link.title,
        url: link.url,
        application: link.application_name,
    };
    Ok(links.into_iter().map(row).collect())
}
