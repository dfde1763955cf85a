//! Parses tokens into a query.

use super::lex::{Kind, Token, lex};
use super::{Clause, Expr, Op, Operand, Query};

/// Words that must be quoted as values.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "abort", "access", "add", "after", "alias", "all", "alter", "and", "any", "as", "asc", "audit", "avg", "before",
    "begin", "between", "boolean", "break", "by", "byte", "catch", "cf", "char", "character", "check", "checkpoint",
    "collate", "collation", "column", "commit", "connect", "continue", "count", "create", "current", "date",
    "decimal", "declare", "decrement", "default", "defaults", "define", "delete", "delimiter", "desc", "difference",
    "distinct", "divide", "do", "double", "drop", "else", "empty", "encoding", "end", "equals", "escape",
    "exclusive", "exec", "execute", "exists", "explain", "false", "fetch", "file", "field", "first", "float", "for",
    "from", "function", "go", "goto", "grant", "greater", "group", "having", "identified", "if", "immediate", "in",
    "increment", "index", "initial", "inner", "inout", "input", "insert", "int", "integer", "intersect",
    "intersection", "into", "is", "isempty", "isnull", "join", "last", "left", "less", "like", "limit", "lock",
    "long", "max", "min", "minus", "mode", "modify", "modulo", "more", "multiply", "next", "noaudit", "not",
    "notin", "nowait", "null", "number", "object", "of", "on", "option", "or", "order", "outer", "output", "power",
    "previous", "prior", "privileges", "public", "raise", "raw", "remainder", "rename", "resource", "return",
    "returns", "revoke", "right", "row", "rowid", "rownum", "rows", "select", "session", "set", "share", "size",
    "sqrt", "start", "strict", "string", "subtract", "sum", "synonym", "table", "then", "to", "trans",
    "transaction", "trigger", "true", "uid", "union", "unique", "update", "user", "validate", "values", "view",
    "when", "whenever", "where", "while", "with",
];

/// Parses a query. The error is Jira's message.
pub(crate) fn parse(text: &str) -> Result<Query, String> {
    let tokens = lex(text)?;
    let mut parser = Parser { tokens, next: 0 };
    let condition = if parser.at_end() || parser.at_word("order") { None } else { Some(parser.any()?) };
    let order = parser.order()?;
    if !parser.at_end() {
        return Err(parser.unexpected("Expecting either 'OR' or 'AND'"));
    }
    Ok(Query { condition, order })
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Expr, String> {
        let mut parts = vec![self.all()?];
        while self.word("or") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    fn all(&mut self) -> Result<Expr, String> {
        let mut parts = vec![self.one()?];
        while self.word("and") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) })
    }

    fn one(&mut self) -> Result<Expr, String> {
        if self.word("not") {
            return Ok(Expr::Not(Box::new(self.one()?)));
        }
        if self.sign("(") {
            let inner = self.any()?;
            return if self.sign(")") { Ok(inner) } else { Err(self.unexpected("Expecting ')'")) };
        }
        let field = self.name()?.to_lowercase();
        let op = self.operator()?;
        let values = match op {
            Op::In | Op::NotIn => self.list()?,
            _ => vec![self.operand()?],
        };
        Ok(Expr::Clause(Clause { field, op, values }))
    }

    fn operator(&mut self) -> Result<Op, String> {
        for (sign, op) in [
            ("!=", Op::NotEqual),
            ("=", Op::Equal),
            ("<=", Op::AtMost),
            (">=", Op::AtLeast),
            ("<", Op::Less),
            (">", Op::Greater),
            ("~", Op::Contains),
            ("!~", Op::ContainsNot),
        ] {
            if self.sign(sign) {
                return Ok(op);
            }
        }
        if self.word("in") {
            return Ok(Op::In);
        }
        if self.word("is") {
            return Ok(if self.word("not") { Op::IsNot } else { Op::Is });
        }
        if self.word("not") && self.word("in") {
            return Ok(Op::NotIn);
        }
        Err(self.unexpected("Expecting operator but got"))
    }

    fn list(&mut self) -> Result<Vec<Operand>, String> {
        if !self.sign("(") {
            return Err(self.unexpected("Expecting '('"));
        }
        let mut values = vec![self.operand()?];
        while self.sign(",") {
            values.push(self.operand()?);
        }
        if self.sign(")") { Ok(values) } else { Err(self.unexpected("Expecting ')'")) }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        if self.word("empty") || self.word("null") {
            return Ok(Operand::Empty);
        }
        let quoted = matches!(self.peek(), Some(Kind::Quoted(_)));
        let value = self.name()?;
        if !quoted && self.sign("(") {
            return if self.sign(")") {
                Ok(Operand::Function(value.to_lowercase()))
            } else {
                Err(self.unexpected("Expecting ')'"))
            };
        }
        Ok(Operand::Value(value, quoted))
    }

    fn order(&mut self) -> Result<Vec<(String, bool)>, String> {
        let mut order = Vec::new();
        if !self.word("order") {
            return Ok(order);
        }
        if !self.word("by") {
            return Err(self.unexpected("Expecting 'by'"));
        }
        loop {
            let field = self.name()?.to_lowercase();
            let descending = !self.word("asc") && self.word("desc");
            order.push((field, descending));
            if !self.sign(",") {
                return Ok(order);
            }
        }
    }

    fn name(&mut self) -> Result<String, String> {
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(self.unexpected("Expecting a value"));
        };
        self.next += 1;
        match token.kind {
            Kind::Quoted(text) => Ok(text),
            Kind::Word(word) if RESERVED.contains(&word.to_lowercase().as_str()) => Err(format!(
                "Error in the JQL Query: '{word}' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character {})",
                token.at
            )),
            Kind::Word(word) => Ok(word),
            Kind::Sign(_) => {
                self.next -= 1;
                Err(self.unexpected("Expecting a value"))
            }
        }
    }

    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.next).map(|t| &t.kind)
    }

    fn at_end(&self) -> bool {
        self.next == self.tokens.len()
    }

    fn at_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Kind::Word(w)) if w.eq_ignore_ascii_case(word))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.next += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Kind::Sign(s)) if *s == sign);
        self.next += usize::from(found);
        found
    }

    fn unexpected(&self, wanted: &str) -> String {
        match self.tokens.get(self.next) {
            Some(Token { kind: Kind::Word(text) | Kind::Quoted(text), at }) => {
                format!("Error in the JQL Query: {wanted}, but got '{text}'. (line 1, character {at})")
            }
            Some(Token { kind: Kind::Sign(sign), at }) => {
                format!("Error in the JQL Query: {wanted}, but got '{sign}'. (line 1, character {at})")
            }
            None => format!("Error in the JQL Query: {wanted} before the end of the query."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_and_order_are_parsed() {
        let query =
            parse(r#"project in ("INT", 10001) AND updated >= 1700000000000 ORDER BY updated ASC, id desc"#);
        let query = query.unwrap();
        let Some(Expr::And(parts)) = query.condition else { panic!("not a conjunction") };
        assert_eq!(parts.len(), 2);
        assert_eq!(query.order, [("updated".to_owned(), false), ("id".to_owned(), true)]);
    }

    #[test]
    fn reserved_words_need_quotes() {
        let message = parse("project = INT").unwrap_err();
        assert!(message.contains("'INT' is a reserved JQL word"), "{message}");
        assert!(message.contains("character 11"), "{message}");
        assert!(parse("project = 'INT'").is_ok());
    }

    #[test]
    fn escapes_are_resolved_and_reserved_characters_refused() {
        let query = parse(r#"summary ~ "a \"b\" \\ \u00e9""#).unwrap();
        let Some(Expr::Clause(clause)) = query.condition else { panic!("not a clause") };
        assert_eq!(clause.values, [Operand::Value("a \"b\" \\ é".to_owned(), true)]);
        assert!(parse(r#"summary ~ "a\d""#).unwrap_err().contains("illegal JQL escape"));
        assert!(parse("key = a@b").unwrap_err().contains("reserved JQL character"));
        assert!(parse("project = 'open").unwrap_err().contains("has not been completed"));
    }
}
