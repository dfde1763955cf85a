//! Reads the tokens of a JSON body, without recursion.

use serde::de::IgnoredAny;

/// A position in a body.
pub(super) struct Scan<'a> {
    body: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(body: &'a [u8]) -> Self {
        Self { body, at: 0 }
    }

    /// Skips `bytes` if they come next.
    pub(super) fn strip(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest().starts_with(bytes);
        self.at += if found { bytes.len() } else { 0 };
        found
    }

    /// The first byte of the next token.
    pub(super) fn peek(&mut self) -> Result<u8, String> {
        self.pass_space();
        self.rest().first().copied().ok_or_else(|| self.problem("EOF"))
    }

    /// Skips `byte` if it is the next token.
    pub(super) fn is_next(&mut self, byte: u8) -> Result<bool, String> {
        let found = self.peek()? == byte;
        self.at += usize::from(found);
        Ok(found)
    }

    /// Skips `byte`, which must come next.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), String> {
        if self.is_next(byte)? {
            return Ok(());
        }
        Err(self.problem(&format!("expected `{}`", char::from(byte))))
    }

    /// Skips the comma before another item (true), or the end of the list or object (false).
    pub(super) fn goes_on(&mut self, end: u8) -> Result<bool, String> {
        if self.is_next(end)? {
            return Ok(false);
        }
        self.expect(b',').map(|()| true)
    }

    /// A text with its quotation marks, not parsed.
    pub(super) fn text(&mut self) -> Result<&'a [u8], String> {
        if self.peek()? != b'"' {
            return Err(self.problem("expected a text"));
        }
        let start = self.at;
        self.at += 1;
        loop {
            match self.rest().first() {
                None => return Err(self.problem("EOF inside a text")),
                Some(b'"') => break,
                Some(b'\\') => self.at = (self.at + 2).min(self.body.len()),
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        Ok(&self.body[start..self.at])
    }

    /// Anything but a text, list or object, not parsed.
    pub(super) fn scalar(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:[]{}\"".contains(byte);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Skips a whole value of any depth.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        let mut values = serde_json::Deserializer::from_slice(self.rest()).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {
                self.at += values.byte_offset();
                Ok(())
            }
            Some(Err(error)) if !error.is_eof() => Err(self.problem("invalid JSON in the value")),
            _ => Err(self.problem("EOF in the value")),
        }
    }

    /// Fails if anything but whitespace follows.
    pub(super) fn end(&mut self) -> Result<(), String> {
        self.pass_space();
        if self.rest().is_empty() { Ok(()) } else { Err(self.problem("trailing characters")) }
    }

    /// The error message for `what` at the current position.
    pub(super) fn problem(&self, what: &str) -> String {
        format!("{what} at byte {}", self.at)
    }

    fn pass_space(&mut self) {
        let space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        self.at += self.rest().iter().take_while(space).count();
    }

    fn rest(&self) -> &'a [u8] {
        &self.body[self.at..]
    }
}
