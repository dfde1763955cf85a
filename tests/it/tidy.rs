//! The rules of the house that a program can check: what each room may import, and how long a file may be.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const LONGEST: usize = 400;

/// Rooms, and the modules of the crate that they must not import, by the map in ARCHITECTURE.md.
const NOT_IMPORTED: [(&str, &[&str]); 4] = [
    ("src/jira", &["store", "sync", "scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/store", &["jira", "sync", "scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/sync", &["scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/demo", &["jira", "store", "sync", "scheduler", "service", "http", "server"]),
];

/// Rooms, and the text that must not occur in them.
const NOT_MENTIONED: [(&str, &[&str]); 5] = [
    ("app/src", &["sea_orm", "reqwest", "inner_html"]),
    ("frontend/src", &["sea_orm", "reqwest", "inner_html"]),
    ("src/sync", &["leptos", "axum"]),
    ("src/jira", &["leptos", "axum", "sea_orm"]),
    ("src/store", &["leptos", "axum", "reqwest"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, and their text. There is at least one.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![root().join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // Cargo's output, and crates from elsewhere.
                if !path.ends_with("target") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no file below {folder}");
    found
}

/// The modules of the crate that a file names: `crate::a` and the first names within `crate::{a::b, c}`.
fn modules(text: &str) -> BTreeSet<&str> {
    let name = |text: &'_ str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut modules = BTreeSet::new();
    for (at, found) in text.match_indices("crate::") {
        let rest = &text[at + found.len()..];
        let Some(tree) = rest.strip_prefix('{') else {
            modules.insert(&rest[..name(rest)]);
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, c) in tree.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if begins && c.is_alphabetic() => {
                    modules.insert(&tree[at..at + name(&tree[at..])]);
                    begins = false;
                }
                _ => {}
            }
        }
    }
    modules
}

#[test]
fn a_room_imports_only_what_the_map_allows() {
    for (room, forbidden) in NOT_IMPORTED {
        for (path, text) in files(room) {
            let imported = modules(&text);
            let wrong: Vec<&&str> = forbidden.iter().filter(|name| imported.contains(**name)).collect();
            assert!(wrong.is_empty(), "{} imports {wrong:?}", path.display());
        }
    }
    for (room, forbidden) in NOT_MENTIONED {
        for (path, text) in files(room) {
            let wrong: Vec<&&str> = forbidden.iter().filter(|word| text.contains(**word)).collect();
            assert!(wrong.is_empty(), "{} mentions {wrong:?}", path.display());
        }
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let folders = ["src", "app", "frontend", "migrations", "tests/it", "tests/bench"];
    for (path, text) in folders.into_iter().flat_map(files) {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn imports_of_all_forms_are_recognised() {
    let text = "use crate::{\n    jira::{Client, wire::Issue},\n    store::Database,\n};\nfn f(x: crate::sync::Job) {}";
    assert_eq!(modules(text), BTreeSet::from(["jira", "store", "sync"]));
}
