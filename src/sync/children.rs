//! Lists that came cut off inside an issue are fetched whole.

use futures::{TryStreamExt, stream};

use crate::jira::{
    Client, JiraError,
    wire::{Inline, Issue, Warning},
};

/// Issues whose lists are fetched at the same time; the site's own limit of requests holds as well.
const AT_ONCE: usize = 4;

/// Completes the comments, worklogs and changelog of every issue.
pub(super) async fn complete(client: &Client, issues: &mut [Issue]) -> Result<(), JiraError> {
    stream::iter(issues.iter_mut().map(Ok))
        .try_for_each_concurrent(AT_ONCE, |issue| async move {
            let id = issue.id;
            fill(&mut issue.comments, &mut issue.warnings, || client.comments(id)).await?;
            fill(&mut issue.worklogs, &mut issue.warnings, || client.worklogs(id)).await?;
            fill(&mut issue.histories, &mut issue.warnings, || client.changelog(id)).await
        })
        .await
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
