use app::service::{CallerServices, Permission, Principal, Services};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

use crate::http::events;

/// Identifies the callers of the services. Principals are created only here, so that there is no other way to a
/// service.
#[derive(Clone)]
pub(in crate::http) struct Callers {
    services: Services,
    granted: &'static [Permission],
}

impl Callers {
    /// Every request gets the permissions `granted`.
    pub(in crate::http) fn new(services: Services, granted: &'static [Permission]) -> Self {
        Self { services, granted }
    }

    /// The services, on behalf of the sender of a request.
    fn sender(&self, headers: &HeaderMap) -> CallerServices {
        self.services.for_caller(Principal::new(name(headers), self.granted))
    }

    /// The services, on behalf of the live stream, whose responses are sent to all of its listeners.
    pub(in crate::http) fn live_stream(&self) -> CallerServices {
        self.services.for_caller(Principal::new("the live stream", &[events::PERMISSION]))
    }
}

/// Layer that puts the services, on behalf of the sender, into the request's extensions.
pub(in crate::http) async fn identify(
    State(callers): State<Callers>,
    mut request: Request,
    next: Next,
) -> Response {
    let services = callers.sender(request.headers());
    request.extensions_mut().insert(services);
    next.run(request).await
}

/// `dashboard` for a browser, `api` for a script. A request with `X-Admin-Key` is from a script.
fn name(headers: &HeaderMap) -> &'static str {
    let has = |name: &str| headers.contains_key(name);
    let is_browser = has("sec-fetch-site") || has("sec-fetch-mode") || has(header::ORIGIN.as_str());
    if is_browser && !has("x-admin-key") { "dashboard" } else { "api" }
}
