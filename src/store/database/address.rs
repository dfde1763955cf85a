//! Parses `DATABASE_URL` and reports what is wrong with it. No message repeats a password.

use std::{fmt, path::Path};

use sea_orm::sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions};

/// What is allowed, for messages.
const ALLOWED: &str = "expected sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME";

/// For a password with a special character in it: the URL parser ends the password there.
const PERCENT_ENCODE: &str = "a character with a special meaning cuts it off. Percent-encode these in user name and \
    password: # as %23, / as %2F, ? as %3F, @ as %40, % as %25";

/// The PostgreSQL parameters that are read. Others are dropped, so that they are never logged.
const PARAMETERS: &[&str] = &[
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// A database that can be opened. Its text never contains a password.
#[derive(Clone, Debug)]
pub enum Address {
    /// A file, or a database in memory.
    Sqlite {
        options: Box<SqliteConnectOptions>,
        in_memory: bool,
    },
    Postgres(Box<PgConnectOptions>),
}

impl Address {
    /// Parses the value of `DATABASE_URL`.
    ///
    /// # Errors
    ///
    /// A message that says what is wrong and what to do, without any part of a PostgreSQL address.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", rest)) => sqlite(text, rest),
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => postgres(&rest[2..]),
            Some(("jdbc", _)) => Err(format!("it starts with jdbc:, {ALLOWED}")),
            Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => {
                Err(format!("it starts with {scheme}:, {ALLOWED}"))
            }
            // A text with one of these characters may contain a password.
            _ if text.contains(['=', '@', ':']) => Err(format!("it is not an address, {ALLOWED}")),
            _ => Err(format!("\"{text}\" is not an address, {ALLOWED}")),
        }
    }

    /// The SQLite file; None for memory and for PostgreSQL.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite { options, in_memory: false } => Some(options.get_filename()),
            _ => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { in_memory: true, .. } => f.write_str("in memory"),
            Self::Sqlite { options, .. } => options.get_filename().display().fmt(f),
            Self::Postgres(options) => {
                let database = options.get_database().unwrap_or_else(|| options.get_username());
                write!(f, "PostgreSQL database {database} at ")?;
                match options.get_socket() {
                    Some(socket) => write!(f, "{}", socket.display())?,
                    None => write!(f, "{}:{}", options.get_host(), options.get_port())?,
                }
                write!(f, " (user {})", options.get_username())
            }
        }
    }
}

fn sqlite(text: &str, rest: &str) -> Result<Address, String> {
    let path = rest.trim_start_matches("//").split('?').next().unwrap_or_default();
    if path.trim().is_empty() {
        return Err(format!("\"{text}\" names no file, such as sqlite://data/jira-sync.db"));
    }
    let options: SqliteConnectOptions = text.parse().map_err(|error| {
        format!("\"{text}\" cannot be read: {error}. A % in a path is written %25, a ? is written %3F")
    })?;
    // For a database in memory, sqlx makes up a file name.
    let in_memory = path == ":memory:" || text.contains("mode=memory");
    if !in_memory && options.get_filename().is_dir() {
        return Err(format!("\"{text}\" is a folder; name a file in it"));
    }
    Ok(Address::Sqlite { options: Box::new(options), in_memory })
}

fn postgres(rest: &str) -> Result<Address, String> {
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = place.split_once('/').map_or("", |(_, path)| path);
    if rest.is_empty() {
        return Err(format!("it names no database, {ALLOWED}"));
    }
    if rest.contains('#') || path.contains('@') {
        return Err(PERCENT_ENCODE.to_owned());
    }
    let mut kept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.split('=').next().unwrap_or(pair);
        if PARAMETERS.contains(&name) || name.starts_with("options[") {
            kept.push(pair);
        } else if pair.contains('@') || !pair.contains('=') {
            return Err(PERCENT_ENCODE.to_owned());
        }
    }
    let text = format!("postgres://{place}?{}", kept.join("&"));
    let options = text
        .parse::<PgConnectOptions>()
        .map_err(|_| format!("host, port or a parameter cannot be read, or {PERCENT_ENCODE}; {ALLOWED}"))?;
    Ok(Address::Postgres(Box::new(options)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_path_is_parsed_from_the_url() {
        let file = |text: &str| Address::parse(text).unwrap().file().unwrap().to_owned();
        assert_eq!(file("sqlite://data/jira-sync.db?mode=rwc"), Path::new("data/jira-sync.db"));
        assert_eq!(file("sqlite:///var/lib/my%20jira.db"), Path::new("/var/lib/my jira.db"));
        assert_eq!(file("sqlite:j.db"), Path::new("j.db"));
        assert!(Address::parse("sqlite::memory:").unwrap().file().is_none());
        for nothing in ["sqlite:", "sqlite://", "sqlite://?mode=rwc", "sqlite:///", "sqlite:// "] {
            assert!(Address::parse(nothing).is_err(), "{nothing}");
        }
    }

    #[test]
    fn special_character_in_password_suggests_percent_encoding() {
        for password in
            ["a#secret", "a/secret", "12/secret", "a?secret", "a@b/secret", "a@b?secret", "a?b=secret"]
        {
            let error = Address::parse(&format!("postgres://me:{password}@host/db")).unwrap_err();
            assert!(error.contains("Percent-encode") && !error.contains("secret"), "{password}: {error}");
        }
        for good in ["postgres://me:a@secret@host/db", "postgres://me:a%23%2F%3F%40secret@host/db"] {
            let shown = Address::parse(good).unwrap().to_string();
            assert_eq!(shown, "PostgreSQL database db at host:5432 (user me)");
        }
    }

    #[test]
    fn passwords_are_never_shown() {
        for text in [
            "postgres://me:secret@host/db",
            "postgresql://host:5433/db?user=me&password=secret",
            "postgres://host/db?user=me&password=s@secret&channel_binding=secret",
            "host=h user=me password=secret dbname=db",
            "jdbc:postgresql://host/db?user=me&password=secret",
            "mysql://me:secret@host/db",
            "postgres:me:secret@host/db",
            "postgres://me:secret@host:port/db",
            "postgres://me:secret@host/db?sslmode=secret",
        ] {
            let shown = match Address::parse(text) {
                Ok(address) => address.to_string(),
                Err(reason) => reason,
            };
            assert!(!shown.contains("secret"), "{text}: {shown}");
        }
    }
}
