use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::{LARGE, SMALL, is_count};

/// Enough rows for indexes to pay off, and generic plans that do not depend on parameter values.
const MANY: &[&str] = &[
    "insert into issues (site_id, id, key, project_id, project_key, labels, custom_fields, created_at, updated_at,
         synced_at, content_hash, remote_links_stale)
     select 1, n, 'X-' || n, n % 100, 'X', '[]', '{}', now() - n * interval '1 minute', now() - n * interval '1 minute',
         now(), 0, false
     from generate_series(1, 50000) n",
    "insert into changelog_items (site_id, changelog_id, position, field)
     select 1, n, 1000, 'status' from generate_series(1, 50000) n",
    "insert into sync_runs (id, sync_type, initiated_by, mode, status, started_at, completed_at, holder, lease_until)
     select 'run ' || n, 'scheduled', 'test', 'incremental', 'completed', now() - n * interval '2 minutes',
         now() - n * interval '2 minutes', 'test', now()
     from generate_series(1, 50000) n",
    "vacuum analyze",
    "set plan_cache_mode = force_generic_plan",
];

pub(super) async fn fill(connection: &DatabaseConnection) {
    for statement in MANY {
        connection.execute_unprepared(statement).await.unwrap();
    }
}

/// The steps of the query plan that scan a large table.
pub(super) async fn full_scans(connection: &DatabaseConnection, statement: &str) -> Vec<String> {
    if is_count(statement) {
        return Vec::new();
    }
    let values = (1..1000).take_while(|n| statement.contains(&format!("${n}"))).count();
    connection
        .execute_unprepared(&format!("prepare asked as {statement}"))
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
    let nulls = vec!["null"; values].join(", ");
    let execute = if values == 0 { "asked".to_owned() } else { format!("asked({nulls})") };
    let rows =
        Statement::from_string(connection.get_database_backend(), format!("explain execute {execute}"));
    let rows = connection.query_all_raw(rows).await.unwrap();
    connection.execute_unprepared("deallocate asked").await.unwrap();
    let lines: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    let bad = |(at, line): (usize, &String)| {
        let step = line.trim_start().trim_start_matches("->").trim_start();
        let table = step.split(" on ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        if !LARGE.contains(&table) {
            return None;
        }
        let condition = lines.get(at + 1).and_then(|next| next.trim_start().strip_prefix("Index Cond: "));
        let index = step.split(" using ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        // Searching by site alone reads as much as a full scan.
        let of_a_site = condition.is_some_and(|all| all.starts_with("(site_id = ") && !all.contains(" AND "));
        // The scan ends early: between it and the limit, nothing sorts, except rows that are already in order.
        let nodes = lines[..at].iter().rev().filter(|line| line.contains("(cost="));
        let mut above = nodes.map(|line| line.trim_start().trim_start_matches("->").trim_start());
        let in_order = above.find(|node| !node.starts_with("Incremental Sort")).is_some_and(|node| {
            node.starts_with("Limit") || (node.starts_with("Nested Loop") && statement.contains(" limit "))
        });
        let whole = step.starts_with("Seq Scan")
            || (step.starts_with("Index") && (condition.is_none() || of_a_site) && !in_order);
        (whole && !SMALL.contains(&index)).then(|| line.clone())
    };
    lines.iter().enumerate().filter_map(bad).collect()
}
