use app::service::{Caller, Services};
use axum::http::request::Parts;
use leptos::prelude::{provide_context, use_context};

/// What pages and server functions find in their Leptos context: the services, and who asks.
pub(super) fn context(services: Services) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(services.clone());
        let caller = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().cloned());
        if let Some(caller) = caller {
            provide_context(caller);
        }
    }
}
