use app::service::CallerServices;
use axum::http::request::Parts;
use leptos::prelude::{provide_context, use_context};

/// Puts the services, on behalf of the request's sender, into the Leptos context of pages and server functions.
pub(super) fn provide_services() {
    let services = use_context::<Parts>().and_then(|parts| parts.extensions.get::<CallerServices>().cloned());
    if let Some(services) = services {
        provide_context(services);
    }
}
