//! The tests' PostgreSQL server: the one that `TEST_DATABASE_URL` names, or a private one.
//!
//! A private server lives in a temporary folder, in memory if there is room: a database is some 300 files, and ext4 is
//! slow at creating and removing so many. It listens on a Unix socket in that folder and on no port. One is started per
//! test process, by a shell that then waits for the end of its standard input and cleans up. The kernel closes that
//! pipe however the tests end, so nothing outlives them.

use std::io::{BufRead, BufReader};
use std::os::unix::{fs::MetadataExt, process::CommandExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use url::Url;

/// Takes the folder of PostgreSQL's programs; prints the folder of the server once it is up.
const KEEP_SERVER: &str = r#"
trap '' PIPE
place=/tmp
free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)
[ "${free:-0}" -lt 2000000 ] || place=/dev/shm
folder=$(mktemp -d $place/jira-sync-postgres.XXXXXX) || exit 1
log=$folder/log
{
    "$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync &&
    "$1/pg_ctl" start -w -D "$folder/data" -l "$log" -o "-c listen_addresses= \
        -c unix_socket_directories=$folder -c max_connections=200 -c fsync=off \
        -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=128MB"
} </dev/null >>"$log" 2>&1 || { cat "$log" >&2; rm -rf "$folder"; exit 1; }
echo "$folder"
exec >/dev/null 2>&1
read -r _
"$1/pg_ctl" stop -m immediate -D "$folder/data"
rm -rf "$folder"
"#;

#[derive(Debug)]
struct Server {
    url: Url,
    /// Holds the pipe whose end stops a private server.
    keeper: Option<Child>,
}

/// The address of the database `name` on the tests' server, starting the server when it is needed
/// for the first time.
pub(crate) fn url(name: &str) -> String {
    let mut url = server().url.clone();
    url.set_path(name);
    url.into()
}

/// Whether the server is a private one, which takes all its databases with it.
pub(crate) fn is_private() -> bool {
    server().keeper.is_some()
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| named_server().unwrap_or_else(private_server))
}

fn named_server() -> Option<Server> {
    let named = std::env::var("TEST_DATABASE_URL").ok().filter(|named| !named.is_empty())?;
    let url = named.parse().expect("TEST_DATABASE_URL is an address such as postgres://user@host/database");
    Some(Server { url, keeper: None })
}

fn private_server() -> Server {
    let programs = programs().expect(
        "PostgreSQL's server programs in /usr/lib/postgresql: run `script/setup test`, or name a server in TEST_DATABASE_URL",
    );
    let mut shell = shell_of_ordinary_user();
    shell.args(["-c", KEEP_SERVER, "sh"]).arg(programs);
    // A process group of its own: Ctrl-C at the terminal must not end the shell before it cleans up.
    shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).current_dir("/");
    let mut shell = shell.spawn().expect("a shell that keeps the PostgreSQL server");
    let mut folder = String::new();
    BufReader::new(shell.stdout.take().unwrap()).read_line(&mut folder).expect("an answer from the shell");
    assert!(!folder.is_empty(), "PostgreSQL did not start; its log is above");
    let url = format!("postgres://postgres@localhost/postgres?host={}", folder.trim_end());
    Server { url: url.parse().expect("an address"), keeper: Some(shell) }
}

/// The newest installed version.
fn programs() -> Option<PathBuf> {
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| folder.join("bin/initdb").exists())
        .max_by_key(|folder| version(folder))
        .map(|folder| folder.join("bin"))
}

/// PostgreSQL and PgBouncer refuse to run as root.
pub(crate) fn shell_of_ordinary_user() -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !root {
        return Command::new("sh");
    }
    let mut shell = Command::new("runuser");
    shell.args(["-u", "postgres", "--", "sh"]);
    shell
}
