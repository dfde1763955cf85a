use leptos::prelude::*;

/// The path under which browsers see the server: empty, or such as `/jira-sync` where a proxy shows it under one. On the
/// server in the context of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasePath(pub String);

/// The path under which the server is seen.
#[cfg(feature = "ssr")]
pub fn base_path() -> String {
    use_context::<BasePath>().unwrap_or_default().0
}

/// The path under which the server is seen, as the document's root element has it.
#[cfg(not(feature = "ssr"))]
pub fn base_path() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-base")).unwrap_or_default()
}

/// The address of one of the server's own paths.
pub(crate) fn at(path: &str) -> String {
    base_path() + path
}
