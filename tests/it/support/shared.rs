//! Files in `../shared`, next to the repository, on machines that have it.

use std::{
    io::{Write, stderr},
    path::Path,
    thread,
};

/// A file below `../shared`. If it is missing, prints a line with the test that skips it: directly on standard error,
/// since the test harness captures what passing tests print. script/test counts these lines.
pub(crate) fn shared(file: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(file);
    if path.exists() {
        return Some(std::fs::read(path).unwrap());
    }
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    let mut log = stderr();
    writeln!(log, "SKIPPED: {test}: ../shared/{file} is not there").unwrap();
    None
}
