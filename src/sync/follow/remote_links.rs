//! Reads remote links, which Jira only returns issue by issue: a limited number per run, the latest changes first.
//! After a first sync, they are read over the next runs.

use app::model::SyncMode;
use futures::{StreamExt, stream};

use crate::{
    jira::{JiraError, wire::RemoteLink},
    store::{
        IssueId, Place,
        mirror::{Attempts, QuarantineKey, Quarantined, RemoteLinkRow},
    },
    sync::{context::SiteRun, error::SiteError, rows::id, write::quarantine},
};

/// Number of issues whose links are read in an incremental run, and in any other run.
const ISSUES_PER_INCREMENTAL_RUN: u64 = 200;
const ISSUES_PER_LONG_RUN: u64 = 2000;

/// Issues whose links are stored together.
const CHUNK: usize = 50;

/// Reads the remote links of issues that changed since theirs were read. Links that Jira does not deliver are
/// quarantined.
pub(in crate::sync) async fn refresh(site: &SiteRun) -> Result<(), SiteError> {
    let limit = if site.order.mode == SyncMode::Incremental {
        ISSUES_PER_INCREMENTAL_RUN
    } else {
        ISSUES_PER_LONG_RUN
    };
    let quarantined = site.mirror().quarantine_attempts().await?;
    release_gone(site, &quarantined).await?;
    let resting = quarantine::resting_links(&quarantined, site.database.now().await?);
    let listed = limit + resting.len() as u64 + 1;
    let mut waiting = site.mirror().issues_awaiting_remote_links(listed).await?;
    waiting.retain(|issue_id| !resting.contains(issue_id));
    let waits_for_more = waiting.len() as u64 > limit;
    waiting.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    for issues in waiting.chunks(CHUNK) {
        if site.stop.is_cancelled() {
            break;
        }
        let parts: Vec<_> = issues
            .iter()
            .map(|issue_id| async move { (*issue_id, links_of(site, *issue_id).await) })
            .collect();
        let mut answers = stream::iter(parts).buffered(site.order.settings.max_workers as usize);
        let (mut read, mut links, mut undelivered) = (Vec::new(), Vec::new(), Vec::new());
        let mut denied = 0;
        while let Some((issue_id, answer)) = answers.next().await {
            match answer {
                Ok(rows) => {
                    read.push(issue_id);
                    links.extend(rows);
                }
                Err(SiteError::Jira(error)) if error.may_be_caused_by_one_issue() => {
                    denied += usize::from(matches!(error, JiraError::Forbidden { .. }));
                    undelivered.push(Quarantined {
                        key: QuarantineKey::RemoteLinks(issue_id),
                        document: serde_json::Value::Null,
                        reason: error.to_string(),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        if denied == issues.len() {
            // A permission or scope is missing: stored links stay, and the next run tries again.
            site.warnings.add(&Place::Site, "issue/*/remotelink", &undelivered[0].reason);
            break;
        }
        site.mirror().store_remote_links(&site.run, &read, links, undelivered).await?;
    }
    if waits_for_more {
        let problem = format!(
            "more issues wait for their remote links to be read: one request each, {limit} per sync, most recently \
             changed first"
        );
        site.warnings.add(&Place::Site, "issue/*/remotelink", &problem);
    }
    Ok(())
}

/// Releases the remote links of issues that are gone: nothing will ever read them.
async fn release_gone(site: &SiteRun, quarantined: &[Attempts]) -> Result<(), SiteError> {
    let issues: Vec<IssueId> = quarantine::issues_of_links(quarantined).collect();
    let gone = site.mirror().gone_among(&issues).await?;
    let gone: Vec<QuarantineKey> = gone.into_iter().map(QuarantineKey::RemoteLinks).collect();
    Ok(site.mirror().release_quarantined(&site.run, &gone).await?)
}

async fn links_of(site: &SiteRun, issue_id: IssueId) -> Result<Vec<RemoteLinkRow>, SiteError> {
    let links = match site.client.remote_links(issue_id.to_jira()).await {
        // The issue is gone, or links are switched off. Links that were shown before stay, and are retried less and
        // less often.
        Err(error @ JiraError::NotFound { .. }) => {
            let has_links = site.mirror().has_remote_links(issue_id).await?;
            return if has_links { Err(error.into()) } else { Ok(Vec::new()) };
        }
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
