//! Fetches complete issues by id, on both editions. An issue that makes requests fail affects only itself.

use futures::{StreamExt, stream};

use super::{children, cloud, datacenter, isolate::CULPRITS_BEFORE_CHECK, source::Source};
use crate::{
    jira::{Edition, JiraError, wire::Unreadable},
    sync::batch::{Batch, Culprit},
};

const HIDDEN: &str = "Jira lists the issue and refuses to show it (403); it is not in the mirror";

/// The issues with these ids; those that Jira does not show are left out.
pub(in crate::sync) async fn fetch(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let mut batch = match source.client.edition() {
        Edition::Cloud => cloud::deliver(source, ids).await?,
        Edition::DataCenter => datacenter::deliver(source, ids).await?,
    };
    children::complete(source, &mut batch).await?;
    Ok(batch)
}

/// Whether Jira responds for an issue if its content is not requested: then the issue is at fault, not Jira. Issues
/// that are read again may all be damaged even so; for them it is enough that Jira responds at all.
pub(in crate::sync) async fn answers(source: &Source, id: u64) -> bool {
    source.client.has_issue(id).await.is_ok()
        || !source.is_listed() && source.client.verify_account().await.is_ok()
}

/// Requests each unreadable issue with an id again, by its own endpoint: a response with many issues may have been
/// truncated or cached.
pub(in crate::sync) async fn refetch_unreadable(source: &Source, batch: &mut Batch) -> Result<(), JiraError> {
    let is_asked = |issue: &mut Unreadable| issue.id.is_some_and(|id| !source.resting.contains(&id));
    let suspects = batch.unreadable.extract_if(.., is_asked).filter_map(|issue| issue.id).collect();
    ask(source, suspects, batch).await
}

/// Requests issues by their own endpoint, the only one that can report that an issue is gone.
///
/// # Errors
///
/// Errors that are not about single issues; and the last error of an issue, if none is delivered and Jira does not
/// respond to anything else either.
pub(in crate::sync) async fn ask(
    source: &Source,
    suspects: Vec<u64>,
    batch: &mut Batch,
) -> Result<(), JiraError> {
    let one = |id: u64| async move { (id, source.client.issue(id, &source.catalog).await) };
    let mut asked =
        stream::iter(suspects.into_iter().map(one)).buffered(source.order.settings.max_workers as usize);
    let (mut failed, mut succeeded) = (0, !batch.issues.is_empty());
    while let Some((id, answer)) = asked.next().await {
        match answer {
            Ok(fetched) => {
                succeeded = true;
                batch.issues.extend(fetched.issues);
                batch.unreadable.extend(fetched.unreadable);
            }
            // It is hidden from the account. If a listing contains it nonetheless, the index is stale, or something
            // between Jira and us blocks the issue's content.
            Err(JiraError::Forbidden { status: 403, .. }) => {
                if source.is_listed() {
                    source.warnings.add(&source.place, "issue", HIDDEN);
                }
            }
            Err(error) if !error.may_be_caused_by_one_issue() => return Err(error),
            Err(error) => {
                batch.undelivered.push(Culprit { id, reason: error.to_string() });
                failed += 1;
                if !succeeded && failed % CULPRITS_BEFORE_CHECK == 0 && !answers(source, id).await {
                    return Err(error);
                }
            }
        }
    }
    Ok(())
}
