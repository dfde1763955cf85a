use leptos::prelude::*;

/// The path under which browsers reach the server: empty, or for example `/jira-sync` behind a proxy. On the server, it
/// is in the Leptos context of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasePath(pub String);

/// The path under which browsers reach the server.
#[cfg(feature = "ssr")]
pub fn base_path() -> String {
    use_context::<BasePath>().unwrap_or_default().0
}

/// The path under which browsers reach the server, from the `data-base` attribute of the document's root element.
#[cfg(not(feature = "ssr"))]
pub fn base_path() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-base")).unwrap_or_default()
}

/// Puts the base path in front of one of the server's own paths.
pub(crate) fn at(path: &str) -> String {
    base_path() + path
}
