//! The OpenAPI 3.1 document of the REST API. Plain handlers are routed from it. Server functions are listed here, and a
//! test compares the list with the mounted routes.

mod rules;

use app::error::ApiError;
use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{ContentBuilder, Ref, ResponseBuilder},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{events::stream, health, issues, runs, webhooks};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "jira-sync",
        description = "A complete, current copy of Jira sites. Errors are RFC 9457 problem documents."
    ),
    components(schemas(ApiError)),
    paths(
        app::api::get_scheduler_status,
        app::api::get_public_scheduler_status,
        app::api::save_scheduler_config,
        app::api::enable_scheduler,
        app::api::disable_scheduler,
        app::api::get_interval_advice,
        app::api::list_slots,
        app::api::get_upcoming_runs,
        app::api::start_sync,
        app::api::stop_sync,
        app::api::get_progress,
        app::api::list_runs,
        app::api::get_run_summary,
        app::api::get_run,
        app::api::list_run_projects,
        app::api::get_run_metrics,
        app::api::get_drift,
        app::api::check_drift,
        app::api::repair_drift,
        app::api::accept_site,
        app::api::list_run_warnings,
        app::api::get_system_status,
        app::api::get_system_metrics,
        app::api::get_sync_config,
        app::api::save_sync_config,
        app::api::get_performance_settings,
        app::api::save_performance_settings,
        app::api::search_issues,
        app::api::list_recent_issues,
    )
)]
struct Document;

/// Documents the errors of every operation as problem documents (RFC 9457).
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let problem = || {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ApiError"))).build();
            ResponseBuilder::new()
                .description("What went wrong, and what to do")
                .content("application/problem+json", content)
                .build()
        };
        for item in document.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.post, &mut item.put].into_iter().flatten();
            for operation in operations {
                let responses = &mut operation.responses.responses;
                for (status, response) in responses.iter_mut() {
                    if status.starts_with(['4', '5']) {
                        *response = problem().into();
                    }
                }
                responses.insert("default".to_owned(), problem().into());
            }
        }
    }
}

/// The complete document.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = plain_routes().split_for_parts().1;
    Problems.modify(&mut document);
    rules::Rules.modify(&mut document);
    document
}

/// The routes that are not server functions, together with the document of all routes.
pub(super) fn plain_routes() -> OpenApiRouter {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(runs::get_run))
        .routes(routes!(runs::list_run_projects))
        .routes(routes!(runs::get_run_metrics))
        .routes(routes!(issues::get_issue))
        .routes(routes!(issues::list_project_issues))
        .routes(routes!(health::get_health))
        .routes(routes!(stream::get_events))
        .routes(routes!(get_document))
        .routes(routes!(webhooks::receive_webhook))
}

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "status",
    responses((status = 200, content_type = "application/json", body = Object)))]
async fn get_document() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
