//! The program of every target, which is selected by its name.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| jira_sync_fuzz::run(env!("CARGO_BIN_NAME"), bytes));
