//! The parts of jira-sync that read what Jira sends, built alone for fuzzing.
#![allow(dead_code, unused_imports)]

#[path = "../../../src/jira"]
mod jira {
    pub mod webhook;
    pub mod wire;

    pub(crate) mod error {
        mod body;

        pub(crate) use body::messages;
    }
}

mod targets;

/// Does with `bytes` what the target `name` is for.
pub fn run(name: &str, bytes: &[u8]) {
    targets::run(name, bytes);
}
