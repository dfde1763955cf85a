//! The second parser, for bodies that serde_json refuses: without recursion, and with a warning where serde_json fails.
//!
//! Everything but the structure is still read by serde_json, token by token, so that both parsers agree.

use serde_json::{Map, Value};

use super::{Document, MAX_DEPTH, Warning, lean::ParseMode, repair::repair, scan::Scan};

/// Maximum number of warnings per document; a body in another encoding would have one for every text.
const MAX_WARNINGS: usize = 100;
/// Maximum length of a path, in characters.
const MAX_PATH_LENGTH: usize = 200;

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Reads a whole body. `root` begins the paths of warnings.
pub(super) fn read(body: &[u8], part: ParseMode, root: &str) -> Result<Document, String> {
    let mut careful = Careful::new(body, root);
    let document = careful.document(part)?;
    careful.scan.end()?;
    Ok(document)
}

/// Passes the items of the list `member` to `take`, and returns the other members; `None` if the list is missing.
/// Warnings about anything before an item are reported with that item.
pub(super) fn page(
    body: &[u8],
    member: &str,
    mut take: impl FnMut(usize, Document),
) -> Result<Option<Map<String, Value>>, String> {
    let mut careful = Careful::new(body, "");
    let mut rest = Map::new();
    let mut index = 0;
    let mut found = false;
    if careful.scan.peek()? != b'{' {
        return Err("expected an object".to_owned());
    }
    careful.scan.expect(b'{')?;
    let mut more = !careful.scan.is_next(b'}')?;
    while more {
        let (key, _) = careful.text()?;
        careful.scan.expect(b':')?;
        if key == member {
            found = true;
            careful.items(member, |item| {
                take(index, item);
                index += 1;
            })?;
        } else if ParseMode::Documented.skips(&key) {
            careful.scan.skip()?;
        } else {
            let value = careful.value(ParseMode::Documented.below(&key))?;
            careful.too_deep = None;
            rest.insert(key, value);
        }
        more = careful.scan.goes_on(b'}')?;
    }
    careful.scan.end()?;
    Ok(found.then_some(rest))
}

struct Careful<'a> {
    scan: Scan<'a>,
    root: &'a str,
    /// The lists and objects that are still open, the outermost first.
    open: Vec<Open>,
    warnings: Vec<Warning>,
    too_deep: Option<String>,
}

enum Open {
    List(ParseMode, Vec<Value>),
    Object(ParseMode, Map<String, Value>, String),
}

/// Where a value was put.
enum Placed {
    /// In its list or object, where another value of this part follows.
    More(ParseMode),
    /// It was the last value of this list or object.
    Closed(Value),
    /// In none: it is the whole document.
    Whole(Value),
}

impl<'a> Careful<'a> {
    fn new(body: &'a [u8], root: &'a str) -> Self {
        let scan = Scan::new(body);
        let mut careful = Self { scan, root, open: Vec::new(), warnings: Vec::new(), too_deep: None };
        if careful.scan.strip(BYTE_ORDER_MARK) {
            let problem = "begins with a byte order mark, which was ignored".to_owned();
            careful.warnings.push(Warning { path: "the answer".to_owned(), problem });
        }
        careful
    }

    fn document(&mut self, part: ParseMode) -> Result<Document, String> {
        let value = self.value(part)?;
        let warnings = std::mem::take(&mut self.warnings);
        Ok(Document { value, warnings, too_deep: self.too_deep.take() })
    }

    fn items(&mut self, member: &str, mut take: impl FnMut(Document)) -> Result<(), String> {
        if !self.scan.is_next(b'[')? {
            return Err(format!("expected a list in {member}"));
        }
        let mut more = !self.scan.is_next(b']')?;
        while more {
            take(self.document(ParseMode::Documented)?);
            more = self.scan.goes_on(b']')?;
        }
        Ok(())
    }

    fn value(&mut self, mut part: ParseMode) -> Result<Value, String> {
        loop {
            let Some(mut value) = self.begin(part)? else {
                part = self.next_part();
                continue;
            };
            part = loop {
                match self.place(value)? {
                    Placed::More(part) => break part,
                    Placed::Closed(container) => value = container,
                    Placed::Whole(value) => return Ok(value),
                }
            };
        }
    }

    /// A value without items; `None` if a list or object was opened, whose first item follows.
    fn begin(&mut self, part: ParseMode) -> Result<Option<Value>, String> {
        match self.scan.peek()? {
            b'[' | b'{' if self.open.len() == MAX_DEPTH => {
                self.scan.skip()?;
                self.warn(&format!(
                    "is nested more than {MAX_DEPTH} levels deep; the deeper part was left out"
                ));
                if self.too_deep.is_none() {
                    self.too_deep = Some(self.path());
                }
                Ok(Some(Value::Null))
            }
            b'[' => {
                self.scan.expect(b'[')?;
                if self.scan.is_next(b']')? {
                    return Ok(Some(Value::Array(Vec::new())));
                }
                self.open.push(Open::List(part, Vec::new()));
                Ok(None)
            }
            b'{' => {
                self.scan.expect(b'{')?;
                self.open.push(Open::Object(part, Map::new(), String::new()));
                if !self.scan.is_next(b'}')? && self.member(part)? {
                    return Ok(None);
                }
                self.open.pop();
                Ok(Some(Value::Object(Map::new())))
            }
            b'"' => {
                let (text, repaired) = self.text()?;
                if repaired {
                    self.warn_of_text();
                }
                Ok(Some(Value::String(text)))
            }
            _ => self.scalar().map(Some),
        }
    }

    /// Puts a value into the innermost list or object.
    fn place(&mut self, value: Value) -> Result<Placed, String> {
        let part = match self.open.last_mut() {
            None => return Ok(Placed::Whole(value)),
            Some(Open::List(part, items)) => {
                items.push(value);
                if self.scan.goes_on(b']')? {
                    return Ok(Placed::More(*part));
                }
                *part
            }
            Some(Open::Object(part, members, key)) => {
                if part.keeps(&value) {
                    members.insert(std::mem::take(key), value);
                }
                *part
            }
        };
        if matches!(self.open.last(), Some(Open::Object(..)))
            && self.scan.goes_on(b'}')?
            && self.member(part)?
        {
            return Ok(Placed::More(self.next_part()));
        }
        Ok(match self.open.pop() {
            Some(Open::List(_, items)) => Placed::Closed(Value::Array(items)),
            Some(Open::Object(_, members, _)) => Placed::Closed(Value::Object(members)),
            None => Placed::Whole(Value::Null),
        })
    }

    /// Moves to the value of the innermost object's next member that is not skipped. False if the object ends.
    fn member(&mut self, part: ParseMode) -> Result<bool, String> {
        loop {
            let (name, repaired) = self.text()?;
            self.scan.expect(b':')?;
            if !part.skips(&name) {
                if let Some(Open::Object(_, _, key)) = self.open.last_mut() {
                    *key = name;
                }
                if repaired {
                    self.warn_of_text();
                }
                return Ok(true);
            }
            self.scan.skip()?;
            if !self.scan.goes_on(b'}')? {
                return Ok(false);
            }
        }
    }

    /// The part that the next value belongs to.
    fn next_part(&self) -> ParseMode {
        match self.open.last() {
            Some(Open::List(part, _)) => *part,
            Some(Open::Object(part, _, key)) => part.below(key),
            None => ParseMode::Documented,
        }
    }

    /// A text, and whether it had to be repaired.
    fn text(&mut self) -> Result<(String, bool), String> {
        let token = self.scan.text()?;
        if let Ok(text) = serde_json::from_slice::<String>(token)
            && !text.contains('\0')
        {
            return Ok((text, false));
        }
        match serde_json::from_slice::<String>(&repair(token)) {
            Ok(text) => Ok((text.replace('\0', "\u{FFFD}"), true)),
            Err(error) => Err(self.scan.problem(&format!("an invalid text ({error})"))),
        }
    }

    fn scalar(&mut self) -> Result<Value, String> {
        match serde_json::from_slice(self.scan.scalar()) {
            Ok(value) => Ok(value),
            Err(error) if error.to_string().starts_with("number out of range") => {
                self.warn("is too large a number; it was left out");
                Ok(Value::Null)
            }
            Err(_) => Err(self.scan.problem("expected a value")),
        }
    }

    fn warn_of_text(&mut self) {
        self.warn("contains characters that cannot be stored; they were replaced by U+FFFD");
    }

    fn warn(&mut self, problem: &str) {
        if self.warnings.len() < MAX_WARNINGS {
            let path = self.path();
            self.warnings.push(Warning { path, problem: problem.to_owned() });
        }
    }

    /// The path of the current value; inside content written by users, only that of its field.
    fn path(&self) -> String {
        let mut path = self.root.to_owned();
        for open in &self.open {
            match open {
                Open::List(ParseMode::Free, _) | Open::Object(ParseMode::Free, ..) => break,
                Open::List(_, items) => path += &format!("[{}]", items.len()),
                Open::Object(_, _, key) if path.is_empty() => path += key,
                Open::Object(_, _, key) => path += &format!(".{key}"),
            }
            if path.len() > MAX_PATH_LENGTH {
                return path.chars().take(MAX_PATH_LENGTH).chain("...".chars()).collect();
            }
        }
        if path.is_empty() { "the answer".to_owned() } else { path }
    }
}
