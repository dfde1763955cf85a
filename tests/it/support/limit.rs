//! Time limits: a test fails with the name of what it waited for.

use std::time::Duration;

/// For anything that takes seconds on an idle machine.
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

/// The interval of [`eventually`].
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Polls until `condition` holds. The only place where tests poll.
pub(crate) async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let mut interval = tokio::time::interval(POLL_INTERVAL);
    let holds = async {
        while !condition().await {
            interval.tick().await;
        }
    };
    within(MINUTES, what, holds).await;
}
