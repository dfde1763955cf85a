//! JQL queries, in which no value can break out of its quotes.
//!
//! There is deliberately no upper bound on `updated`: it would miss an issue that keeps changing. Times are epoch
//! milliseconds, which do not depend on the account's time zone.

use std::fmt;

use chrono::{DateTime, Utc};

/// A text as a quoted JQL value, which may also be a reserved word such as `INT`.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A query for issues by id, in any project.
pub fn with_ids(ids: &[u64]) -> String {
    let ids: Vec<String> = ids.iter().map(u64::to_string).collect();
    format!("id in ({})", ids.join(", "))
}

/// The order of a query, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By time of the last change, then by key.
    Updated,
    /// By time of creation, then by key.
    Created,
    /// By the number in the key, within one project.
    Key,
}

/// A query for issues of one project. `to_string` returns the JQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    project_id: u64,
    updated_from: Option<DateTime<Utc>>,
    created_from: Option<DateTime<Utc>>,
    order: Order,
}

impl Query {
    /// All issues of a project. Its numeric id, unlike its key, survives renames and is never a reserved word.
    pub fn project(project_id: u64) -> Self {
        Self { project_id, updated_from: None, created_from: None, order: Order::Key }
    }

    /// Only issues updated at or after this moment.
    pub fn updated_from(mut self, from: DateTime<Utc>) -> Self {
        self.updated_from = Some(from);
        self
    }

    /// Only issues created at or after this moment.
    pub fn created_from(mut self, from: DateTime<Utc>) -> Self {
        self.created_from = Some(from);
        self
    }

    /// Sets the order. The default is by key.
    pub fn order_by(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// The query without its order, for counting.
    pub fn condition(&self) -> String {
        let mut jql = format!("project = {}", self.project_id);
        for (field, from) in [("updated", self.updated_from), ("created", self.created_from)] {
            if let Some(from) = from {
                jql += &format!(" AND {field} >= {}", from.timestamp_millis());
            }
        }
        jql
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = match self.order {
            Order::Updated => "updated ASC, key ASC",
            Order::Created => "created ASC, key ASC",
            Order::Key => "key ASC",
        };
        write!(f, "{} ORDER BY {order}", self.condition())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_inside_their_quotes() {
        assert_eq!(quote("INT"), r#""INT""#);
        assert_eq!(quote(r#"a"b\c"#), r#""a\"b\\c""#);
        assert_eq!(quote("x\ny\tz\r"), r#""x\ny\tz\r""#);
        assert_eq!(quote(r#"" OR project != ""#), r#""\" OR project != \"""#);
    }

    #[test]
    fn times_are_lower_bounds_in_milliseconds() {
        let from = DateTime::from_timestamp_millis(1_720_089_660_089).unwrap();
        let query = Query::project(10_000).updated_from(from).order_by(Order::Updated);
        assert_eq!(
            query.to_string(),
            "project = 10000 AND updated >= 1720089660089 ORDER BY updated ASC, key ASC"
        );
        assert_eq!(Query::project(7).to_string(), "project = 7 ORDER BY key ASC");
        let created = Query::project(7).created_from(from).order_by(Order::Created);
        assert_eq!(created.condition(), "project = 7 AND created >= 1720089660089");
        assert_eq!(with_ids(&[7, 10_000]), "id in (7, 10000)");
    }
}
