//! Transactions that write. SQLite has one writer: they take turns, in the order of their urgency.

use std::{ops::Deref, time::Duration};

use chrono::Utc;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::time::Instant;

use super::{
    Database, Kind, RunId, StoreError, pooler, sql,
    turns::{Turn, Urgency},
};

/// A transaction that writes; dropped, it leaves everything as it was.
#[derive(Debug)]
pub(in crate::store) struct WriteTransaction {
    // Dropped before the turn passes on.
    tx: DatabaseTransaction,
    kept: Option<KeptRun>,
    _turn: Option<Turn>,
}

/// A run whose lease a transaction must not outlast.
#[derive(Debug)]
pub(in crate::store) struct KeptRun {
    pub(in crate::store) run_id: RunId,
    pub(in crate::store) lease: Duration,
    /// When the transaction was asked for.
    pub(in crate::store) asked: Instant,
}

impl Database {
    /// A transaction for much: rows of the mirror. It waits for those that came before it.
    pub(in crate::store) async fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        self.begin(Urgency::InOrder).await
    }

    /// A transaction for little that must not come late: leases, progress, stops, schedules and settings. On SQLite it
    /// goes before all pages that wait.
    pub(in crate::store) async fn begin_urgent(&self) -> Result<WriteTransaction, StoreError> {
        self.begin(Urgency::First).await
    }

    /// SQLite takes the write lock at once, since a lock taken later can fail. It is waited for as long as another
    /// process holds it: that makes a run slow, and must not end it.
    async fn begin(&self, urgency: Urgency) -> Result<WriteTransaction, StoreError> {
        let _turn = match self.kind() {
            Kind::Sqlite => Some(self.turns().take(urgency).await),
            Kind::Postgres => None,
        };
        let mut told = false;
        loop {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            match self.writer().begin_with_options(options).await {
                Err(error) if StoreError::is_busy(&error) => {
                    if !std::mem::replace(&mut told, true) {
                        tracing::warn!("another process is writing to the database; waiting for it");
                    }
                }
                begun => {
                    let tx = begun?;
                    if self.is_pooled() {
                        pooler::enter(&tx).await?;
                    }
                    return Ok(WriteTransaction { tx, kept: None, _turn });
                }
            }
        }
    }
}

impl WriteTransaction {
    /// Has the transaction leave this run with a fresh lease if it takes a good part of it: nobody can renew the lease
    /// meanwhile where there is one writer, and whoever writes next might take the run for dead.
    pub(in crate::store) fn keeping(self, run: Option<KeptRun>) -> Self {
        let kept = run.filter(|_| self.get_database_backend() == DatabaseBackend::Sqlite);
        Self { kept, ..self }
    }

    /// Makes what was written stay.
    pub(in crate::store) async fn commit(self) -> Result<(), StoreError> {
        let Self { tx, kept, _turn } = self;
        if let Some(KeptRun { run_id, lease, asked }) = kept
            && asked.elapsed() >= lease / 4
        {
            let renew = "update sync_runs set lease_until = $2 where id = $1";
            sql::execute(&tx, renew, [run_id.into(), (Utc::now() + lease).into()]).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes back what was written.
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
