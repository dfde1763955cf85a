use app::service::{CallerServices, Permission, Principal, Services};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

use super::events;

/// Who calls the services. Principals are made here and nowhere else, so that no way to a service leads past this file.
#[derive(Clone)]
pub(super) struct Callers {
    services: Services,
    granted: &'static [Permission],
}

impl Callers {
    /// `granted` is what each sender of a request may do.
    pub(super) fn new(services: Services, granted: &'static [Permission]) -> Self {
        Self { services, granted }
    }

    /// The services on behalf of the sender of a request.
    fn sender(&self, headers: &HeaderMap) -> CallerServices {
        self.services.for_caller(Principal::new(name(headers), self.granted))
    }

    /// The services on behalf of the live stream, which asks for all who listen.
    pub(super) fn live_stream(&self) -> CallerServices {
        self.services.for_caller(Principal::new("the live stream", &[events::PERMISSION]))
    }
}

/// Layer: puts the services on behalf of the sender into the request's extensions.
pub(super) async fn identify(State(callers): State<Callers>, mut request: Request, next: Next) -> Response {
    let services = callers.sender(request.headers());
    request.extensions_mut().insert(services);
    next.run(request).await
}

/// `dashboard` for a browser, `api` for a script; a key makes a script of any caller.
fn name(headers: &HeaderMap) -> &'static str {
    let has = |name: &str| headers.contains_key(name);
    let is_browser = has("sec-fetch-site") || has("sec-fetch-mode") || has(header::ORIGIN.as_str());
    if is_browser && !has("x-admin-key") { "dashboard" } else { "api" }
}
