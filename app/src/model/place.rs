/// What stands as a project's key for the site as a whole.
pub const WHOLE_SITE: &str = "*";

/// The site, and the project where it is about one, as people read it.
pub fn place_name(instance: &str, project_key: &str) -> String {
    match project_key {
        WHOLE_SITE => instance.to_owned(),
        key => format!("{instance} / {key}"),
    }
}
