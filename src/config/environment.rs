use std::{collections::BTreeMap, ffi::OsString};

use super::plain::plain;

/// A variable of ours that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} is not UTF-8 (it holds bytes such as \\x{byte:02X}); allowed is text in UTF-8")]
pub struct EnvironmentError {
    variable: String,
    byte: u8,
}

/// The variables of this process as text, without byte order marks and blanks round them.
///
/// One that is not UTF-8 is an error if it is a setting of ours, and left out if it is another's.
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
    fn what_is_no_text_is_refused_where_it_is_a_setting() {
        assert_eq!(of("JIRA_URL_1", b" a\r").unwrap()["JIRA_URL_1"], "a");
        assert!(of("LS_COLORS", b"\xff").unwrap().is_empty());
        let message = of("JIRA_PASSWORD_1", b"secret\xfc").unwrap_err().to_string();
        assert!(message.starts_with("JIRA_PASSWORD_1 is not UTF-8") && message.contains("xFC"), "{message}");
        assert!(!message.contains("secret"));
    }
}
