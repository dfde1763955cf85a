//! Issues by id, whole, on both editions. An issue that spoils the requests it is part of costs only itself.

use futures::{StreamExt, stream};

use super::{
    batch::{Batch, Source},
    children, cloud, datacenter,
    isolate::Culprit,
};
use crate::jira::{Edition, JiraError};

/// The issues with these ids; those that Jira does not show are left out.
pub(super) async fn fetch(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let mut batch = match source.client.edition() {
        Edition::Cloud => cloud::deliver(source, ids).await?,
        Edition::DataCenter => datacenter::deliver(source, ids).await?,
    };
    children::complete(source, &mut batch).await?;
    Ok(batch)
}

/// Asks for issues by their own endpoint, the only one that can say that an issue is gone.
pub(super) async fn ask(source: &Source, suspects: Vec<Culprit>, batch: &mut Batch) -> Result<(), JiraError> {
    let one = |suspect: Culprit| async move {
        (suspect.id, source.client.issue(suspect.id, &source.catalog).await)
    };
    let mut answers =
        stream::iter(suspects.into_iter().map(one)).buffered(source.settings.max_workers as usize);
    while let Some((id, answer)) = answers.next().await {
        match answer {
            Ok(fetched) => {
                batch.issues.extend(fetched.issues);
                batch.unreadable.extend(fetched.unreadable);
            }
            // Hidden from the account, which is the census's to say.
            Err(JiraError::Forbidden { .. }) => {}
            Err(error) if !error.may_be_one_issues() => return Err(error),
            Err(error) => batch.undelivered.push(Culprit { id, reason: error.to_string() }),
        }
    }
    Ok(())
}
