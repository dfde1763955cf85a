//! Conventions that a test can check: what each module may import, how long a file may be, the order of derives, and
//! the section of errors in doc comments.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const LONGEST: usize = 400;

/// Modules, and the modules of the crate that they must not import, by the map in ARCHITECTURE.md.
const NOT_IMPORTED: [(&str, &[&str]); 10] = [
    (
        "src/jira",
        &["store", "sync", "settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"],
    ),
    (
        "src/store",
        &["jira", "sync", "settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"],
    ),
    ("src/sync", &["settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/settings", &["jira", "sync", "runs", "scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/runs", &["jira", "settings", "scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/scheduler", &["service", "http", "server", "cli", "demo"]),
    ("src/service", &["http", "server", "cli", "demo"]),
    // It reaches the services through the traits in `app::service`.
    (
        "src/http",
        &["jira", "store", "sync", "settings", "runs", "scheduler", "service", "server", "cli", "demo"],
    ),
    ("src/config", &["sync", "settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"]),
    ("src/demo", &["jira", "store", "sync", "settings", "runs", "scheduler", "service", "http", "server"]),
];

/// Folders, and the text that must not occur in them.
const NOT_MENTIONED: [(&str, &[&str]); 8] = [
    ("app/src", &["sea_orm", "reqwest", "inner_html"]),
    ("frontend/src", &["sea_orm", "reqwest", "inner_html"]),
    ("src/sync", &["leptos", "axum"]),
    ("src/jira", &["leptos", "axum", "sea_orm"]),
    ("src/store", &["leptos", "axum", "reqwest"]),
    ("src/scheduler", &["leptos", "axum", "reqwest"]),
    ("src/service", &["leptos", "axum", "reqwest"]),
    ("src/http", &["sea_orm", "reqwest"]),
];

/// Texts, and the only files in which they may occur: nothing else creates callers or reaches services.
const ONLY_IN: [(&str, &[&str]); 3] = [
    ("Principal::new", &["src/http/caller.rs"]),
    ("for_caller", &["src/http/caller.rs", "app/src/service.rs"]),
    ("Implementations", &["src/service.rs", "app/src/service.rs"]),
];

/// The order of derives; all others come after these, by name.
const DERIVES: [&str; 11] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "Serialize",
    "Deserialize",
];

/// Where our Rust code is.
const CODE: [&str; 6] = ["src", "app", "frontend", "migrations", "tests/it", "tests/bench"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files of a module's folder, the one beside it, and their text. There is at least one.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![root().join(folder)]);
    let beside = root().join(format!("{folder}.rs"));
    if let Ok(text) = fs::read_to_string(&beside) {
        found.push((beside, text));
    }
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
fn modules_import_only_what_the_map_in_architecture_md_allows() {
    for (module, forbidden) in NOT_IMPORTED {
        for (path, text) in files(module) {
            let imported = modules(&text);
            let wrong: Vec<&&str> = forbidden.iter().filter(|name| imported.contains(**name)).collect();
            assert!(wrong.is_empty(), "{} imports {wrong:?}", path.display());
        }
    }
    for (folder, forbidden) in NOT_MENTIONED {
        for (path, text) in files(folder) {
            let wrong: Vec<&&str> = forbidden.iter().filter(|word| text.contains(**word)).collect();
            assert!(wrong.is_empty(), "{} mentions {wrong:?}", path.display());
        }
    }
}

#[test]
fn callers_and_services_are_created_only_in_the_allowed_files() {
    for (word, allowed) in ONLY_IN {
        let contains_word = |(path, text): (PathBuf, String)| text.contains(word).then_some(path);
        let found: BTreeSet<PathBuf> =
            ["src", "app"].into_iter().flat_map(files).filter_map(contains_word).collect();
        assert_eq!(found, allowed.iter().map(|file| root().join(file)).collect(), "{word}");
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for (path, text) in CODE.into_iter().flat_map(files) {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn derives_are_in_a_fixed_order() {
    let place = |name: &&str| {
        let known = DERIVES.iter().position(|known| Some(*known) == name.rsplit("::").next());
        (known.unwrap_or(DERIVES.len()), if known.is_some() { String::new() } else { (*name).to_owned() })
    };
    for (path, text) in CODE.into_iter().flat_map(files) {
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("#[derive(")) {
            let names: Vec<&str> = line.trim_end_matches(")]").split(", ").collect();
            assert!(names.is_sorted_by_key(place), "{}: {names:?}", path.display());
        }
    }
}

#[test]
fn doc_comments_describe_errors_in_an_errors_section() {
    for (path, text) in ["src", "app"].into_iter().flat_map(files) {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("///")) {
            let place = format!("{}:{}", path.display(), number + 1);
            assert!(!line.contains("Errors: "), "{place} has no section \"# Errors\"");
            let is_empty = |at: usize| lines.get(at) == Some(&"///");
            let is_separate = is_empty(number.wrapping_sub(1)) && is_empty(number + 1);
            assert!(*line != "/// # Errors" || is_separate, "{place} has no empty lines around it");
        }
    }
}

#[test]
fn all_forms_of_crate_imports_are_recognised() {
    let text = "use crate::{\n    jira::{Client, wire::Issue},\n    store::Database,\n};\nfn f(x: crate::sync::Job) {}";
    assert_eq!(modules(text), BTreeSet::from(["jira", "store", "sync"]));
}
