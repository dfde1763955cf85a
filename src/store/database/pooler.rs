//! PostgreSQL behind a pooler such as PgBouncer in transaction mode: two statements outside of a transaction may reach
//! two server sessions, both already used by others. So every statement is sent in a transaction, which first sets up
//! everything it needs in its session.

use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, ExecResult,
    QueryResult, Statement, TransactionTrait,
};

/// The state that a session has without a pooler. Each of our connections numbers its prepared statements from 1, and
/// the server session may still have those of another connection.
const SESSION: &str = "set local idle_in_transaction_session_timeout = '15s'; deallocate all";

/// Reads queries: from a connection or, behind a pooler, in a transaction for each statement.
#[derive(Clone, Debug)]
pub(in crate::store) struct Reader {
    pub(in crate::store) connection: DatabaseConnection,
    pub(in crate::store) pooled: bool,
}

/// Prepares the session that a transaction got.
pub(in crate::store) async fn prepare_session(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    tx.execute_unprepared(SESSION).await.map(drop)
}

impl Reader {
    async fn transaction(&self) -> Result<Option<DatabaseTransaction>, DbErr> {
        if !self.pooled {
            return Ok(None);
        }
        let tx = self.connection.begin().await?;
        prepare_session(&tx).await?;
        Ok(Some(tx))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let Some(tx) = self.transaction().await? else { return self.connection.execute_raw(statement).await };
        let result = tx.execute_raw(statement).await?;
        tx.commit().await?;
        Ok(result)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.connection.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let Some(tx) = self.transaction().await? else {
            return self.connection.query_one_raw(statement).await;
        };
        let row = tx.query_one_raw(statement).await?;
        tx.commit().await?;
        Ok(row)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let Some(tx) = self.transaction().await? else {
            return self.connection.query_all_raw(statement).await;
        };
        let rows = tx.query_all_raw(statement).await?;
        tx.commit().await?;
        Ok(rows)
    }
}
