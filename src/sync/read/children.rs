//! Fetches the rest of lists that are truncated inside an issue.

use futures::{StreamExt, TryStreamExt, stream};

use super::source::Source;
use crate::{
    jira::{
        JiraError,
        wire::{Inline, Issue, Parsed, Warning},
    },
    sync::{
        batch::{Batch, Culprit},
        disabled_lists::ListKind,
    },
};

/// How many issues have their lists fetched at once; the site's limit of requests applies as well.
const CONCURRENCY: usize = 4;

/// The result of completing an issue's lists.
enum Completed {
    Whole,
    /// It disappeared meanwhile; the census decides whether it is gone.
    Gone,
    Failed(String),
}

/// Completes the comments, worklogs and changelog of every issue of a batch. An issue is undelivered if Jira does not
/// deliver one of its lists: stored with part of the list, it would look complete.
pub(in crate::sync) async fn complete(source: &Source, batch: &mut Batch) -> Result<(), JiraError> {
    let parts: Vec<_> = batch.issues.iter_mut().map(|issue| complete_one(source, issue)).collect();
    let outcomes: Vec<Completed> = stream::iter(parts).buffered(CONCURRENCY).try_collect().await?;
    let mut outcomes = outcomes.into_iter();
    let undelivered = &mut batch.undelivered;
    batch.issues.retain(|issue| match outcomes.next() {
        Some(Completed::Gone) => false,
        Some(Completed::Failed(reason)) => {
            undelivered.push(Culprit { id: issue.id, reason });
            false
        }
        Some(Completed::Whole) | None => true,
    });
    Ok(())
}

async fn complete_one(source: &Source, issue: &mut Issue) -> Result<Completed, JiraError> {
    let id = issue.id;
    let project_id = issue.project.as_ref().map(|project| project.id);
    let client = &source.client;
    let filled = async {
        let warnings = &mut issue.warnings;
        let place = |list| (id, project_id, list);
        fill(source, place(ListKind::Comments), &mut issue.comments, warnings, || client.comments(id))
            .await?;
        fill(source, place(ListKind::Worklogs), &mut issue.worklogs, warnings, || client.worklogs(id))
            .await?;
        fill(source, place(ListKind::Changelog), &mut issue.histories, warnings, || client.changelog(id))
            .await
    };
    match filled.await {
        Ok(()) => Ok(Completed::Whole),
        Err(JiraError::NotFound { .. }) => Ok(Completed::Gone),
        Err(error) if !error.may_be_caused_by_one_issue() => Err(error),
        Err(error) => Ok(Completed::Failed(error.to_string())),
    }
}

/// Fetches a truncated list. If Jira answers 404 for the list of an existing issue, the list is empty or switched off.
async fn fill<T, F>(
    source: &Source,
    (issue_id, project_id, kind): (u64, Option<u64>, ListKind),
    list: &mut Inline<T>,
    warnings: &mut Vec<Warning>,
    fetch: impl FnOnce() -> F,
) -> Result<(), JiraError>
where
    F: Future<Output = Result<Parsed<Vec<T>>, JiraError>>,
{
    let absent = list.total.is_none();
    if list.is_complete() || absent && source.disabled_lists.contains(project_id, kind) {
        return Ok(());
    }
    match fetch().await {
        Ok(whole) => {
            warnings.extend(whole.warnings);
            let received = whole.value.len() as u64;
            if let Some(total) = list.total.filter(|total| received < *total) {
                let problem = format!("Jira counts {total} and returned {received}");
                warnings.push(Warning { path: kind.as_str().to_owned(), problem });
            }
            *list = Inline { total: Some(received), received, items: whole.value };
        }
        Err(error @ JiraError::NotFound { .. }) => {
            if !source.client.has_issue(issue_id).await? {
                return Err(error);
            }
            if absent {
                source.disabled_lists.note(project_id, kind);
            } else {
                warnings.push(Warning { path: kind.as_str().to_owned(), problem: error.to_string() });
            }
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
