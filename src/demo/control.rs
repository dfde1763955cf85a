//! The control interface `/__control`, which needs no credentials.

mod faults;
mod issues;
mod projects;

use axum::extract::{Query, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use super::app::App;
use super::site::{ControlError, SiteSettings};
use super::webhooks::{self, Webhook};

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotFound(..) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, Json(json!({"error": self.to_string()}))).into_response()
    }
}

type Done = Result<Json<Value>, ControlError>;

fn done() -> Done {
    Ok(Json(json!({"ok": true})))
}

pub(super) fn router(app: App) -> Router {
    let site = Router::new()
        .route("/truth", get(truth))
        .route("/truth/issues", get(truth_page))
        .route("/stats", get(stats).delete(reset_stats))
        .route("/requests", get(requests))
        .route("/refused", get(refused))
        .route("/clock/advance", post(advance))
        .route("/settings", get(settings).put(set))
        .route("/account/unlock", post(unlock))
        .route("/webhooks", post(add_webhook));
    let all = site.merge(issues::router()).merge(projects::router()).merge(faults::router());
    Router::new().nest("/__control", all).with_state(app)
}

async fn truth(State(app): State<App>) -> Json<Value> {
    app.site.catch_up();
    Json(json!(app.site.truth()))
}

#[derive(Deserialize)]
struct PageQuery {
    project: Option<String>,
    after: Option<u64>,
    limit: Option<usize>,
}

async fn truth_page(State(app): State<App>, Query(page): Query<PageQuery>) -> Json<Value> {
    let limit = page.limit.unwrap_or(1000).min(10_000);
    Json(json!(app.site.truth_page(page.project.as_deref(), page.after, limit)))
}

async fn stats(State(app): State<App>) -> Json<Value> {
    Json(json!(app.counter.stats()))
}

async fn reset_stats(State(app): State<App>) -> Done {
    app.counter.reset();
    done()
}

async fn requests(State(app): State<App>) -> Json<Value> {
    Json(json!(app.counter.lines()))
}

/// The lists that a realistic site always refuses.
async fn refused(State(app): State<App>) -> Json<Value> {
    Json(json!(app.site.refused()))
}

#[derive(Deserialize)]
struct Advance {
    seconds: i64,
}

async fn advance(State(app): State<App>, Json(by): Json<Advance>) -> Done {
    app.site.advance_clock(TimeDelta::seconds(by.seconds));
    Ok(Json(json!({"now": app.site.now()})))
}

async fn settings(State(app): State<App>) -> Json<SiteSettings> {
    Json(app.site.settings())
}

/// Replaces the settings. Members that are left out take their defaults.
async fn set(State(app): State<App>, Json(new): Json<SiteSettings>) -> Json<SiteSettings> {
    app.site.set(|settings| *settings = new);
    Json(app.site.settings())
}

async fn unlock(State(app): State<App>) -> Done {
    app.site.unlock();
    done()
}

async fn add_webhook(State(app): State<App>, headers: HeaderMap, Json(hook): Json<Webhook>) -> Done {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    webhooks::deliver(&app.site, format!("http://{host}"), hook);
    done()
}
