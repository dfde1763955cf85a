//! Makes a build with `embed` see that the browser's files have changed, and ends it where they are missing.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    println!("cargo::rerun-if-changed=target/embed");
    if !Path::new("target/embed/pkg/jira-sync.wasm.gz").is_file() {
        println!(
            "cargo::error=the feature `embed` needs the browser half in target/embed: run `script/build` first"
        );
    }
}
