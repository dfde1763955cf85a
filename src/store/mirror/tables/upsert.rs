use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{LazyLock, Mutex},
};

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};

use crate::store::StoreError;

/// What happens to a row whose primary key exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::store) enum OnConflict {
    /// Its other columns are overwritten if any of them differs; an unchanged row is not written.
    Overwrite,
    /// The stored row stays: for rows that never change.
    Keep,
}

/// A row of a mirrored table. Made by [`row!`].
pub(in crate::store) trait Row {
    /// The primary key. No statement may contain the same key twice.
    type Key: Hash + Eq;
    const TABLE: &'static str;
    const COLUMNS: &'static [&'static str];
    const KEY: &'static [&'static str];

    fn key(&self) -> Self::Key;
    fn into_values(self, out: &mut Vec<Value>);
}

/// Declares a row struct of a table: first the columns of its primary key, then the others.
macro_rules! row {
    ($(#[$meta:meta])* $name:ident in $table:literal
     key { $($key:ident: $key_type:ty),+ $(,)? }
     rest { $($column:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, sea_orm::FromQueryResult)]
        pub struct $name {
            $(pub $key: $key_type,)+
            $(pub $column: $type,)*
        }

        impl $crate::store::mirror::tables::upsert::Row for $name {
            type Key = ($($key_type,)+);
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($key),)+ $(stringify!($column),)*];
            const KEY: &'static [&'static str] = &[$(stringify!($key)),+];

            fn key(&self) -> Self::Key {
                ($(self.$key.clone(),)+)
            }

            fn into_values(self, out: &mut Vec<sea_orm::Value>) {
                $(out.push(self.$key.into());)+
                $(out.push(self.$column.into());)*
            }
        }

        impl $crate::store::mirror::tables::digest::Digest for $name {
            fn digest(&self, hash: &mut xxhash_rust::xxh3::Xxh3) {
                $(self.$key.digest(hash);)+
                $(self.$column.digest(hash);)*
            }
        }
    };
}
pub(in crate::store) use row;

/// Rows per statement. Only these sizes are used, so that each statement is prepared once per connection.
const SIZES: [usize; 3] = [100, 10, 1];

/// Parameters a statement may have: SQLite allows 32,766, PostgreSQL 65,535.
const MAX_PARAMETERS: usize = 32_000;

/// Writes `rows`; the last of several rows with one key wins.
pub(in crate::store) async fn upsert<R: Row>(
    connection: &impl ConnectionTrait,
    rows: Vec<R>,
    on_conflict: OnConflict,
) -> Result<u64, StoreError> {
    let mut rows = last_of_each_key(rows).into_iter();
    let backend = connection.get_database_backend();
    let mut written = 0;
    while rows.len() > 0 {
        let size = SIZES
            .into_iter()
            .find(|size| *size <= rows.len() && size * R::COLUMNS.len() <= MAX_PARAMETERS)
            .unwrap_or(1);
        let mut values = Vec::with_capacity(size * R::COLUMNS.len());
        for row in rows.by_ref().take(size) {
            row.into_values(&mut values);
        }
        let statement =
            Statement::from_sql_and_values(backend, insert_sql::<R>(backend, size, on_conflict), values);
        written += connection.execute_raw(statement).await?.rows_affected();
    }
    Ok(written)
}

fn last_of_each_key<R: Row>(mut rows: Vec<R>) -> Vec<R> {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut repeated = false;
    let keep: Vec<bool> = rows
        .iter()
        .rev()
        .map(|row| {
            let first = seen.insert(row.key());
            repeated |= !first;
            first
        })
        .collect();
    if repeated {
        let mut keep = keep.into_iter().rev();
        rows.retain(|_| keep.next().unwrap_or(true));
    }
    rows
}

type SqlKey = (bool, &'static str, usize, OnConflict);

/// The text of the statement, built once for each table, size and rule.
fn insert_sql<R: Row>(backend: DatabaseBackend, size: usize, on_conflict: OnConflict) -> String {
    static TEXTS: LazyLock<Mutex<HashMap<SqlKey, String>>> = LazyLock::new(Mutex::default);
    let mut texts = TEXTS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    texts
        .entry((backend == DatabaseBackend::Postgres, R::TABLE, size, on_conflict))
        .or_insert_with(|| build_sql(backend, R::TABLE, R::COLUMNS, R::KEY, size, on_conflict))
        .clone()
}

fn build_sql(
    backend: DatabaseBackend,
    table: &str,
    columns: &[&str],
    key: &[&str],
    size: usize,
    on_conflict: OnConflict,
) -> String {
    let width = columns.len();
    // SQLite searches its list of parameter names, such as `$1`, for each bound value: with a thousand values this took
    // a quarter of a sync. A plain `?` has no name.
    let place = |number| match backend {
        DatabaseBackend::Postgres => format!("${number}"),
        _ => "?".to_owned(),
    };
    let tuples = (0..size)
        .map(|row| {
            let places: Vec<String> = (1..=width).map(|column| place(row * width + column)).collect();
            format!("({})", places.join(","))
        })
        .collect::<Vec<_>>()
        .join(",");
    let others: Vec<&str> = columns.iter().filter(|column| !key.contains(column)).copied().collect();
    let rule = if on_conflict == OnConflict::Keep || others.is_empty() {
        "do nothing".to_owned()
    } else {
        let each = |prefix: &str| {
            others.iter().map(|column| format!("{prefix}.{column}")).collect::<Vec<_>>().join(",")
        };
        let set =
            others.iter().map(|column| format!("{column}=excluded.{column}")).collect::<Vec<_>>().join(",");
        format!("do update set {set} where ({}) is distinct from ({})", each(table), each("excluded"))
    };
    format!(
        "insert into {table} ({}) values {tuples} on conflict ({}) {rule}",
        columns.join(","),
        key.join(",")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    row! {
        #[allow(unreachable_pub)]
        /// A small row.
        Small in "small" key { a: i64 } rest { b: String }
    }

    #[test]
    fn last_row_of_a_repeated_key_wins() {
        let row = |a, b: &str| Small { a, b: b.to_owned() };
        let kept = last_of_each_key(vec![row(1, "x"), row(2, "y"), row(1, "z")]);
        assert_eq!(kept, vec![row(2, "y"), row(1, "z")]);
    }

    #[test]
    fn unchanged_row_is_not_written() {
        let sql = |backend| build_sql(backend, "t", &["a", "b"], &["a"], 2, OnConflict::Overwrite);
        assert_eq!(
            sql(DatabaseBackend::Postgres),
            "insert into t (a,b) values ($1,$2),($3,$4) on conflict (a) \
             do update set b=excluded.b where (t.b) is distinct from (excluded.b)"
        );
        assert!(sql(DatabaseBackend::Sqlite).starts_with("insert into t (a,b) values (?,?),(?,?) on"));
    }
}
