//! Time limits: a test fails with the name of what it waited for.

use std::time::Duration;

/// For what takes seconds on a quiet machine.
pub(crate) const MINUTES: Duration = Duration::from_secs(10 * 60);

/// For a whole test, or one history.
pub(crate) const WHOLE_TEST: Duration = Duration::from_secs(20 * 60);

/// Awaits `future`; panics when it takes longer than `limit`.
pub(crate) async fn within<T>(limit: Duration, what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(limit, future).await {
        Ok(value) => value,
        Err(_) => panic!("{what}: not within {} s", limit.as_secs()),
    }
}

/// Time between two looks of [`eventually`]: short beside what is waited for, and long beside what a look costs others.
const LOOK: Duration = Duration::from_millis(5);

/// Polls until `condition` holds. The only place where tests poll.
pub(crate) async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let mut looks = tokio::time::interval(LOOK);
    let holds = async {
        while !condition().await {
            looks.tick().await;
        }
    };
    within(MINUTES, what, holds).await;
}
