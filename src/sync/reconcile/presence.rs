//! Requests issues one by one: only an issue's own endpoint reports that it is gone.

use app::model::DeletionKind;
use futures::{StreamExt, stream};

use crate::{jira::JiraError, sync::read::source::Source};

/// The findings from requesting unlisted issues.
#[derive(Debug, Default)]
pub(in crate::sync) struct Presence {
    /// They exist: they were moved elsewhere, or are not yet in Jira's index.
    pub present: Vec<u64>,
    pub gone: Vec<(u64, DeletionKind)>,
    /// Issues for which Jira returned an error.
    pub unchecked: Vec<(u64, JiraError)>,
}

impl Presence {
    /// The issues that are gone for the reason `kind`.
    pub(in crate::sync) fn gone_as(&self, kind: DeletionKind) -> Vec<u64> {
        self.gone.iter().filter(|gone| gone.1 == kind).map(|gone| gone.0).collect()
    }
}

/// Requests each of the issues.
pub(in crate::sync) async fn check_presence(source: &Source, ids: &[u64]) -> Result<Presence, JiraError> {
    let parts: Vec<_> =
        ids.iter().map(|id| async move { (*id, source.client.issue(*id, &source.catalog).await) }).collect();
    let mut answers = stream::iter(parts).buffered(source.order.settings.max_workers as usize);
    let mut found = Presence::default();
    while let Some((id, answer)) = answers.next().await {
        match answer {
            Ok(fetched) if fetched.issues.is_empty() && fetched.unreadable.is_empty() => {
                found.gone.push((id, DeletionKind::Deleted));
            }
            Ok(_) => found.present.push(id),
            // 401 is about the token, not about the issue.
            Err(JiraError::Forbidden { status: 403, .. }) => found.gone.push((id, DeletionKind::AccessLost)),
            Err(error) if error.concerns_whole_site() => return Err(error),
            Err(error @ JiraError::RateLimited { .. }) => return Err(error),
            Err(JiraError::BadRequest { status: 400, .. }) => found.gone.push((id, DeletionKind::Unobserved)),
            Err(error) => found.unchecked.push((id, error)),
        }
    }
    Ok(found)
}
