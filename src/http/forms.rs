//! The forms of the pages, for browsers without scripts or before the WASM has loaded. Each does the same as the
//! corresponding server function, and redirects back to the page with a [`FormMessage`].

mod redirect;

use app::{
    error::ApiError,
    model::{FormMessage, Repair, SchedulerConfig, SyncAnswer, SyncMode, ranges},
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
    let message = started(&services, services.runs.start(mode).await).await;
    back(&headers, field(&fields, "next"), message)
}

async fn stop_sync(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let message = match services.runs.stop().await {
        Ok(answer) if answer.success => FormMessage::SyncStopping,
        Ok(_) => FormMessage::NoSyncRunning,
        Err(error) => failed(&error),
    };
    back(&headers, field(&fields, "next"), message)
}

async fn check_drift(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let message = match services.drift.check().await {
        Ok(answer) if answer.success => FormMessage::ComparisonStarted,
        Ok(_) => refused(&services, FormMessage::ComparisonRunning).await,
        Err(error) => failed(&error),
    };
    back(&headers, field(&fields, "next"), message)
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
    let message = started(&services, services.runs.repair(repair).await).await;
    back(&headers, field(&fields, "next"), message)
}

/// Accepts the Jira at the address of `site`.
async fn accept_site(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let site = field(&fields, "site").unwrap_or_default().to_owned();
    let message = started(&services, services.runs.accept_site(site).await).await;
    back(&headers, field(&fields, "next"), message)
}

/// `enabled` and `interval_minutes`. A field that is left out keeps its setting unchanged.
async fn save_scheduler(
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Redirect {
    let message = save(&services, &fields).await.unwrap_or_else(|error| failed(&error));
    back(&headers, field(&fields, "next"), message)
}

async fn save(services: &CallerServices, fields: &Fields) -> Result<FormMessage, ApiError> {
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
    Ok(match answer.warning {
        _ if !answer.success => FormMessage::Refused,
        Some(_) => FormMessage::ScheduleSavedWithWarning,
        None => FormMessage::ScheduleSaved,
    })
}

/// The message for a run that was to be started.
async fn started(services: &CallerServices, answer: Result<SyncAnswer, ApiError>) -> FormMessage {
    match answer {
        Ok(answer) if answer.success => FormMessage::SyncStarted,
        Ok(_) => refused(services, FormMessage::SyncRunning).await,
        Err(error) => failed(&error),
    }
}

/// Why a run was not started: there is no site, or else `running`.
async fn refused(services: &CallerServices, running: FormMessage) -> FormMessage {
    let waits = services.scheduler.status().await.is_ok_and(|status| status.waits_for_site);
    if waits { FormMessage::NoSite } else { running }
}

/// The message for an error.
fn failed(error: &ApiError) -> FormMessage {
    let is_interval = error.errors.iter().any(|error| error.field == "interval_minutes");
    match error.status {
        _ if is_interval => FormMessage::InvalidInterval,
        403 => FormMessage::PermissionDenied,
        404 => FormMessage::NotFound,
        409 => FormMessage::Refused,
        422 => FormMessage::InvalidValue,
        503 => FormMessage::Unavailable,
        _ => FormMessage::Failed,
    }
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// None if the form has no such field.
fn is_checked(fields: &Fields, name: &str) -> Option<bool> {
    field(fields, name).map(|value| ["on", "true", "1"].contains(&value))
}
