//! A database that is slow, or locked by another process for longer than a lease, slows a run down but never loses it.

use crate::support::order::{claim, holder, order};
use std::{sync::Mutex, time::Duration};

use app::model::{RunStatus, SyncMode};
use futures::future::{BoxFuture, FutureExt, join, join_all};
use jira_sync::{
    runs::LeaseTimes,
    store::{Database, Holder, IssueId, RunHandle, RunProgress, SiteId},
};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};

use crate::support::{
    control::Control,
    database::{TestDatabase, on_each_database},
    limit::eventually,
};

const SHORT: Duration = Duration::from_millis(300);
/// No second heartbeat within a test.
const NEVER: Duration = Duration::from_secs(3600);

/// Another process that holds the write lock of an SQLite file.
pub(crate) struct Lock(DatabaseConnection);

impl Lock {
    pub(crate) async fn take(url: &str) -> Self {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1);
        let connection = sea_orm::Database::connect(options).await.unwrap();
        connection.execute_unprepared("begin immediate").await.unwrap();
        Self(connection)
    }

    /// Waits until the lease of the active run has expired.
    pub(crate) async fn outlasts_the_lease(&self) {
        let passed = "select count(*) from sync_runs where status = 'running'
                          and julianday(lease_until) < julianday('now')";
        let passed = || Statement::from_string(self.0.get_database_backend(), passed);
        eventually("the end of the lease", async || {
            let row = self.0.query_one_raw(passed()).await.unwrap().unwrap();
            row.try_get_by_index::<i64>(0).unwrap() > 0
        })
        .await;
    }

    pub(crate) async fn release(self) {
        self.0.execute_unprepared("commit").await.unwrap();
    }
}

async fn claimed(database: &Database) -> RunHandle {
    claim(database, &order(SyncMode::Full), &Holder { lease: SHORT, ..holder() }).await
}

#[tokio::test]
async fn heartbeat_is_written_before_waiting_pages() {
    let database = TestDatabase::sqlite();
    let store = Database::connect(&database.url).await.unwrap();
    let run = claimed(&store).await;
    let lock = Lock::take(&database.url).await;
    let order = Mutex::new(Vec::new());
    let noted = |name: &'static str, work: BoxFuture<'static, ()>| {
        let order = &order;
        async move {
            work.await;
            order.lock().unwrap().push(name);
        }
    };
    let page = |name| {
        let (store, run) = (store.clone(), run);
        noted(
            name,
            async move { store.mirror(SiteId(1)).settle_stale(&run, &[IssueId(1)]).await.unwrap() }.boxed(),
        )
    };
    let beat = {
        let (store, run) = (store.clone(), run);
        let beat =
            async move { store.runs().renew(&run, &RunProgress::default(), SHORT).await.map(drop).unwrap() };
        noted("heartbeat", beat.boxed())
    };
    let pages = join_all([page("page 1"), page("page 2"), page("page 3")]);
    let mut all = Box::pin(join(pages, beat));
    assert!(all.as_mut().now_or_never().is_none(), "the first page waits for the lock");
    lock.release().await;
    all.await;
    assert_eq!(*order.lock().unwrap(), ["page 1", "heartbeat", "page 2", "page 3"]);
}

#[tokio::test]
async fn write_that_outlasts_the_lease_keeps_the_run_alive() {
    let database = TestDatabase::sqlite();
    let [ours, others] = [Database::connect(&database.url).await, Database::connect(&database.url).await];
    let (ours, others) = (ours.unwrap(), others.unwrap());
    let run = claimed(&ours).await;
    let _held = ours.runs().hold(&run, SHORT);
    let lock = Lock::take(&database.url).await;
    let released = async {
        lock.outlasts_the_lease().await;
        lock.release().await;
    };
    let (written, ()) = join(ours.mirror(SiteId(1)).settle_stale(&run, &[IssueId(1)]), released).await;
    written.unwrap();
    assert_eq!(others.runs().recover().await.unwrap(), 0);
}

#[tokio::test]
async fn expired_run_is_recovered_only_by_other_processes() {
    on_each_database(async |url| {
        let times = LeaseTimes { lease: SHORT, beat: NEVER };
        let mut ours = Control::with_times(&url, None, times).await;
        let others = Control::new(&url).await;
        let run = ours.start(&[]).await;
        ours.began.recv().await.unwrap();
        let passed = others.database.now().await.unwrap() + 2 * SHORT;
        eventually("the end of the lease", async || others.database.now().await.unwrap() > passed).await;
        assert_eq!(ours.database.runs().recover().await.unwrap(), 0);
        ours.gate.add_permits(1);
        assert_eq!(run.ended().await, RunStatus::Completed);

        let run = ours.start(&[]).await;
        let passed = others.database.now().await.unwrap() + 2 * SHORT;
        eventually("the end of the lease", async || others.database.now().await.unwrap() > passed).await;
        assert_eq!(others.database.runs().recover().await.unwrap(), 1, "to others it may be dead");
        ours.gate.add_permits(1);
        assert_eq!(run.ended().await, RunStatus::Interrupted);
    })
    .await;
}
