//! Reads reference lists. A list that cannot be read is unknown, and affects nothing else.

use std::time::Duration;

use tokio::time::Instant;

use crate::{
    jira::{JiraError, List},
    store::Place,
    sync::site_warnings::SiteWarnings,
};

/// Reads lists whose failure is only a warning. A list that is refused, fails or takes too long is unknown: its rows
/// stay.
pub(in crate::sync) struct Lists<'a> {
    warnings: &'a SiteWarnings,
    limit: Duration,
    deadline: Instant,
}

impl<'a> Lists<'a> {
    /// Starts reading lists, which may take `limit` in total.
    pub(in crate::sync) fn begin(warnings: &'a SiteWarnings, limit: Duration) -> Self {
        Self { warnings, limit, deadline: Instant::now() + limit }
    }

    /// The list `name`, as `priority` or `board/7/sprint`, of the whole site.
    pub(in crate::sync) async fn of_site<T>(
        &self,
        name: &str,
        answer: impl Future<Output = Result<List<T>, JiraError>>,
    ) -> Option<List<T>> {
        self.of(&Place::Site, name, answer).await
    }

    /// The list `name` of a place.
    pub(in crate::sync) async fn of<T>(
        &self,
        place: &Place,
        name: &str,
        answer: impl Future<Output = Result<List<T>, JiraError>>,
    ) -> Option<List<T>> {
        let list = self.read(place, name, answer).await?;
        self.warnings.add_all(place, name, list.warnings.clone());
        Some(list)
    }

    /// A list of the whole site that is never empty in a Jira. An account without permissions gets an empty list, so an
    /// empty one is unknown, like a refused one.
    pub(in crate::sync) async fn never_empty<T>(
        &self,
        name: &str,
        answer: impl Future<Output = Result<List<T>, JiraError>>,
    ) -> Option<List<T>> {
        let list = self.of_site(name, answer).await?;
        if list.value.is_empty() {
            let problem = "Jira lists none. Check that the sync account may browse the site's projects";
            self.warnings.add(&Place::Site, name, problem);
            return None;
        }
        Some(list)
    }

    /// The response if it arrives in time; otherwise the reason is added as a warning.
    pub(in crate::sync) async fn read<T>(
        &self,
        place: &Place,
        name: &str,
        answer: impl Future<Output = Result<T, JiraError>>,
    ) -> Option<T> {
        // No request is sent once the time is up.
        let answer = match Instant::now() < self.deadline {
            true => tokio::time::timeout_at(self.deadline, answer).await.ok(),
            false => None,
        };
        let problem = match answer {
            Some(Ok(value)) => return Some(value),
            Some(Err(error)) => error.to_string(),
            None => format!(
                "it was not read: the lists of this site took longer than {} s. The next sync reads them again",
                self.limit.as_secs_f64()
            ),
        };
        tracing::warn!(
            project = place.key(),
            list = name,
            problem,
            "a list is unknown, and its rows stay as they are"
        );
        self.warnings.add(place, name, &problem);
        None
    }
}

/// None if this Jira has no such list, which deserves no warning.
pub(in crate::sync) fn if_any<T>(answer: Result<T, JiraError>) -> Result<Option<T>, JiraError> {
    match answer {
        Err(JiraError::NotFound { .. }) => Ok(None),
        answer => answer.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{ProjectId, ProjectRef};

    fn list(value: Vec<u64>) -> List<u64> {
        List { value, whole: true, warnings: Vec::new() }
    }

    #[tokio::test]
    async fn all_lists_share_one_time_limit() {
        let warnings = SiteWarnings::default();
        let lists = Lists::begin(&warnings, Duration::from_millis(300));
        assert!(lists.of_site("status", async { Ok(list(vec![1])) }).await.is_some());
        let abc = Place::Project(ProjectRef { id: ProjectId(7), key: "ABC".to_owned() });
        let pending = std::future::pending::<Result<List<u64>, JiraError>>();
        assert!(lists.of(&abc, "project/7/versions", pending).await.is_none());
        let never_asked = async { panic!("the time is up") };
        assert!(lists.read::<()>(&Place::Site, "priority", never_asked).await.is_none());
        let warnings: Vec<_> =
            warnings.take().into_iter().map(|(place, row)| (place, row.path, row.problem)).collect();
        let expected = [("*", "priority"), ("ABC", "project/7/versions")];
        assert_eq!(warnings.iter().map(|row| (row.0.key(), row.1.as_str())).collect::<Vec<_>>(), expected);
        assert!(warnings.iter().all(|row| row.2.contains("longer than 0.3 s")), "{warnings:?}");
    }

    #[tokio::test]
    async fn empty_list_that_every_jira_has_is_unknown() {
        let warnings = SiteWarnings::default();
        let lists = Lists::begin(&warnings, Duration::from_secs(120));
        assert!(lists.never_empty("field", async { Ok(list(vec![])) }).await.is_none());
        assert!(lists.never_empty("field", async { Ok(list(vec![1])) }).await.is_some());
        assert!(lists.of_site("board", async { Ok(list(vec![])) }).await.is_some());
        assert_eq!(warnings.take().len(), 1);
    }
}
