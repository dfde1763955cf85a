//! Page tokens: opaque to clients, and valid only for their purpose.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use xxhash_rust::xxh3::xxh3_64;

/// A token for `purpose` that contains two numbers.
pub(super) fn token(purpose: &str, a: i64, b: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{:x}.{a:x}.{b:x}", xxh3_64(purpose.as_bytes())))
}

/// The numbers in a token for `purpose`. Anything after a `~` is ignored: it only makes the token a different text.
pub(super) fn read(purpose: &str, token: &str) -> Option<(i64, u64)> {
    let token = token.split('~').next()?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let mut parts = text.split('.');
    let made_for = u64::from_str_radix(parts.next()?, 16).ok()?;
    let a = i64::from_str_radix(parts.next()?, 16).ok()?;
    let b = u64::from_str_radix(parts.next()?, 16).ok()?;
    (made_for == xxh3_64(purpose.as_bytes()) && parts.next().is_none()).then_some((a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_valid_only_for_their_purpose() {
        let made = token("project = A", 1_700_000_000_000, 42);
        assert_eq!(read("project = A", &made), Some((1_700_000_000_000, 42)));
        assert_eq!(read("project = B", &made), None);
        assert_eq!(read("project = A", "garbage"), None);
    }
}
