use std::{error::Error, process::ExitCode};

use clap::{
    Command,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// Reports an invalid command line or environment, and returns the exit status.
///
/// An invalid setting is one line (variable, value, what is allowed) with exit status 1. clap reports everything else in
/// its own format.
pub(super) fn report(error: &clap::Error, mut command: Command) -> ExitCode {
    // Arguments have their names only after the command is built.
    command.build();
    match invalid_setting(error, &command) {
        Some(line) => {
            super::print_error(format_args!("jira-sync: {line}"));
            ExitCode::FAILURE
        }
        None => {
            // A misplaced database address may contain a password.
            let text = error.to_string();
            if error.use_stderr() && text.contains("://") {
                eprint!("{}", without_addresses(&text));
            } else {
                // Standard error may be closed.
                let _ = error.print();
            }
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

fn invalid_setting(error: &clap::Error, command: &Command) -> Option<String> {
    if error.kind() != ErrorKind::ValueValidation {
        return None;
    }
    let argument = context(error, ContextKind::InvalidArg)?;
    let value = context(error, ContextKind::InvalidValue)?;
    let variable = variable_of(command, &argument)?;
    let option = argument.split_whitespace().next().unwrap_or_default();
    let allowed = error.source().map(ToString::to_string).unwrap_or_default();
    // The reason repeats the value's parts, except the password.
    if variable == "DATABASE_URL" {
        return Some(format!("{variable} (or {option}): {allowed}"));
    }
    Some(format!("{variable} (or {option}) is \"{}\": {allowed}", without_credentials(&value)))
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// The environment variable of the argument that clap names `argument`.
fn variable_of(command: &Command, argument: &str) -> Option<String> {
    let mut arguments = command.get_arguments();
    let here = arguments.find(|a| a.to_string() == argument).and_then(|a| a.get_env());
    here.map(|name| name.to_string_lossy().into_owned())
        .or_else(|| command.get_subcommands().find_map(|sub| variable_of(sub, argument)))
}

/// Replaces the user and password in `scheme://user:password@host`.
fn without_credentials(value: &str) -> String {
    match (value.find("://"), value.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}***{}", &value[..scheme + 3], &value[at..])
        }
        _ => value.to_owned(),
    }
}

/// Replaces the addresses that contain an `@` or a query.
fn without_addresses(text: &str) -> String {
    let hidden = |word: &str| word.contains("://") && word.contains(['@', '?']);
    text.split_inclusive([' ', '\n']).map(|word| if hidden(word) { "(an address) " } else { word }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_replaced() {
        assert_eq!(without_credentials("mysql://me:p@ss@host/db"), "mysql://***@host/db");
        assert_eq!(without_credentials("plain"), "plain");
        let text = "unexpected argument 'postgres://me:p@h/db' found\n";
        assert_eq!(without_addresses(text), "unexpected argument (an address) found\n");
    }
}
