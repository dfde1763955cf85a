//! A query against what exists: names become indexes, unknown ones errors, and the conjunction's
//! bounds a listing that touches little else than its answers.

use jiff::tz::TimeZone;

use super::dates::moment;
use super::{Clause, Expr, Op, Operand, Query};
use crate::demo::data::{ISSUE_TYPES, Issue, STATUSES};
use crate::demo::site::{Head, OrderBy, Scan, State};

/// What a query is read with.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a State,
    pub(crate) zone: &'a TimeZone,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    /// Nobody: finds nothing, and learns nothing about what exists.
    pub(crate) anonymous: bool,
    /// Projects that a fault makes unknown.
    pub(crate) failing: Vec<usize>,
}

/// A query that can be run.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    scan: Scan,
    /// When the query names issues, only these are looked at.
    ids: Option<Vec<u64>>,
    /// `None` when the scan's bounds are the whole condition.
    filter: Option<Test>,
    pub(crate) bounded: bool,
}

/// A condition on one issue. Times are whole seconds in milliseconds: the index keeps no finer ones.
#[derive(Debug, Clone)]
enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Project(Vec<usize>),
    Id(Vec<u64>),
    /// Key number in a project at least, at most.
    Number(usize, u64, u64),
    Updated(i64, i64),
    Created(i64, i64),
    Status(Vec<usize>),
    Type(Vec<usize>),
    Assignee(Vec<Option<usize>>),
    Label(String),
    Resolved(bool),
    Summary(String),
}

const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

impl Plan {
    /// Checks a query and makes it runnable; errors are Jira's messages.
    pub(crate) fn new(query: &Query, with: &Context<'_>) -> Result<Self, Vec<String>> {
        let mut errors = Vec::new();
        let test = query.condition.as_ref().map(|c| test(c, with, &mut errors));
        let (order, descending) = order(query, &mut errors);
        if !errors.is_empty() && !with.anonymous {
            return Err(errors);
        }
        let visible = |p: &usize| !with.anonymous && with.state.projects[*p].searchable();
        let projects = (0..with.state.projects.len()).filter(visible).collect();
        let mut plan = Self {
            scan: Scan { order, descending, index: Some(with.state.index()), ..Scan::all(projects) },
            ids: None,
            filter: None,
            bounded: query.condition.is_some(),
        };
        let rest: Vec<Test> = match test {
            None => Vec::new(),
            Some(Test::And(parts)) => parts.into_iter().filter_map(|t| plan.narrow(t)).collect(),
            Some(one) => plan.narrow(one).into_iter().collect(),
        };
        plan.filter = (!rest.is_empty()).then_some(Test::And(rest));
        Ok(plan)
    }

    /// Takes a part of the conjunction into the scan; gives back what it cannot take.
    fn narrow(&mut self, test: Test) -> Option<Test> {
        match test {
            Test::Project(wanted) => self.scan.projects.retain(|p| wanted.contains(p)),
            Test::Updated(low, high) => {
                self.scan.updated = (self.scan.updated.0.max(low), self.scan.updated.1.min(high));
            }
            Test::Created(low, high) => {
                self.scan.created = (self.scan.created.0.max(low), self.scan.created.1.min(high));
            }
            Test::Id(ids) if self.ids.is_none() => self.ids = Some(ids),
            other => return Some(other),
        }
        None
    }

    /// Finds these issues as they are, also when the index is late.
    pub(crate) fn reconcile(&mut self, ids: &[u64]) {
        self.scan.index.iter_mut().for_each(|index| index.reconcile(ids));
    }

    /// The issues found, in order.
    pub(crate) fn run<'a>(&'a self, state: &'a State) -> Box<dyn Iterator<Item = Head> + 'a> {
        let heads: Box<dyn Iterator<Item = Head> + 'a> = match &self.ids {
            None => state.scan(&self.scan),
            Some(ids) => {
                let scan = &self.scan;
                let mut heads: Vec<Head> = ids
                    .iter()
                    .filter_map(|id| state.indexed_head(*id, scan.index.as_ref()))
                    .filter(|h| scan.projects.contains(&h.project) && scan.holds(h))
                    .collect();
                heads.sort_by_key(|h| h.position(scan.order));
                heads.dedup();
                if scan.descending {
                    heads.reverse();
                }
                Box::new(heads.into_iter())
            }
        };
        match &self.filter {
            None => heads,
            Some(filter) => Box::new(heads.filter(move |h| filter.holds(h, state))),
        }
    }

    /// How many issues are found.
    pub(crate) fn count(&self, state: &State) -> u64 {
        if self.ids.is_none() && self.filter.is_none() {
            state.count(&self.scan)
        } else {
            self.run(state).count() as u64
        }
    }

    pub(crate) fn order(&self) -> (OrderBy, bool) {
        (self.scan.order, self.scan.descending)
    }

    /// Starts the listing no earlier than at a position of its order: a cheap bound, not an exact one.
    pub(crate) fn starting_at(mut self, value: i64) -> Self {
        let Scan { order, descending, .. } = self.scan;
        let bounds = match order {
            OrderBy::Updated => &mut self.scan.updated,
            OrderBy::Created => &mut self.scan.created,
            OrderBy::Id if !descending => {
                self.scan.after_id = (value - 1).max(0) as u64;
                return self;
            }
            _ => return self,
        };
        if descending {
            bounds.1 = bounds.1.min(value + 1)
        } else {
            bounds.0 = bounds.0.max(value)
        }
        self
    }
}

impl Test {
    fn holds(&self, head: &Head, state: &State) -> bool {
        let issue = |holds: &dyn Fn(&Issue) -> bool| state.issue(head.id).is_some_and(|i| holds(&i));
        match self {
            Self::And(parts) => parts.iter().all(|t| t.holds(head, state)),
            Self::Or(parts) => parts.iter().any(|t| t.holds(head, state)),
            Self::Not(inner) => !inner.holds(head, state),
            Self::Project(wanted) => wanted.contains(&head.project),
            Self::Id(ids) => ids.contains(&head.id),
            Self::Number(project, low, high) => {
                head.project == *project && head.number >= *low && head.number <= *high
            }
            Self::Updated(low, high) => head.updated >= *low && head.updated < *high,
            Self::Created(low, high) => head.created >= *low && head.created < *high,
            Self::Status(wanted) => issue(&|i| wanted.contains(&i.status)),
            Self::Type(wanted) => issue(&|i| wanted.contains(&(i.kind as usize))),
            Self::Assignee(wanted) => issue(&|i| wanted.contains(&i.assignee)),
            Self::Label(label) => issue(&|i| i.labels.contains(label)),
            Self::Resolved(yes) => issue(&|i| i.resolution.is_some() == *yes),
            Self::Summary(word) => issue(&|i| i.summary.to_lowercase().contains(word)),
        }
    }
}

fn order(query: &Query, errors: &mut Vec<String>) -> (OrderBy, bool) {
    let Some((field, descending)) = query.order.first() else { return (OrderBy::Created, true) };
    let by = match field.as_str() {
        "updated" | "updateddate" => OrderBy::Updated,
        "created" | "createddate" => OrderBy::Created,
        "id" => OrderBy::Id,
        "key" | "issuekey" | "issue" => OrderBy::Key,
        other => {
            errors.push(format!("Not able to sort using field '{other}'."));
            OrderBy::Created
        }
    };
    (by, *descending)
}

fn test(expr: &Expr, with: &Context<'_>, errors: &mut Vec<String>) -> Test {
    match expr {
        Expr::And(parts) => Test::And(parts.iter().map(|p| test(p, with, errors)).collect()),
        Expr::Or(parts) => Test::Or(parts.iter().map(|p| test(p, with, errors)).collect()),
        Expr::Not(inner) => Test::Not(Box::new(test(inner, with, errors))),
        Expr::Clause(clause) => match self::clause(clause, with) {
            Ok(test) => test,
            Err(message) => {
                errors.push(message);
                Test::Or(Vec::new())
            }
        },
    }
}

fn clause(clause: &Clause, with: &Context<'_>) -> Result<Test, String> {
    let Clause { field, op, values } = clause;
    let negative = matches!(op, Op::NotEqual | Op::NotIn | Op::IsNot);
    let sign = |test: Test| if negative { Test::Not(Box::new(test)) } else { test };
    let compares = matches!(op, Op::Less | Op::AtMost | Op::Greater | Op::AtLeast);
    match field.as_str() {
        "updated" | "updateddate" | "created" | "createddate" => {
            let at = moment(field, &values[0], with.zone, with.now)?.div_euclid(1000) * 1000;
            let range = match op {
                Op::AtLeast => (at, ALWAYS.1),
                Op::Greater => (at + 1000, ALWAYS.1),
                Op::AtMost => (ALWAYS.0, at + 1000),
                Op::Less => (ALWAYS.0, at),
                Op::Equal | Op::NotEqual => (at, at + 1000),
                _ => return Err(unsupported(field, "in")),
            };
            Ok(sign(if field.starts_with('u') {
                Test::Updated(range.0, range.1)
            } else {
                Test::Created(range.0, range.1)
            }))
        }
        "id" | "key" | "issuekey" | "issue" if compares => with.number_range(field, *op, &values[0]),
        "id" | "key" | "issuekey" | "issue" => {
            let ids = values.iter().map(|v| with.issue_id(field, v)).collect::<Result<_, _>>()?;
            Ok(sign(Test::Id(ids)))
        }
        _ if compares => Err(unsupported(field, ">=")),
        "project" | "pid" => {
            let wanted = values.iter().map(|v| with.project(v)).collect::<Result<_, _>>()?;
            Ok(sign(Test::Project(wanted)))
        }
        "status" => {
            let found = |name: &str| {
                let names = &with.state.status_names;
                (0..STATUSES.len()).find(|i| STATUSES[*i].0 == name || names[*i].eq_ignore_ascii_case(name))
            };
            Ok(sign(Test::Status(named("status", values, found)?)))
        }
        "statuscategory" => {
            let of = |name: &str| {
                let ids = [("to do", 2), ("in progress", 4), ("done", 3), ("new", 2), ("indeterminate", 4)];
                ids.iter().find(|c| c.0.eq_ignore_ascii_case(name)).map(|c| c.1)
            };
            let ids = named("statusCategory", values, of)?;
            Ok(sign(Test::Status((0..STATUSES.len()).filter(|i| ids.contains(&STATUSES[*i].3)).collect())))
        }
        "issuetype" | "type" => {
            let found = |name: &str| {
                ISSUE_TYPES.iter().position(|t| t.id == name || t.name.eq_ignore_ascii_case(name))
            };
            Ok(sign(Test::Type(named("issuetype", values, found)?)))
        }
        "assignee" => {
            Ok(sign(Test::Assignee(values.iter().map(|v| with.person(v)).collect::<Result<_, _>>()?)))
        }
        "labels" => match &values[0] {
            Operand::Value(label, _) => Ok(sign(Test::Label(label.clone()))),
            _ => Err(unsupported(field, "is")),
        },
        "resolution" => Ok(sign(Test::Resolved(!matches!(values[0], Operand::Empty)))),
        "summary" | "text" => match &values[0] {
            Operand::Value(word, _) => Ok(sign(Test::Summary(word.to_lowercase()))),
            _ => Err(unsupported(field, "is")),
        },
        other => Err(format!("Field '{other}' does not exist or you do not have permission to view it.")),
    }
}

fn unsupported(field: &str, op: &str) -> String {
    format!("The operator '{op}' is not supported by the '{field}' field.")
}

fn named<T>(field: &str, values: &[Operand], find: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    values
        .iter()
        .map(|value| match value {
            Operand::Value(name, _) => find(name).ok_or_else(|| missing(field, name)),
            _ => Err(unsupported(field, "is")),
        })
        .collect()
}

fn missing(field: &str, name: &str) -> String {
    format!("The value '{name}' does not exist for the field '{field}'.")
}

impl Context<'_> {
    fn project(&self, value: &Operand) -> Result<usize, String> {
        let Operand::Value(name, _) = value else { return Err(unsupported("project", "is")) };
        let by_name = || self.state.projects.iter().position(|p| p.name.eq_ignore_ascii_case(name));
        let found = self.state.project(name).or_else(by_name);
        found
            .filter(|p| self.state.projects[*p].readable() && !self.failing.contains(p))
            .ok_or_else(|| missing("project", name))
    }

    fn issue_id(&self, field: &str, value: &Operand) -> Result<u64, String> {
        let Operand::Value(name, _) = value else { return Err(unsupported(field, "is")) };
        let found = self
            .state
            .resolve(name)
            .filter(|id| self.state.head(*id).is_some_and(|h| self.state.projects[h.project].searchable()));
        found.ok_or_else(|| {
            if name.parse::<u64>().is_ok() {
                format!("A value with ID '{name}' does not exist for the field '{field}'.")
            } else {
                format!("An issue with key '{name}' does not exist for field '{field}'.")
            }
        })
    }

    /// Ids and keys compare by key number within the project of the named issue.
    fn number_range(&self, field: &str, op: Op, value: &Operand) -> Result<Test, String> {
        let id = self.issue_id(field, value)?;
        let head = self.state.head(id).ok_or_else(|| missing(field, &id.to_string()))?;
        let n = head.number;
        let (low, high) = match op {
            Op::AtLeast => (n, u64::MAX),
            Op::Greater => (n + 1, u64::MAX),
            Op::AtMost => (0, n),
            _ => (0, n.saturating_sub(1)),
        };
        Ok(Test::Number(head.project, low, high))
    }

    fn person(&self, value: &Operand) -> Result<Option<usize>, String> {
        match value {
            Operand::Empty => Ok(None),
            Operand::Function(name) if name == "currentuser" => Ok(Some(0)),
            Operand::Function(name) => Err(format!("Unable to find JQL function '{name}()'.")),
            Operand::Value(who, _) => {
                self.state.person(who).map(Some).ok_or_else(|| missing("assignee", who))
            }
        }
    }
}
