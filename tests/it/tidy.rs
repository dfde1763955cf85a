//! Conventions that a test can check: what each module may import, how long a file may be, the order of derives, and
//! the section of errors in doc comments.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const LONGEST: usize = 400;

/// Modules, and the modules of the crate that they must not import, by the map in ARCHITECTURE.md.
const NOT_IMPORTED: [(&str, &[&str]); 15] = [
    (
        "src/jira",
        &["store", "sync", "settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"],
    ),
    (
        "src/store",
        &["jira", "sync", "settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"],
    ),
    ("src/sync", &["settings", "runs", "scheduler", "service", "http", "server", "cli", "demo"]),
    // The rooms of the engine. Code that two of them need is next to them.
    ("src/sync/rows", &["sync::read", "sync::write", "sync::reconcile", "sync::follow"]),
    ("src/sync/context", &["sync::read", "sync::write", "sync::reconcile", "sync::follow"]),
    ("src/sync/read", &["sync::write", "sync::reconcile", "sync::follow"]),
    ("src/sync/write", &["sync::read", "sync::reconcile", "sync::follow"]),
    ("src/sync/reconcile", &["sync::follow"]),
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
    ("Principal::new", &["src/http/middleware/caller.rs"]),
    ("for_caller", &["src/http/middleware/caller.rs", "app/src/service.rs"]),
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

/// The Rust files in a module's folder and the one next to it, with their text. There is at least one.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = [root().join(folder)].into_iter().filter(|path| path.is_dir()).collect();
    let beside = root().join(format!("{folder}.rs"));
    if let Ok(text) = fs::read_to_string(&beside) {
        found.push((beside, text));
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // Cargo's output, and crates that are not ours.
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

/// The paths below `start` (such as `crate::`) in a file, with the trees of `use` taken apart: `a::b` and `a::c` for
/// `crate::a::{b, c}`.
fn paths(text: &str, start: &str) -> BTreeSet<String> {
    let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    let found = text.match_indices(start).filter(|(at, _)| begins(*at));
    let mut paths = BTreeSet::new();
    for (at, _) in found {
        branches(&text[at + start.len()..], "", &mut paths);
    }
    paths
}

/// Adds the paths of a tree that begins here to `found`, and returns the text after the tree.
fn branches<'a>(text: &'a str, before: &str, found: &mut BTreeSet<String>) -> &'a str {
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            match rest.chars().next() {
                Some(c) if c.is_alphabetic() || c == '_' || c == '*' => rest = branches(rest, before, found),
                Some(_) => return &rest[1..],
                None => return rest,
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(text.len());
    let path = if before.is_empty() { text[..end].to_owned() } else { format!("{before}::{}", &text[..end]) };
    match text[end..].strip_prefix("::") {
        Some(rest) => branches(rest, &path, found),
        None => {
            found.insert(path);
            text[end..].strip_prefix(" as ").map_or(&text[end..], |rest| {
                rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
            })
        }
    }
}

/// Whether one of these paths is in the module.
fn any_in(paths: &BTreeSet<String>, module: &str) -> bool {
    let within = |path: &String| {
        path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    paths.iter().any(within)
}

#[test]
fn modules_import_only_what_the_map_in_architecture_md_allows() {
    for (module, forbidden) in NOT_IMPORTED {
        for (path, text) in files(module) {
            let imported = paths(&text, "crate::");
            let wrong: Vec<&&str> = forbidden.iter().filter(|module| any_in(&imported, module)).collect();
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

/// The modules of a folder, and which of the others each one imports.
fn imports_within(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let module = folder.strip_prefix("src/").unwrap().replace('/', "::");
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in files(folder) {
        let Ok(path) = path.strip_prefix(root().join(folder)) else { continue };
        let own = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let siblings = if path.components().count() == 1 { paths(&text, "super::") } else { BTreeSet::new() };
        let whole = paths(&text, "crate::");
        let of_tree = whole.iter().filter_map(|path| path.strip_prefix(&format!("{module}::")));
        let named = siblings.iter().map(String::as_str).chain(of_tree);
        let names = named.map(|path| path.split("::").next().unwrap().to_owned());
        imports.entry(own.trim_end_matches(".rs").to_owned()).or_default().extend(names);
    }
    imports
}

#[test]
fn modules_of_one_folder_import_each_other_in_one_direction() {
    for folder in ["src/store/mirror", "src/sync", "src/demo/site"] {
        let mut left = imports_within(folder);
        // A module that imports none of the remaining ones is not part of a cycle.
        loop {
            let modules: BTreeSet<String> = left.keys().cloned().collect();
            let before = left.len();
            left.retain(|own, names| names.iter().any(|name| name != own && modules.contains(name)));
            if left.len() == before {
                break;
            }
        }
        assert!(left.is_empty(), "circles in {folder}, and what imports them: {left:?}");
    }
}

#[test]
fn all_forms_of_crate_imports_are_recognised() {
    let text = "use crate::{\n    jira::{Client, wire::Issue as Wire},\n    store::Database,\n};\n\
                fn f(x: crate::sync::Job) {}\nuse super::{a::{self, B}, c};";
    let named = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
    assert_eq!(
        paths(text, "crate::"),
        named(&["jira::Client", "jira::wire::Issue", "store::Database", "sync::Job"])
    );
    assert_eq!(paths(text, "super::"), named(&["a::self", "a::B", "c"]));
    assert!(any_in(&paths(text, "crate::"), "jira::wire") && !any_in(&paths(text, "crate::"), "jira::wir"));
}
