//! Resolves one clause of a query: names become indexes.

use super::context::Context;
use super::dates::moment;
use super::test::Test;
use super::{Clause, Op, Operand};
use crate::demo::data::{ISSUE_TYPES, RESOLUTIONS, STATUSES};
use crate::demo::site::Named;

const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

/// The test for a clause or its negation. Errors are Jira's messages.
pub(super) fn test(clause: &Clause, negated: bool, with: &Context<'_>) -> Result<Test, String> {
    let Clause { field, op, values } = clause;
    let op = &if negated { op.contrary() } else { *op };
    let negative = matches!(op, Op::NotEqual | Op::NotIn | Op::IsNot | Op::ContainsNot);
    let not = |test: Test| Test::Not(Box::new(test));
    let sign = |test: Test| if negative { not(test) } else { test };
    // An empty field does not match a negated operator.
    let filled =
        |test: Test, empty: Test| if negative { Test::And(vec![not(test), not(empty)]) } else { test };
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
            let found = values.iter().map(|v| with.issue_id(field, v));
            let ids = found.filter(|id| !with.lenient || id.is_ok()).collect::<Result<_, _>>()?;
            Ok(sign(Test::Id(ids)))
        }
        _ if compares => Err(unsupported(field, ">=")),
        "project" | "pid" => {
            let wanted = values.iter().map(|v| with.project(v)).collect::<Result<_, _>>()?;
            Ok(sign(Test::Project(wanted)))
        }
        "status" => {
            let found = |name: &str| {
                (0..STATUSES.len())
                    .find(|i| STATUSES[*i].0 == name || with.state.status_name(*i).eq_ignore_ascii_case(name))
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
                let id = with.state.find_named(Named::IssueType, name)?;
                ISSUE_TYPES.iter().position(|t| t.id == id)
            };
            Ok(sign(Test::Type(named("issuetype", values, found)?)))
        }
        "assignee" => {
            let wanted = values.iter().map(|v| with.person(v)).collect::<Result<_, _>>()?;
            Ok(filled(Test::Assignee(wanted), Test::Assignee(vec![None])))
        }
        "labels" => {
            let label = |value: &Operand| match value {
                Operand::Value(label, _) => Ok(Some(label.clone())),
                Operand::Empty => Ok(None),
                Operand::Function(name) => Err(format!("Unable to find JQL function '{name}()'.")),
            };
            let wanted = values.iter().map(label).collect::<Result<_, _>>()?;
            Ok(filled(Test::Label(wanted), Test::Label(vec![None])))
        }
        "resolution" => {
            let wanted = values.iter().map(|v| with.resolution(v)).collect::<Result<_, _>>()?;
            Ok(filled(Test::Resolution(wanted), Test::Resolution(vec![None])))
        }
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
        let found =
            self.state.resolve(name).filter(|id| self.state.is_named(*id)).filter(|id| {
                self.state.head(*id).is_some_and(|h| self.state.projects[h.project].searchable())
            });
        found.ok_or_else(|| {
            if name.parse::<u64>().is_ok() {
                format!("A value with ID '{name}' does not exist for the field '{field}'.")
            } else {
                format!("An issue with key '{name}' does not exist for field '{field}'.")
            }
        })
    }

    /// Ids and keys are compared by the number in the key, within the project of the named issue.
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

    fn resolution(&self, value: &Operand) -> Result<Option<usize>, String> {
        match value {
            Operand::Empty => Ok(None),
            Operand::Value(name, _) if name.eq_ignore_ascii_case("unresolved") => Ok(None),
            Operand::Value(name, _) => {
                let id = self.state.find_named(Named::Resolution, name);
                let index = id.and_then(|id| RESOLUTIONS.iter().position(|r| r.0 == id));
                index.map(Some).ok_or_else(|| missing("resolution", name))
            }
            Operand::Function(name) => Err(format!("Unable to find JQL function '{name}()'.")),
        }
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
