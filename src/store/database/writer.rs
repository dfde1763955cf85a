//! Write transactions. SQLite has one writer: they take turns, in the order of their urgency.

use std::{ops::Deref, time::Duration};

use chrono::Utc;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::time::Instant;

use super::{
    pooler, sql,
    turns::{Turn, Urgency},
};
use crate::store::{Database, Kind, RunId, StoreError};

/// A write transaction; dropping it changes nothing.
#[derive(Debug)]
pub(in crate::store) struct WriteTransaction {
    // Declared first, so that it is dropped before the turn is passed on.
    tx: DatabaseTransaction,
    kept: Option<KeptRun>,
    _turn: Option<Turn>,
}

/// A run whose lease must not expire during a transaction.
#[derive(Debug)]
pub(in crate::store) struct KeptRun {
    pub(in crate::store) run_id: RunId,
    pub(in crate::store) lease: Duration,
    /// When the transaction was requested.
    pub(in crate::store) requested_at: Instant,
}

impl Database {
    /// A transaction for the many rows of the mirror. It waits for everything that came before it.
    pub(in crate::store) async fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        self.begin(Urgency::InOrder).await
    }

    /// A transaction for small writes that must not be late: leases, progress, stops, schedules and settings. On SQLite
    /// it goes before all waiting pages.
    pub(in crate::store) async fn begin_urgent(&self) -> Result<WriteTransaction, StoreError> {
        self.begin(Urgency::First).await
    }

    /// SQLite takes the write lock at once, since a lock taken later can fail. If another process holds it, this waits
    /// for as long as it takes: that slows a run down, but must not end it.
    async fn begin(&self, urgency: Urgency) -> Result<WriteTransaction, StoreError> {
        let _turn = match self.kind() {
            Kind::Sqlite => Some(self.turns().take(urgency).await),
            Kind::Postgres => None,
        };
        let mut warned = false;
        loop {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            match self.writer().begin_with_options(options).await {
                Err(error) if StoreError::is_busy(&error) => {
                    if !std::mem::replace(&mut warned, true) {
                        tracing::warn!("another process is writing to the database; waiting for it");
                    }
                }
                begun => {
                    let tx = begun?;
                    if self.is_pooled() {
                        pooler::prepare_session(&tx).await?;
                    }
                    return Ok(WriteTransaction { tx, kept: None, _turn });
                }
            }
        }
    }
}

impl WriteTransaction {
    /// Makes a long transaction renew the lease of this run when it commits: with a single writer nobody else can renew
    /// the lease meanwhile, and the next writer might take the run for dead.
    pub(in crate::store) fn keeping(self, run: Option<KeptRun>) -> Self {
        let kept = run.filter(|_| self.get_database_backend() == DatabaseBackend::Sqlite);
        Self { kept, ..self }
    }

    /// Commits what was written.
    pub(in crate::store) async fn commit(self) -> Result<(), StoreError> {
        let Self { tx, kept, _turn } = self;
        if let Some(KeptRun { run_id, lease, requested_at }) = kept
            && requested_at.elapsed() >= lease / 4
        {
            let renew = "update sync_runs set lease_until = $2 where id = $1";
            sql::execute(&tx, renew, [run_id.into(), (Utc::now() + lease).into()]).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Discards what was written.
    pub(in crate::store) async fn rollback(self) -> Result<(), StoreError> {
        let Self { tx, _turn, .. } = self;
        Ok(tx.rollback().await?)
    }
}

impl Deref for WriteTransaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTransaction {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.tx.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tx.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tx.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tx.query_all_raw(statement).await
    }
}
