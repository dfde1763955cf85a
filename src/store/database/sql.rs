//! SQL statements for both databases, with placeholders `$1`, `$2`, ….

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult, QueryResult, Statement, Value};

use crate::store::StoreError;

/// Replaces characters that cannot be stored.
const REPLACEMENT: &str = "\u{FFFD}";

/// Runs a statement and returns the number of rows it changed.
pub(in crate::store) async fn execute(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, StoreError> {
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}

/// The rows of a query, in its order.
pub(in crate::store) async fn rows<R: FromQueryResult>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<R>, StoreError> {
    let found = connection.query_all_raw(statement(connection, sql, values)).await?;
    found.iter().map(|row| Ok(R::from_query_result(row, "")?)).collect()
}

/// The first column of a query.
pub(in crate::store) async fn column<T: sea_orm::TryGetable>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, StoreError> {
    let found = connection.query_all_raw(statement(connection, sql, values)).await?;
    found.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The first row of a query; None if there is none.
pub(in crate::store) async fn row<R: FromQueryResult>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<R>, StoreError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    Ok(found.map(|row| R::from_query_result(&row, "")).transpose()?)
}

/// The first column of the first row; None if there is no row.
pub(in crate::store) async fn value<T: sea_orm::TryGetable>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, StoreError> {
    let found: Option<QueryResult> = connection.query_one_raw(statement(connection, sql, values)).await?;
    Ok(found.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// The count that `count` returns, and `limit` rows of `query` starting at `offset`. Both take the same values.
pub(in crate::store) async fn page<R: FromQueryResult>(
    connection: &impl ConnectionTrait,
    (count, query): (&str, &str),
    values: Vec<Value>,
    limit: u64,
    offset: u64,
) -> Result<(u64, Vec<R>), StoreError> {
    let total: Option<i64> = value(connection, count, values.clone()).await?;
    let page = format!("{query} limit ${} offset ${}", values.len() + 1, values.len() + 2);
    let bounds = [limit, offset].map(|bound| Value::from(i64::try_from(bound).unwrap_or(i64::MAX)));
    let page = rows(connection, &page, values.into_iter().chain(bounds)).await?;
    Ok((total.unwrap_or(0).unsigned_abs(), page))
}

/// The current time by the database's clock, even inside a transaction that began long ago.
pub(in crate::store) async fn now(connection: &impl ConnectionTrait) -> Result<DateTime<Utc>, StoreError> {
    let now = value(connection, &format!("select {}", clock(connection)), []).await?;
    now.ok_or(StoreError::Value { table: "now", reason: "no row".to_owned() })
}

/// The database's clock as an expression, in the format in which times are stored.
pub(in crate::store) fn clock(connection: &impl ConnectionTrait) -> &'static str {
    if is_postgres(connection) { "clock_timestamp()" } else { "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')" }
}

/// Adds a row lock where the database has them: on SQLite a writing transaction has already locked everything.
pub(in crate::store) fn locking(connection: &impl ConnectionTrait, sql: &str, lock: &str) -> String {
    if is_postgres(connection) { format!("{sql} {lock}") } else { sql.to_owned() }
}

/// An expression for the seconds between two time expressions.
pub(in crate::store) fn seconds_between(connection: &impl ConnectionTrait, from: &str, to: &str) -> String {
    if is_postgres(connection) {
        format!("extract(epoch from ({to} - {from}))::double precision")
    } else {
        format!("(julianday({to}) - julianday({from})) * 86400.0")
    }
}

/// Ids as a list for `in (…)`.
pub(in crate::store) fn id_list<I: ToString>(ids: &[I]) -> String {
    ids.iter().map(I::to_string).collect::<Vec<_>>().join(",")
}

/// `count` placeholders for `in (…)`, starting at `$first`.
pub(in crate::store) fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(",")
}

/// Text, escaped as part of a pattern for `like … escape '!'`.
pub(in crate::store) fn like_escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn is_postgres(connection: &impl ConnectionTrait) -> bool {
    connection.get_database_backend() == DatabaseBackend::Postgres
}

fn statement(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    let values = values.into_iter().map(without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// PostgreSQL cannot store U+0000 in text, but requests may contain it.
fn without_nul(value: Value) -> Value {
    match value {
        Value::String(Some(text)) if text.contains('\0') => {
            Value::String(Some(text.replace('\0', REPLACEMENT)))
        }
        other => other,
    }
}
