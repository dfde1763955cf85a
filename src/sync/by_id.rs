//! Issues by id, whole, on both editions.

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};

use super::{
    batch::{Batch, Source},
    children, cloud,
};
use crate::jira::{Edition, Fetched, JiraError};

/// The issues with these ids, at most a batch; those that Jira does not show are left out.
pub(super) async fn fetch(source: &Arc<Source>, ids: &[u64]) -> Result<Batch, JiraError> {
    match source.client.edition() {
        Edition::Cloud => cloud::fetch(Arc::clone(source), ids.to_vec(), source.client.server_now()).await,
        Edition::DataCenter => one_by_one(source, ids).await,
    }
    .map(|batch| Batch { watermark: None, ..batch })
}

async fn one_by_one(source: &Source, ids: &[u64]) -> Result<Batch, JiraError> {
    let permit = source.permit().await?;
    let one = async |id: &u64| match source.client.issue(*id, &source.catalog).await {
        // Hidden from the account, which is the census's to say.
        Err(JiraError::Forbidden { .. }) => Ok(Fetched::default()),
        answer => answer,
    };
    let parts: Vec<_> = ids.iter().map(one).collect();
    let found: Vec<_> =
        stream::iter(parts).buffered(source.settings.max_workers as usize).try_collect().await?;
    let (mut issues, mut unreadable) = (Vec::new(), Vec::new());
    for fetched in found {
        issues.extend(fetched.issues);
        unreadable.extend(fetched.unreadable);
    }
    children::complete(&source.client, &mut issues).await?;
    Ok(Batch { issues, failed: 0, unreadable, watermark: None, _permit: permit })
}
