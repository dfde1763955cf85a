//! The subset of JQL that clients send: clauses on project, key, id, times, status, type, assignee and labels, combined
//! with AND, OR, NOT and parentheses, with ORDER BY.

mod clause;
mod context;
mod dates;
mod lex;
mod parse;
mod resolve;
mod test;

pub(crate) use context::Context;
pub(crate) use parse::parse;
pub(crate) use resolve::Plan;

/// A parsed query, not resolved yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Query {
    pub(crate) condition: Option<Expr>,
    /// Each field, and whether it is descending.
    pub(crate) order: Vec<(String, bool)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Clause(Clause),
}

/// `field op values`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// In lower case.
    pub(crate) field: String,
    pub(crate) op: Op,
    pub(crate) values: Vec<Operand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Equal,
    NotEqual,
    In,
    NotIn,
    Is,
    IsNot,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Contains,
    ContainsNot,
}

impl Op {
    /// The negated operator.
    pub(crate) const fn contrary(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::In => Self::NotIn,
            Self::NotIn => Self::In,
            Self::Is => Self::IsNot,
            Self::IsNot => Self::Is,
            Self::Less => Self::AtLeast,
            Self::AtLeast => Self::Less,
            Self::Greater => Self::AtMost,
            Self::AtMost => Self::Greater,
            Self::Contains => Self::ContainsNot,
            Self::ContainsNot => Self::Contains,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    /// A value, and whether it was quoted.
    Value(String, bool),
    Empty,
    /// A function's name in lower case.
    Function(String),
}
