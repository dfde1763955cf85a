use std::path::PathBuf;

use super::plain::plain;

const DEFAULT: &str = "config";

/// The folder of `sync_config.json`.
#[derive(Clone, Debug, clap::Args)]
pub struct FolderSettings {
    /// Folder of sync_config.json, which the admin panel writes [env JIRA_SYNC_CONFIG_DIR]
    #[arg(long, env = "JIRA_SYNC_CONFIG_DIR", hide_env = true, value_name = "FOLDER", default_value = DEFAULT, value_parser = parse)]
    pub config_dir: PathBuf,
}

fn parse(text: &str) -> Result<PathBuf, String> {
    let text = plain(text);
    let path = PathBuf::from(if text.is_empty() { DEFAULT } else { text });
    if path.exists() && !path.is_dir() {
        return Err("expected a folder, but this is a file".to_owned());
    }
    Ok(path)
}
