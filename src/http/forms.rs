//! The forms of the pages, for browsers without scripts or before the WASM has loaded. Each does the same as the
//! corresponding server function, and redirects back to the page.

mod redirect;

use app::{
    error::ApiError,
    model::{Repair, SchedulerConfig, SyncMode, ranges},
    service::CallerServices,
};
use axum::{Extension, Form, Router, http::HeaderMap, response::Redirect, routing::post};

use redirect::back;

/// The fields of a form, in order. The last one of a name counts, so that a checkbox can follow a hidden default.
type Fields = Vec<(String, String)>;

/// The routes of the forms.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/forms/sync/start", post(start_sync))
        .route("/forms/sync/stop", post(stop_sync))
        .route("/forms/drift/check", post(check_drift))
        .route("/forms/drift/repair", post(repair_drift))
        .route("/forms/sites/accept", post(accept_site))
        .route("/forms/scheduler", post(save_scheduler))
}

/// `force` (a checkbox) makes it a full sync.
async fn start_sync(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let mode =
        if is_checked(&fields, "force") == Some(true) { SyncMode::Full } else { SyncMode::Incremental };
    let answer = services.runs.start(mode).await;
    let result = answer.and_then(|answer| message_or_conflict(answer.success, answer.message));
    back(&headers, field(&fields, "next"), result)
}

async fn stop_sync(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let result =
        services.runs.stop().await.and_then(|answer| message_or_conflict(answer.success, answer.message));
    back(&headers, field(&fields, "next"), result)
}

async fn check_drift(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let result =
        services.drift.check().await.and_then(|answer| message_or_conflict(answer.success, answer.message));
    back(&headers, field(&fields, "next"), result)
}

/// `site` and `project` limit the census; with `accept_losses`, it may mark half or more as deleted.
async fn repair_drift(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let named = |name| field(&fields, name).filter(|text| !text.is_empty()).map(str::to_owned);
    let repair = Repair {
        accept_losses: is_checked(&fields, "accept_losses") == Some(true),
        site: named("site"),
        project: named("project"),
    };
    let answer = services.runs.repair(repair).await;
    let result = answer.and_then(|answer| message_or_conflict(answer.success, answer.message));
    back(&headers, field(&fields, "next"), result)
}

/// Accepts the Jira at the address of `site`.
async fn accept_site(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let site = field(&fields, "site").unwrap_or_default().to_owned();
    let answer = services.runs.accept_site(site).await;
    let result = answer.and_then(|answer| message_or_conflict(answer.success, answer.message));
    back(&headers, field(&fields, "next"), result)
}

/// `enabled` and `interval_minutes`. A field that is left out keeps its setting unchanged.
async fn save_scheduler(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let result = save(&services, &fields).await;
    back(&headers, field(&fields, "next"), result)
}

async fn save(services: &CallerServices, fields: &Fields) -> Result<String, ApiError> {
    let enabled = is_checked(fields, "enabled");
    let answer = match (enabled, field(fields, "interval_minutes")) {
        // The switch alone leaves the interval unchanged, which need not be a whole number of minutes.
        (Some(enabled), None) => services.scheduler.set_enabled(enabled).await?,
        (enabled, typed) => {
            let current = services.scheduler.status().await?;
            let interval_minutes = match typed {
                None => current.interval_minutes,
                Some(text) => ranges::typed_minutes(text).ok_or_else(|| {
                    ApiError::invalid_field("interval_minutes", "must be a whole number of minutes")
                })?,
            };
            let enabled = enabled.unwrap_or(current.enabled);
            services.scheduler.save(SchedulerConfig { enabled, interval_minutes }).await?
        }
    };
    let message = [Some(answer.message), answer.warning].into_iter().flatten().collect::<Vec<_>>().join(" ");
    message_or_conflict(answer.success, message)
}

fn message_or_conflict(success: bool, message: String) -> Result<String, ApiError> {
    if success { Ok(message) } else { Err(ApiError::conflict(message)) }
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// None if the form has no such field.
fn is_checked(fields: &Fields, name: &str) -> Option<bool> {
    field(fields, name).map(|value| ["on", "true", "1"].contains(&value))
}
