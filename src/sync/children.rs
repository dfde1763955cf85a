//! Lists that came cut off inside an issue are fetched whole.

use futures::{StreamExt, TryStreamExt, stream};

use crate::jira::{
    Client, JiraError,
    wire::{Inline, Issue, Warning},
};

/// Issues whose lists are fetched at the same time; the site's own limit of requests holds as well.
const AT_ONCE: usize = 4;

/// Completes the comments, worklogs and changelog of every issue. One that went away meanwhile is left out: that it
/// is gone is the census's to say.
pub(super) async fn complete(client: &Client, issues: &mut Vec<Issue>) -> Result<(), JiraError> {
    let parts: Vec<_> = issues.iter_mut().map(|issue| complete_one(client, issue)).collect();
    let there: Vec<bool> = stream::iter(parts).buffered(AT_ONCE).try_collect().await?;
    let mut there = there.into_iter();
    issues.retain(|_| there.next().unwrap_or(true));
    Ok(())
}

/// Gives whether the issue is still there.
async fn complete_one(client: &Client, issue: &mut Issue) -> Result<bool, JiraError> {
    let id = issue.id;
    let filled = async {
        fill(&mut issue.comments, &mut issue.warnings, || client.comments(id)).await?;
        fill(&mut issue.worklogs, &mut issue.warnings, || client.worklogs(id)).await?;
        fill(&mut issue.histories, &mut issue.warnings, || client.changelog(id)).await
    };
    match filled.await {
        Err(JiraError::NotFound { .. }) => Ok(false),
        filled => filled.map(|()| true),
    }
}

async fn fill<T, F>(
    list: &mut Inline<T>,
    warnings: &mut Vec<Warning>,
    fetch: impl FnOnce() -> F,
) -> Result<(), JiraError>
where
    F: Future<Output = Result<crate::jira::wire::Parsed<Vec<T>>, JiraError>>,
{
    if list.is_complete() {
        return Ok(());
    }
    let whole = fetch().await?;
    warnings.extend(whole.warnings);
    let received = whole.value.len() as u64;
    *list = Inline { total: Some(received), received, items: whole.value };
    Ok(())
}
