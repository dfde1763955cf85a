//! With the feature `embed`: rebuilds when the browser's files change, and fails if they are missing.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    println!("cargo::rerun-if-changed=target/embed");
    if !Path::new("target/embed/pkg/jira-sync.wasm.gz").is_file() {
        println!(
            "cargo::error=the feature `embed` needs the browser's files in target/embed: run `script/build` first"
        );
    }
}
