//! The heartbeat. This module is the only one that uses tokio-cron-scheduler.
//!
//! One job, once a second, in UTC, under a fixed id. The crate loses jobs after a stall or a jump of the clock, so a
//! watchdog on the monotonic clock adds the job again when it has not fired for a while. It starts a new ticker for
//! that: a ticker whose internal listeners are gone takes no jobs, and a job that is removed and added again under its
//! id is lost as well.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::Utc;
use futures::future::BoxFuture;
use tokio::sync::Mutex;
use tokio_cron_scheduler::{JobBuilder, JobScheduler, JobSchedulerError};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

const JOB: Uuid = Uuid::from_u128(0x6a69_7261_2d73_796e_632d_6265_6174_0001);
/// How long the job may fail to fire before it is added again.
const STALL_TIMEOUT: Duration = Duration::from_secs(3);

/// What is done once a second; never twice at the same time.
pub type Beat = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// A heartbeat that continues until it is shut down; cheap to clone.
#[derive(Clone)]
pub struct Heartbeat {
    inner: Arc<Inner>,
}

struct Inner {
    beat: Beat,
    /// Held while a beat is being handled.
    at_work: Arc<Mutex<()>>,
    started: Instant,
    /// Milliseconds from `started` to the last time the job fired.
    fired: AtomicU64,
    ticker: Mutex<Option<JobScheduler>>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// The ticker could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("The scheduler's clock could not be started: {0}")]
pub struct HeartbeatError(#[from] JobSchedulerError);

impl Heartbeat {
    /// Starts to call `beat` once a second.
    pub async fn start(beat: Beat) -> Result<Self, HeartbeatError> {
        let heartbeat = Self {
            inner: Arc::new(Inner {
                beat,
                at_work: Arc::default(),
                started: Instant::now(),
                fired: AtomicU64::new(0),
                ticker: Mutex::new(None),
                tasks: TaskTracker::new(),
                stop: CancellationToken::new(),
            }),
        };
        heartbeat.inner.start_ticker().await?;
        let inner = heartbeat.inner.clone();
        heartbeat.inner.tasks.spawn(async move { inner.watch().await });
        Ok(heartbeat)
    }

    /// Whether the job fired within the last seconds.
    pub fn is_alive(&self) -> bool {
        !self.inner.stop.is_cancelled() && self.inner.quiet_for() <= STALL_TIMEOUT * 2
    }

    /// Stops the heartbeat and waits for the beat that is being handled.
    pub async fn shut_down(&self) {
        self.inner.stop.cancel();
        self.inner.stop_ticker().await;
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// Removes the job, as a stall does.
    #[cfg(test)]
    async fn lose_job(&self) {
        let ticker = self.inner.ticker.lock().await;
        ticker.as_ref().unwrap().remove(&JOB).await.unwrap();
    }
}

impl Inner {
    /// Starts a new ticker in place of the previous one.
    async fn start_ticker(self: &Arc<Self>) -> Result<(), JobSchedulerError> {
        self.stop_ticker().await;
        // Weak, since the job is owned by the ticker inside `self`.
        let weak = Arc::downgrade(self);
        let job = JobBuilder::new()
            .with_timezone(Utc)
            .with_cron_job_type()
            .with_job_id(JOB.into())
            .with_schedule("* * * * * *")?
            .with_run_async(Box::new(move |_, _| {
                let heartbeat = weak.upgrade();
                Box::pin(async move {
                    if let Some(heartbeat) = heartbeat {
                        heartbeat.fire();
                    }
                })
            }))
            .build()?;
        let ticker = JobScheduler::new().await?;
        ticker.add(job).await?;
        ticker.start().await?;
        *self.ticker.lock().await = Some(ticker);
        Ok(())
    }

    async fn stop_ticker(&self) {
        if let Some(mut ticker) = self.ticker.lock().await.take()
            && let Err(error) = ticker.shutdown().await
        {
            tracing::debug!(%error, "the ticker had already ended");
        }
    }

    /// Records that the job fired, and starts a beat unless the last one is still being handled.
    fn fire(self: Arc<Self>) {
        self.fired.store(self.started.elapsed().as_millis() as u64, Ordering::Relaxed);
        if self.stop.is_cancelled() {
            return;
        }
        if let Ok(turn) = self.at_work.clone().try_lock_owned() {
            let beat = (self.beat)();
            self.tasks.spawn(async move {
                beat.await;
                drop(turn);
            });
        }
    }

    fn quiet_for(&self) -> Duration {
        let fired = Duration::from_millis(self.fired.load(Ordering::Relaxed));
        self.started.elapsed().saturating_sub(fired)
    }

    async fn watch(self: Arc<Self>) {
        let mut checks = tokio::time::interval(Duration::from_secs(1));
        while self.stop.run_until_cancelled(checks.tick()).await.is_some() {
            if self.quiet_for() <= STALL_TIMEOUT {
                continue;
            }
            tracing::warn!(quiet = ?self.quiet_for(), "the ticker has stopped; restarting it");
            // With a time limit, since the crate waits forever for listeners that are gone.
            match tokio::time::timeout(STALL_TIMEOUT, self.start_ticker()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "the ticker did not start; trying again"),
                Err(_) => tracing::error!("the ticker did not start in time; trying again"),
            }
            // The new ticker gets the same time to fire.
            checks.reset_after(STALL_TIMEOUT);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::{Semaphore, mpsc};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn lost_job_is_added_again() {
        let (beats, mut seen) = mpsc::unbounded_channel();
        let heartbeat = Heartbeat::start(Arc::new(move || {
            let _ = beats.send(());
            Box::pin(async {})
        }))
        .await
        .unwrap();
        seen.recv().await.unwrap();
        heartbeat.lose_job().await;
        while seen.try_recv().is_ok() {}
        let back = tokio::time::timeout(Duration::from_secs(30), seen.recv()).await;
        assert_eq!(back, Ok(Some(())));
        assert!(heartbeat.is_alive());
        heartbeat.shut_down().await;
        assert!(!heartbeat.is_alive());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn long_beat_never_overlaps_and_shutdown_waits_for_it() {
        let (began, mut seen) = mpsc::unbounded_channel();
        let gate = Arc::new(Semaphore::new(0));
        let inside = gate.clone();
        let heartbeat = Heartbeat::start(Arc::new(move || {
            let (began, gate) = (began.clone(), inside.clone());
            Box::pin(async move {
                let _ = began.send(());
                gate.acquire().await.unwrap().forget();
            })
        }))
        .await
        .unwrap();
        seen.recv().await.unwrap();
        let first_fire = heartbeat.inner.fired.load(Ordering::Relaxed);
        while heartbeat.inner.fired.load(Ordering::Relaxed) < first_fire + 2000 {
            tokio::task::yield_now().await;
        }
        assert!(seen.try_recv().is_err(), "a second beat began");
        gate.add_permits(1);
        seen.recv().await.unwrap();
        gate.add_permits(1);
        heartbeat.shut_down().await;
        assert!(heartbeat.inner.at_work.try_lock().is_ok());
    }
}
