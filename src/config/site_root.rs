use std::path::{Path, PathBuf};

/// The folder of the browser's files (`pkg/`, icons) if they are not embedded in the program: `LEPTOS_SITE_ROOT`, or
/// the folder `site` next to the executable or one level up (where script/build puts it), or `target/site`.
pub fn site_root(variable: Option<&str>, executable: Option<&Path>) -> PathBuf {
    if let Some(given) = variable.filter(|text| !text.is_empty()) {
        return PathBuf::from(given);
    }
    executable
        .and_then(Path::parent)
        .into_iter()
        .flat_map(|folder| [folder.join("site"), folder.join("../site")])
        .find(|candidate| candidate.is_dir())
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_beside_the_executable_is_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("site")).unwrap();
        let executable = folder.path().join("jira-sync");
        assert_eq!(site_root(None, Some(&executable)), folder.path().join("site"));
        assert_eq!(site_root(Some("/elsewhere"), Some(&executable)), PathBuf::from("/elsewhere"));
        assert_eq!(site_root(Some(""), None), PathBuf::from("target/site"));
    }
}
