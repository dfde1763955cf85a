use app::model::{RunStatus, SyncType};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;

use super::{
    ACTIVE, ACTIVE_SYNC, COMPARISON, HeldRuns, Holder, RunOrder, SYNC_OR_REFETCH,
    end::{EndedBy, end},
    process,
};
use crate::store::{RunId, Runs, StoreError, database::sql};

/// The right to write for a run: its id and the fence number that it was claimed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunHandle {
    pub run_id: RunId,
    pub fence: i64,
}

/// Whether a run got the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Started(RunHandle),
    /// The run in the way.
    Busy(RunId),
}

impl Runs<'_> {
    /// Starts a run if none of its scope is active. An active run whose lease has expired by the database's clock, or whose process
    /// is gone, is first marked `interrupted`, in the same transaction.
    pub async fn claim(&self, order: &RunOrder, holder: &Holder) -> Result<Claim, StoreError> {
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        interrupt_expired(&tx, self.database.held_runs(), now).await?;
        let claim = claim(&tx, order, holder, None, now).await?;
        tx.commit().await?;
        Ok(claim)
    }

    /// Whether a sync is active, in any process. One whose process is gone is marked `interrupted` first.
    pub async fn is_syncing(&self) -> Result<bool, StoreError> {
        self.recover().await?;
        Ok(active_run(self.database.connection()).await?.is_some())
    }

    /// Marks active runs as `interrupted` if their lease has expired or their process is gone.
    pub async fn recover(&self) -> Result<u64, StoreError> {
        let now = self.database.now().await?;
        if expired(self.database.connection(), self.database.held_runs(), now).await?.is_empty() {
            return Ok(0);
        }
        let tx = self.database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let recovered = interrupt_expired(&tx, self.database.held_runs(), now).await?;
        tx.commit().await?;
        Ok(recovered)
    }
}

/// Inserts the run, or returns the active one. `slot` is the schedule and slot that the run is for. A refetch for
/// webhooks never prevents a sync: it is ended, and the sync reads what the refetch left.
pub(in crate::store) async fn claim(
    tx: &impl ConnectionTrait,
    order: &RunOrder,
    holder: &Holder,
    slot: Option<(i64, DateTime<Utc>)>,
    now: DateTime<Utc>,
) -> Result<Claim, StoreError> {
    let run_id = RunId::next();
    let (schedule_id, slot) = slot.unzip();
    loop {
        if order.is_sync() {
            end_refetch(tx, now).await?;
        }
        let values = [
            run_id.into(),
            order.sync_type.as_str().into(),
            order.initiated_by.clone().into(),
            order.mode.as_str().into(),
            schedule_id.into(),
            slot.into(),
            now.into(),
            serde_json::json!(order.settings).into(),
            holder.name.clone().into(),
            (now + holder.lease).into(),
            order.selection.stored().into(),
            process::own().into(),
            order.scope().into(),
        ];
        let inserted = sql::execute(
            tx,
            "insert into sync_runs (id, sync_type, initiated_by, mode, status, schedule_id, slot, started_at,
                 progress_at, settings, holder, lease_until, selection, process, scope)
             values ($1, $2, $3, $4, 'running', $5, $6, $7, $7, $8, $9, $10, $11, $12, $13)
             on conflict do nothing",
            values,
        )
        .await?;
        if inserted == 1 {
            return Ok(Claim::Started(RunHandle { run_id, fence: 1 }));
        }
        let in_the_way = sql::value(
            tx,
            &format!(
                "select id from sync_runs where ({ACTIVE} and scope = $4 and (sync_type <> 'webhook' or $3))
                     or (schedule_id = $1 and slot = $2)"
            ),
            [
                schedule_id.into(),
                slot.into(),
                (order.sync_type == SyncType::Webhook).into(),
                order.scope().into(),
            ],
        )
        .await?;
        // None: the other run ended between the two statements, or a refetch started. The lock may be free.
        if let Some(run_id) = in_the_way {
            return Ok(Claim::Busy(run_id));
        }
    }
}

/// Ends an active refetch for webhooks.
async fn end_refetch(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), StoreError> {
    let at_work =
        format!("select id from sync_runs where {SYNC_OR_REFETCH} and {ACTIVE} and sync_type = 'webhook'");
    let at_work: Vec<RunId> = sql::column(tx, &sql::locking(tx, &at_work, "for update"), []).await?;
    for run_id in at_work {
        let reason = "A sync replaced it and reads the rest.";
        end(tx, EndedBy::Other(run_id), RunStatus::Stopped, Some(reason), now).await?;
    }
    Ok(())
}

/// The id of the active sync.
pub(in crate::store) async fn active_run(tx: &impl ConnectionTrait) -> Result<Option<RunId>, StoreError> {
    sql::value(tx, &format!("select id from sync_runs where {ACTIVE_SYNC}"), []).await
}

/// The longest lease. One that ends later was written before the clock was set back.
const MAX_LEASE: TimeDelta = TimeDelta::hours(1);

/// An active run that no process carries out any more.
#[derive(sea_orm::FromQueryResult)]
struct Expired {
    id: RunId,
    lease_until: DateTime<Utc>,
    process: Option<String>,
    is_comparison: bool,
}

impl Expired {
    /// The process, if it is known to be gone.
    fn gone(&self) -> Option<&str> {
        self.process.as_deref().filter(|process| process::is_gone(process))
    }

    /// The message for its end.
    fn reason(&self) -> &'static str {
        match self.is_comparison {
            true => "The process that ran the comparison ended or hung. Compare again.",
            false => "The process that ran it ended or hung; the next run continues where it stopped.",
        }
    }
}

/// Active runs whose lease has expired or whose process is gone, except those of this process.
async fn expired(
    connection: &impl ConnectionTrait,
    held: &HeldRuns,
    now: DateTime<Utc>,
) -> Result<Vec<Expired>, StoreError> {
    let query = format!(
        "select id, lease_until, process, {COMPARISON} as is_comparison from sync_runs where {ACTIVE}"
    );
    let mut active: Vec<Expired> = sql::rows(connection, &query, []).await?;
    let is_alive = |run: &Expired| (now..=now + MAX_LEASE).contains(&run.lease_until) && run.gone().is_none();
    active.retain(|run| !held.contains(run.id) && !is_alive(run));
    Ok(active)
}

/// Ends active runs whose lease has expired or whose process is gone, except those of this process.
pub(in crate::store) async fn interrupt_expired(
    tx: &impl ConnectionTrait,
    held: &HeldRuns,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut ended = 0;
    for run in expired(tx, held, now).await? {
        // It may have been renewed or ended before the lock was taken.
        let still = format!(
            "select id from sync_runs
             where id = $1 and {ACTIVE} and (lease_until < $2 or lease_until > $4 or process = $3)"
        );
        let gone = run.gone().map(str::to_owned);
        let values = [run.id.into(), now.into(), gone.into(), (now + MAX_LEASE).into()];
        if sql::value::<RunId>(tx, &sql::locking(tx, &still, "for update"), values).await?.is_none() {
            continue;
        }
        ended += 1;
        end(tx, EndedBy::Other(run.id), RunStatus::Interrupted, Some(run.reason()), now).await?;
    }
    Ok(ended)
}
