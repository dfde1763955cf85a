/// Stands in place of a project's key for the site as a whole.
pub const WHOLE_SITE: &str = "*";

/// The site, and the project if there is one, for people to read.
pub fn place_name(instance: &str, project_key: &str) -> String {
    match project_key {
        WHOLE_SITE => instance.to_owned(),
        key => format!("{instance} / {key}"),
    }
}
