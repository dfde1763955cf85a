//! The forms of the pages, for browsers whose WASM has not loaded: each does what the server function of the
//! same purpose does, and leads back to the page.

mod redirect;

use app::{
    error::ApiError,
    model::{Repair, SchedulerConfig, SyncMode, ranges},
    service::CallerServices,
};
use axum::{Extension, Form, Router, http::HeaderMap, response::Redirect, routing::post};

use redirect::back;

/// The members of a form, in order. A member can come twice: a hidden default before a checkbox; the last counts.
type Members = Vec<(String, String)>;

/// The paths of the forms.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/forms/sync/start", post(start_sync))
        .route("/forms/sync/stop", post(stop_sync))
        .route("/forms/drift/check", post(check_drift))
        .route("/forms/drift/repair", post(repair_drift))
        .route("/forms/sites/accept", post(accept_site))
        .route("/forms/scheduler", post(save_scheduler))
}

/// `force` (a checkbox) reads every issue again.
async fn start_sync(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(members): Form<Members>,
) -> Redirect {
    let mode =
        if is_checked(&members, "force") == Some(true) { SyncMode::Full } else { SyncMode::Incremental };
    let answer = services.runs.start(mode).await;
    let told = answer.and_then(|answer| accepted(answer.success, answer.message));
    back(&headers, member(&members, "next"), told)
}

async fn stop_sync(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(members): Form<Members>,
) -> Redirect {
    let told = services.runs.stop().await.and_then(|answer| accepted(answer.success, answer.message));
    back(&headers, member(&members, "next"), told)
}

async fn check_drift(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(members): Form<Members>,
) -> Redirect {
    let told = services.drift.check().await.and_then(|answer| accepted(answer.success, answer.message));
    back(&headers, member(&members, "next"), told)
}

/// `site` and `project` name what is looked at; `accept_losses` also marks what is half or more of it.
async fn repair_drift(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(members): Form<Members>,
) -> Redirect {
    let named = |name| member(&members, name).filter(|text| !text.is_empty()).map(str::to_owned);
    let repair = Repair {
        accept_losses: is_checked(&members, "accept_losses") == Some(true),
        site: named("site"),
        project: named("project"),
    };
    let answer = services.runs.repair(repair).await;
    let told = answer.and_then(|answer| accepted(answer.success, answer.message));
    back(&headers, member(&members, "next"), told)
}

/// `site` follows the Jira at its address.
async fn accept_site(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(members): Form<Members>,
) -> Redirect {
    let site = member(&members, "site").unwrap_or_default().to_owned();
    let answer = services.runs.accept_site(site).await;
    let told = answer.and_then(|answer| accepted(answer.success, answer.message));
    back(&headers, member(&members, "next"), told)
}

/// `enabled` and `interval_minutes`; what is left out stays as it is.
async fn save_scheduler(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(members): Form<Members>,
) -> Redirect {
    let told = save(&services, &members).await;
    back(&headers, member(&members, "next"), told)
}

async fn save(services: &CallerServices, members: &Members) -> Result<String, ApiError> {
    let enabled = is_checked(members, "enabled");
    let answer = match (enabled, member(members, "interval_minutes")) {
        // The switch alone leaves the interval as it is, which need not be a whole number of minutes.
        (Some(enabled), None) => services.scheduler.set_enabled(enabled).await?,
        (enabled, typed) => {
            let present = services.scheduler.status().await?;
            let interval_minutes = match typed {
                None => present.interval_minutes,
                Some(text) => ranges::typed_minutes(text).ok_or_else(|| {
                    ApiError::invalid_field("interval_minutes", "must be a whole number of minutes")
                })?,
            };
            let enabled = enabled.unwrap_or(present.enabled);
            services.scheduler.save(SchedulerConfig { enabled, interval_minutes }).await?
        }
    };
    let told = [Some(answer.message), answer.warning].into_iter().flatten().collect::<Vec<_>>().join(" ");
    accepted(answer.success, told)
}

fn accepted(success: bool, message: String) -> Result<String, ApiError> {
    if success { Ok(message) } else { Err(ApiError::conflict(message)) }
}

fn member<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    members.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// None where the form does not speak of it.
fn is_checked(members: &Members, name: &str) -> Option<bool> {
    member(members, name).map(|value| ["on", "true", "1"].contains(&value))
}
