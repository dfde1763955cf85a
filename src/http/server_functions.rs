use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};

use super::{context::provide_services, json_body::json_object, problem, problem::Problem};

/// The routes of all server functions.
pub(super) fn routes() -> Router {
    server_fn::axum::server_fn_paths().fold(Router::new(), |router, (path, method)| {
        let Ok(filter) = MethodFilter::try_from(method) else { return router };
        router.route(path, on(filter, answer))
    })
}

async fn answer(request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    // Leptos finds server functions by method and path; axum omits the body of a response to HEAD.
    if parts.method == Method::HEAD {
        parts.method = Method::GET;
    }
    // If the caller accepted HTML, Leptos would redirect it to its referrer.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let body = if parts.method == Method::GET {
        body
    } else {
        match json_object(body).await {
            Ok(bytes) => Body::from(bytes),
            Err(error) => return Problem(error).into_response(),
        }
    };
    let request = Request::from_parts(parts, body);
    let response = leptos_axum::handle_server_fns_with_context(provide_services, request).await;
    problem::of_server_function(response.into_response()).await
}
