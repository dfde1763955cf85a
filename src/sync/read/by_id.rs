//! Issues by id, whole, on both editions. An issue that spoils the requests it is part of costs only itself.

use futures::{StreamExt, stream};

use super::{children, cloud, datacenter, isolate::HOPELESS, source::Source};
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

/// Whether Jira answers for an issue when its content is not asked for: what fails otherwise is the issue's then, and not
/// Jira's. Issues that are read again may all be damaged in this way too; then it is enough that Jira answers at all.
pub(in crate::sync) async fn answers(source: &Source, id: u64) -> bool {
    source.client.has_issue(id).await.is_ok()
        || !source.is_listed() && source.client.verify_account().await.is_ok()
}

/// Asks by their own endpoint for the issues of a batch that came unreadable and have an id: an answer that holds many
/// may have been cut, or be from a cache.
pub(in crate::sync) async fn ask_for_unreadable(source: &Source, batch: &mut Batch) -> Result<(), JiraError> {
    let is_asked = |issue: &mut Unreadable| issue.id.is_some_and(|id| !source.resting.contains(&id));
    let suspects = batch.unreadable.extract_if(.., is_asked).filter_map(|issue| issue.id).collect();
    ask(source, suspects, batch).await
}

/// Requests issues by their own endpoint, the only one that can say that an issue is gone.
///
/// # Errors
///
/// Those that say nothing about single issues. Also the last one, if no issue is delivered and Jira does not respond
/// otherwise either.
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
            // It is hidden from the account. A listing that names it all the same comes from an index that is not
            // current, or something between Jira and us objects to what the issue says.
            Err(JiraError::Forbidden { status: 403, .. }) => {
                if source.is_listed() {
                    source.noted.add(&source.place, "issue", HIDDEN);
                }
            }
            Err(error) if !error.may_be_one_issues() => return Err(error),
            Err(error) => {
                batch.undelivered.push(Culprit { id, reason: error.to_string() });
                failed += 1;
                if !succeeded && failed % HOPELESS == 0 && !answers(source, id).await {
                    return Err(error);
                }
            }
        }
    }
    Ok(())
}
