//! Resolves a query: names become indexes, unknown names become errors, and the bounds in its conjunction limit the
//! issues that are visited.

use super::context::Context;
use super::test::Test;
use super::{Expr, Query};
use crate::demo::site::{Head, OrderBy, Scan, State};

/// A resolved query.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    scan: Scan,
    /// If the query names issues, only these are visited.
    ids: Option<Vec<u64>>,
    /// `None` if the bounds of the scan are the whole condition.
    filter: Option<Test>,
    pub(crate) bounded: bool,
}

impl Plan {
    /// Resolves a query. Errors are Jira's messages.
    pub(crate) fn new(query: &Query, with: &Context<'_>) -> Result<Self, Vec<String>> {
        let mut errors = Vec::new();
        let test = query.condition.as_ref().map(|c| test(c, false, with, &mut errors));
        let (order, descending) = order(query, &mut errors);
        if !errors.is_empty() && !with.anonymous && !with.lenient {
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

    /// Adds a part of the conjunction to the scan; returns it if it must be tested for each issue.
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

    /// Finds these issues in their current state, even if the index is behind.
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
                    .filter(|h| scan.projects.contains(&h.project) && scan.holds(h) && state.is_named(h.id))
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

    /// Starts the listing near a position of its order, not later: an optimisation, not an exact bound.
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

/// The test for a condition or its negation. As in Jira, NOT negates the operators of clauses, and so does not match
/// empty fields either.
fn test(expr: &Expr, negated: bool, with: &Context<'_>, errors: &mut Vec<String>) -> Test {
    let mut all = |parts: &[Expr]| parts.iter().map(|p| test(p, negated, with, errors)).collect();
    match expr {
        Expr::And(parts) if negated => Test::Or(all(parts)),
        Expr::And(parts) => Test::And(all(parts)),
        Expr::Or(parts) if negated => Test::And(all(parts)),
        Expr::Or(parts) => Test::Or(all(parts)),
        Expr::Not(inner) => test(inner, !negated, with, errors),
        Expr::Clause(clause) => match super::clause::test(clause, negated, with) {
            Ok(test) => test,
            Err(message) => {
                errors.push(message);
                Test::Or(Vec::new())
            }
        },
    }
}
