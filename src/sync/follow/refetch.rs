//! Fetches the issues that webhooks named, so that the mirror follows within seconds. Nothing depends on it: the next
//! sync finds all changes.

use app::model::DeletionKind;
use std::{collections::HashSet, sync::Arc};

use chrono::Utc;

use super::reread;
use crate::{
    store::Refetch,
    sync::{
        context::SiteRun,
        error::ProjectError,
        read::source::Source,
        reconcile::{drift::stored_ids, presence::check_presence},
    },
};

/// Fetches the requested issues.
pub(in crate::sync) async fn follow(site: &SiteRun) -> Result<(), ProjectError> {
    let wanted = site.mirror().refetches().await?;
    let source = reread::source(site);
    for asked in wanted.chunks(source.batch_size()) {
        if site.stop.is_cancelled() {
            return Ok(());
        }
        let ids: Vec<u64> = asked.iter().map(|refetch| refetch.issue_id.to_jira()).collect();
        let settled = reread::read(site, &source, &ids).await?;
        mark_deleted(site, &source, asked, &settled).await?;
        site.mirror().acknowledge_refetches(&site.run, asked).await?;
    }
    Ok(())
}

/// Marks issues as deleted if a webhook reported their deletion and Jira does not show them. Other issues that Jira
/// does not show are left to the next census.
async fn mark_deleted(
    site: &SiteRun,
    source: &Arc<Source>,
    asked: &[Refetch],
    settled: &HashSet<u64>,
) -> Result<(), ProjectError> {
    let named = asked.iter().filter(|refetch| refetch.deleted).map(|refetch| refetch.issue_id.to_jira());
    let missing: Vec<u64> = named.filter(|id| !settled.contains(id)).collect();
    let gone = check_presence(source, &missing).await?.gone_as(DeletionKind::Deleted);
    if gone.is_empty() {
        return Ok(());
    }
    // Cloud treats a rejected token as an anonymous visitor, who sees nothing.
    site.client.verify_account().await?;
    let (kind, ids) = (DeletionKind::Deleted, stored_ids(&gone));
    let marked = site.mirror().mark_gone(&site.run, kind, &ids, Utc::now()).await?;
    site.tracker.gone(marked);
    Ok(())
}
