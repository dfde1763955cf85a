//! Opening PostgreSQL, directly or behind a pooler.

use std::{io, time::Duration};

use sea_orm::{
    DatabaseConnection,
    sqlx::{
        self, ConnectOptions, Connection, Row,
        postgres::{PgConnectOptions, PgConnection, PgPoolOptions},
    },
};

/// A process that hangs inside a transaction must not hold its locks forever.
const IDLE: (&str, &str) = ("idle_in_transaction_session_timeout", "15s");

/// How long the first connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait for a server that is starting.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// PgBouncer's code for an option that it does not know.
const REFUSED_OPTION: &str = "08P01";

/// Error codes of a server that is starting, or that has no free connection at the moment.
const NOT_READY: [&str; 2] = ["57P03", "53300"];

/// Opens the database; also returns whether it is behind a pooler.
pub(super) async fn open(options: PgConnectOptions) -> Result<(DatabaseConnection, bool), sqlx::Error> {
    // The start-up options of a session. `extra_float_digits` is left out: poolers refuse it, and the server's default
    // is right.
    let options = options
        .extra_float_digits(None)
        .log_statements(log::LevelFilter::Trace)
        .log_slow_statements(log::LevelFilter::Off, Duration::MAX);
    let direct = options.clone().options([IDLE]);
    let pooled = !accepts_options(&direct).await?;
    let options = if pooled { options.statement_cache_capacity(0) } else { direct };
    if pooled {
        tracing::info!("PostgreSQL is behind a pooler: each statement is sent in a transaction");
    }
    let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(START_TIMEOUT);
    Ok((pool.connect_with(options).await?.into(), pooled))
}

/// Whether the server accepts the start-up options of a session. A pooler rejects or ignores them.
///
/// The pool would retry a refused connection for as long as it waits for any; this reports the reason at once.
async fn accepts_options(options: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let until = tokio::time::Instant::now() + START_TIMEOUT;
    loop {
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, PgConnection::connect_with(options)).await;
        let silent = |_| io::Error::new(io::ErrorKind::TimedOut, "no answer within 10 s");
        match connected.map_err(silent)? {
            Ok(mut connection) => {
                let query = format!("show {}", IDLE.0);
                let row = sqlx::raw_sql(sqlx::AssertSqlSafe(query)).fetch_one(&mut connection).await?;
                let kept = row.try_get::<String, _>(0)? == IDLE.1;
                connection.close().await?;
                return Ok(kept);
            }
            Err(error) => match error.as_database_error().and_then(|error| error.code()).as_deref() {
                Some(REFUSED_OPTION) => return Ok(false),
                Some(code) if NOT_READY.contains(&code) && tokio::time::Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                _ => return Err(error),
            },
        }
    }
}
