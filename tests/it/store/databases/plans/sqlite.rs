use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::{LARGE, SMALL, is_count};

/// The names a statement uses for a table: its own and its aliases.
fn names<'a>(statement: &'a str, table: &'a str) -> BTreeSet<&'a str> {
    const NO_NAMES: [&str; 16] = [
        "where",
        "set",
        "group",
        "order",
        "join",
        "left",
        "on",
        "limit",
        "union",
        "as",
        "inner",
        "cross",
        "values",
        "default",
        "returning",
        "using",
    ];
    let words: Vec<&str> = statement.split([' ', '(', ')', ',']).filter(|word| !word.is_empty()).collect();
    let mut names = BTreeSet::from([table]);
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == table) {
        let next = match words.get(at + 1) {
            Some(&"as") => words.get(at + 2),
            next => next,
        };
        names.extend(next.filter(|next| !NO_NAMES.contains(&next.to_lowercase().as_str())));
    }
    names
}

/// The steps of the query plan that scan a large table.
pub(super) async fn full_scans(connection: &DatabaseConnection, statement: &str) -> Vec<String> {
    let explain = format!("explain query plan {statement}");
    let rows = Statement::from_string(connection.get_database_backend(), explain);
    let rows = connection.query_all_raw(rows).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    let steps: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
    let sorted = steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
    let bad = |step: &&String| {
        // Searching by site alone reads as much as a full scan.
        let of_a_site = step.strip_suffix(" (site_id=?)").and_then(|step| step.strip_prefix("SEARCH "));
        let Some(scanned) = step.strip_prefix("SCAN ").or(of_a_site) else { return false };
        let (name, how) = scanned.split_once(' ').unwrap_or((scanned, ""));
        let index = how.rsplit(' ').next().unwrap_or_default();
        let in_order = how.contains("INDEX") && statement.contains(" limit ") && !sorted;
        let counted = is_count(statement) && how.contains("COVERING INDEX");
        LARGE.iter().any(|table| names(statement, table).contains(name))
            && !(SMALL.contains(&index) || in_order || counted)
    };
    steps.iter().filter(bad).cloned().collect()
}
