//! Finds the issue that makes a request for several fail: the request is halved until the culprit is alone, or a few
//! are left that are requested one by one.

use std::time::Instant;

use crate::{
    jira::JiraError,
    sync::{
        batch::Culprit,
        page_size::{PageSize, part_of},
    },
};

/// After this many culprits without a success, a check finds out whether issues are at fault at all.
pub(in crate::sync) const CULPRITS_BEFORE_CHECK: usize = 8;

/// If a request for this many issues or fewer times out, they are requested one by one, in parallel: one of them most
/// likely never gets a response, and each further request for several would use up the whole timeout.
pub(in crate::sync) const FEW: usize = 32;

/// Calls `fetch` for all `ids`, in parts of at most `size`, and passes the results to `take`. Returns the culprits.
///
/// If nothing succeeds, `answers` checks with the last culprit's id whether Jira responds otherwise: if so, all
/// remaining issues count as culprits too.
///
/// # Errors
///
/// Errors that are not about single issues; and the last one if Jira does not respond otherwise either.
pub(in crate::sync) async fn isolate<T, F, A>(
    ids: &[u64],
    size: &PageSize,
    fetch: impl Fn(Vec<u64>) -> F,
    answers: impl Fn(u64) -> A,
    mut take: impl FnMut(T),
) -> Result<Vec<Culprit>, JiraError>
where
    F: Future<Output = Result<T, JiraError>>,
    A: Future<Output = bool>,
{
    let mut parts: Vec<&[u64]> = vec![ids];
    let mut culprits = Vec::new();
    let mut succeeded = false;
    while let Some(part) = parts.pop() {
        if part.is_empty() {
            continue;
        }
        // Read each time: the size may have grown since the previous request.
        let (part, rest) = part.split_at(part.len().min(size.get()));
        if !rest.is_empty() {
            parts.push(rest);
        }
        let started = Instant::now();
        match fetch(part.to_vec()).await {
            Ok(answer) => {
                succeeded = true;
                size.grow(part.len(), started.elapsed());
                take(answer);
            }
            Err(error) if !error.may_be_caused_by_one_issue() => return Err(error),
            Err(error) if part.len() > 1 => {
                if error.is_about_size() {
                    size.shrink(part.len(), &error);
                }
                if error.is_late() && part.len() <= FEW {
                    culprits.extend(part.iter().map(|id| Culprit { id: *id, reason: error.to_string() }));
                    continue;
                }
                parts.extend(part.chunks(part_of(part.len(), &error)).rev());
            }
            Err(error) => {
                let culprit = |id: &u64| Culprit { id: *id, reason: error.to_string() };
                culprits.extend(part.iter().map(culprit));
                if succeeded || culprits.len() < CULPRITS_BEFORE_CHECK {
                    continue;
                }
                if !answers(part[0]).await {
                    return Err(error);
                }
                culprits.extend(parts.drain(..).rev().flatten().map(culprit));
            }
        }
    }
    Ok(culprits)
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, time::Duration};

    use super::*;
    use crate::jira::NetworkFault;

    fn broken() -> JiraError {
        JiraError::Unavailable {
            request: "POST x".to_owned(),
            status: 500,
            attempts: 1,
            detail: "no".to_owned(),
        }
    }

    /// The culprits, what was delivered, and the number of requests.
    async fn run(ids: &[u64], bad: &[u64], answers: bool) -> (Result<Vec<u64>, JiraError>, Vec<u64>, usize) {
        let size = PageSize::new(100, Duration::from_secs(60));
        let requests = RefCell::new(0);
        let mut delivered = Vec::new();
        let fetch = async |part: Vec<u64>| {
            *requests.borrow_mut() += 1;
            if part.iter().any(|id| bad.contains(id)) { Err(broken()) } else { Ok(part) }
        };
        let culprits =
            isolate(ids, &size, fetch, async |_| answers, |part: Vec<u64>| delivered.extend(part)).await;
        let culprits = culprits.map(|culprits| culprits.iter().map(|culprit| culprit.id).collect());
        let requests = *requests.borrow();
        (culprits, delivered, requests)
    }

    #[tokio::test]
    async fn culprits_are_isolated_and_the_others_arrive_in_order() {
        let ids: Vec<u64> = (1..=200).collect();
        let (culprits, delivered, requests) = run(&ids, &[7, 150], false).await;
        assert_eq!(culprits.unwrap(), [7, 150]);
        let others: Vec<u64> = ids.into_iter().filter(|id| ![7, 150].contains(id)).collect();
        assert_eq!(delivered, others);
        assert!(requests <= 32, "{requests}");
    }

    #[tokio::test]
    async fn error_is_returned_if_jira_does_not_respond_at_all() {
        let ids: Vec<u64> = (1..=100).collect();
        let (culprits, delivered, requests) = run(&ids, &ids, false).await;
        assert_eq!((culprits.unwrap_err(), delivered.len()), (broken(), 0));
        assert!(requests < 40, "{requests}");
        let (culprits, ..) = run(&ids[..3], &ids, false).await;
        assert_eq!(culprits.unwrap(), [1, 2, 3], "few may all be damaged");
    }

    #[tokio::test]
    async fn all_are_culprits_if_jira_responds_otherwise() {
        let ids: Vec<u64> = (1..=100).collect();
        let (culprits, delivered, requests) = run(&ids, &ids[..20], true).await;
        assert_eq!(
            (culprits.unwrap(), delivered.len()),
            (ids.clone(), 0),
            "each is asked for by itself then"
        );
        assert!(requests < 40, "{requests}");
        let (culprits, ..) = run(&ids[..8], &ids, true).await;
        assert_eq!(culprits.unwrap(), ids[..8]);
    }

    #[tokio::test]
    async fn requests_grow_again_after_an_oversized_issue() {
        let size = PageSize::new(100, Duration::from_secs(60));
        let asked = RefCell::new(Vec::new());
        let too_large = JiraError::TooLarge { request: "POST x".to_owned(), limit: 1 };
        let fetch = async |part: Vec<u64>| {
            asked.borrow_mut().push(part.len());
            if part.contains(&2) { Err(too_large.clone()) } else { Ok(part) }
        };
        let ids: Vec<u64> = (1..=200).collect();
        let mut delivered = Vec::new();
        let culprits =
            isolate(&ids, &size, fetch, async |_| false, |part| delivered.extend(part)).await.unwrap();
        assert_eq!((culprits.len(), culprits[0].id, delivered.len()), (1, 2, 199));
        assert!(asked.borrow().len() < 24, "{asked:?}");
        assert_eq!(size.get(), 100);
        // The next parts start with one issue and grow from there.
        size.shrink(1, &too_large);
        asked.borrow_mut().clear();
        isolate(&ids[2..102], &size, fetch, async |_| false, |part| delivered.extend(part)).await.unwrap();
        assert_eq!(*asked.borrow(), [1, 2, 4, 8, 16, 32, 37]);
    }

    #[tokio::test]
    async fn error_of_the_whole_site_ends_isolation_at_once() {
        let size = PageSize::new(100, Duration::from_secs(60));
        let down = JiraError::Network {
            request: "POST x".to_owned(),
            attempts: 1,
            fault: NetworkFault::Connect,
            detail: "refused".to_owned(),
        };
        let fetch = async |_: Vec<u64>| Err::<(), _>(down.clone());
        assert_eq!(isolate(&[1, 2], &size, fetch, async |_| true, |()| ()).await.unwrap_err(), down);
    }
}
