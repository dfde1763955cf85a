//! Control of faults and held responses.

use axum::extract::{Path, Query, State};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Done, done};
use crate::demo::app::App;
use crate::demo::faults::Fault;
use crate::demo::site::ControlError;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/holds", post(hold))
        .route("/holds/{id}", get(held).delete(release))
        .route("/holds/{id}/next", delete(release_one))
}

async fn faults(State(app): State<App>) -> Json<Value> {
    Json(json!({"rules": app.faults.rules(), "hits": app.faults.hits()}))
}

async fn add_fault(State(app): State<App>, Json(fault): Json<Fault>) -> Done {
    app.faults.add(fault);
    done()
}

async fn clear_faults(State(app): State<App>) -> Done {
    app.faults.clear();
    done()
}

#[derive(Deserialize)]
struct NewHold {
    path: String,
    contains: Option<String>,
}

async fn hold(State(app): State<App>, Json(new): Json<NewHold>) -> Json<Value> {
    Json(json!({"id": app.holds.gate(&new.path, new.contains.as_deref()).id}))
}

#[derive(Deserialize)]
struct WaitQuery {
    /// Respond only when at least this many are held.
    wait_for: Option<usize>,
}

async fn held(State(app): State<App>, Path(id): Path<u64>, Query(query): Query<WaitQuery>) -> Done {
    let gate = app.holds.find(id).ok_or_else(|| no_hold(id))?;
    if let Some(n) = query.wait_for {
        gate.wait_for(n).await;
    }
    Ok(Json(json!({"held": gate.held()})))
}

async fn release(State(app): State<App>, Path(id): Path<u64>) -> Done {
    app.holds.find(id).ok_or_else(|| no_hold(id))?.open();
    done()
}

async fn release_one(State(app): State<App>, Path(id): Path<u64>) -> Done {
    app.holds.find(id).ok_or_else(|| no_hold(id))?.release_one();
    done()
}

fn no_hold(id: u64) -> ControlError {
    ControlError::NotFound("hold", id.to_string())
}
