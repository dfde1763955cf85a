use std::{collections::BTreeMap, ffi::OsString};

use super::plain::plain;

/// A setting that is not UTF-8.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} is not UTF-8 (it contains the byte \\x{byte:02X}); expected text in UTF-8")]
pub struct EnvironmentError {
    variable: String,
    byte: u8,
}

/// The environment variables as text, without surrounding whitespace and byte order marks.
///
/// Variables of other programs that are not UTF-8 are left out.
///
/// # Errors
///
/// If a setting of jira-sync is not UTF-8.
pub fn environment() -> Result<BTreeMap<String, String>, EnvironmentError> {
    texts(std::env::vars_os())
}

fn texts(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<BTreeMap<String, String>, EnvironmentError> {
    let mut found = BTreeMap::new();
    for (name, value) in variables {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(text) => drop(found.insert(name, plain(&text).to_owned())),
            Err(value) if is_ours(&name) => {
                let byte = value.as_encoded_bytes().iter().find(|byte| !byte.is_ascii());
                return Err(EnvironmentError { variable: name, byte: byte.copied().unwrap_or_default() });
            }
            Err(_) => {}
        }
    }
    Ok(found)
}

fn is_ours(name: &str) -> bool {
    name.starts_with("JIRA_") || ["DATABASE_URL", "LEPTOS_SITE_ROOT"].contains(&name)
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    fn of(name: &str, value: &[u8]) -> Result<BTreeMap<String, String>, EnvironmentError> {
        texts([(name.into(), OsString::from_vec(value.to_vec()))].into_iter())
    }

    #[test]
    fn setting_that_is_not_utf8_is_refused() {
        assert_eq!(of("JIRA_URL_1", b" a\r").unwrap()["JIRA_URL_1"], "a");
        assert!(of("LS_COLORS", b"\xff").unwrap().is_empty());
        let message = of("JIRA_PASSWORD_1", b"secret\xfc").unwrap_err().to_string();
        assert!(message.starts_with("JIRA_PASSWORD_1 is not UTF-8") && message.contains("xFC"), "{message}");
        assert!(!message.contains("secret"));
    }
}
