//! The control interface: `/__control`, for whoever runs the site, without credentials.

use axum::extract::{Path, Query, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use super::faults::Fault;
use super::server::App;
use super::site::{CommentRef, ControlError, IssueEdit, NewIssue, ProjectState, SiteSettings, WorklogRef};
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
    Router::new()
        .route("/__control/truth", get(truth))
        .route("/__control/truth/issues", get(truth_page))
        .route("/__control/stats", get(stats).delete(reset_stats))
        .route("/__control/requests", get(requests))
        .route("/__control/clock/advance", post(advance))
        .route("/__control/settings", get(settings).put(set))
        .route("/__control/account/unlock", post(unlock))
        .route("/__control/issues", post(create))
        .route("/__control/issues/{issue}", put(edit).delete(remove))
        .route("/__control/issues/{issue}/move", post(relocate))
        .route("/__control/issues/{issue}/comments", post(add_comment))
        .route("/__control/issues/{issue}/comments/{id}", put(edit_comment).delete(delete_comment))
        .route("/__control/issues/{issue}/worklogs", post(add_worklog))
        .route("/__control/issues/{issue}/worklogs/{id}", put(edit_worklog).delete(delete_worklog))
        .route("/__control/projects", put(change_projects))
        .route("/__control/projects/{project}", put(change_project))
        .route("/__control/statuses/{status}", put(rename_status))
        .route("/__control/users/{user}", put(rename_user))
        .route("/__control/sprints/{sprint}", put(rename_sprint))
        .route("/__control/issues/{issue}/links", get(links).post(link))
        .route("/__control/issues/{issue}/links/{id}", delete(unlink))
        .route("/__control/webhooks", post(add_webhook))
        .route("/__control/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/__control/holds", post(hold))
        .route("/__control/holds/{id}", get(held).delete(release))
        .route("/__control/holds/{id}/next", delete(release_one))
        .with_state(app)
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

/// What is left out takes its default.
async fn set(State(app): State<App>, Json(new): Json<SiteSettings>) -> Json<SiteSettings> {
    app.site.set(|settings| *settings = new);
    Json(app.site.settings())
}

async fn unlock(State(app): State<App>) -> Done {
    app.site.unlock();
    done()
}

async fn create(State(app): State<App>, Json(new): Json<NewIssue>) -> Done {
    Ok(Json(json!({"key": app.site.create_issue(new)?})))
}

async fn edit(State(app): State<App>, Path(issue): Path<String>, Json(edit): Json<IssueEdit>) -> Done {
    Ok(Json(json!({"updated": app.site.edit_issue(&issue, edit)?})))
}

async fn remove(State(app): State<App>, Path(issue): Path<String>) -> Done {
    app.site.delete_issue(&issue)?;
    done()
}

#[derive(Deserialize)]
struct Move {
    project: String,
}

async fn relocate(State(app): State<App>, Path(issue): Path<String>, Json(to): Json<Move>) -> Done {
    Ok(Json(json!({"key": app.site.move_issue(&issue, &to.project)?})))
}

#[derive(Deserialize)]
struct Body {
    body: String,
}

async fn add_comment(State(app): State<App>, Path(issue): Path<String>, Json(new): Json<Body>) -> Done {
    Ok(Json(json!(app.site.add_comment(&issue, &new.body)?)))
}

async fn edit_comment(
    State(app): State<App>,
    Path((issue, id)): Path<(String, u64)>,
    Json(new): Json<Body>,
) -> Done {
    app.site.edit_comment(&CommentRef { issue, id }, &new.body)?;
    done()
}

async fn delete_comment(State(app): State<App>, Path((issue, id)): Path<(String, u64)>) -> Done {
    app.site.delete_comment(&CommentRef { issue, id })?;
    done()
}

#[derive(Deserialize)]
struct Work {
    seconds: u64,
    comment: Option<String>,
}

async fn add_worklog(State(app): State<App>, Path(issue): Path<String>, Json(new): Json<Work>) -> Done {
    Ok(Json(json!(app.site.add_worklog(&issue, new.seconds, new.comment.as_deref())?)))
}

async fn edit_worklog(
    State(app): State<App>,
    Path((issue, id)): Path<(String, u64)>,
    Json(new): Json<Work>,
) -> Done {
    app.site.edit_worklog(&WorklogRef { issue, id }, new.seconds)?;
    done()
}

async fn delete_worklog(State(app): State<App>, Path((issue, id)): Path<(String, u64)>) -> Done {
    app.site.delete_worklog(&WorklogRef { issue, id })?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectChange {
    key: Option<String>,
    state: Option<ProjectState>,
    permitted: Option<bool>,
    /// Searches that name the project fail from now on.
    #[serde(default)]
    failing: bool,
}

async fn change_project(
    State(app): State<App>,
    Path(project): Path<String>,
    Json(change): Json<ProjectChange>,
) -> Done {
    if change.failing {
        app.faults.fail_project(&project);
    }
    if let Some(state) = change.state {
        app.site.set_project_state(&project, state)?;
    }
    if let Some(permitted) = change.permitted {
        app.site.set_permission(&project, permitted)?;
    }
    if let Some(key) = change.key {
        app.site.rename_project(&project, &key)?;
    }
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectsChange {
    /// Keys or ids; all when left out.
    projects: Option<Vec<String>>,
    state: Option<ProjectState>,
    permitted: Option<bool>,
}

async fn change_projects(State(app): State<App>, Json(change): Json<ProjectsChange>) -> Done {
    let all = || app.site.truth().projects.into_iter().map(|project| project.key).collect();
    let projects: Vec<String> = change.projects.unwrap_or_else(all);
    app.site.change_projects(&projects, change.permitted, change.state)?;
    done()
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

async fn rename_status(State(app): State<App>, Path(status): Path<String>, Json(to): Json<Name>) -> Done {
    app.site.rename_status(&status, &to.name)?;
    done()
}

async fn rename_user(State(app): State<App>, Path(user): Path<String>, Json(to): Json<Name>) -> Done {
    app.site.rename_user(&user, &to.name)?;
    done()
}

async fn rename_sprint(State(app): State<App>, Path(sprint): Path<u64>, Json(to): Json<Name>) -> Done {
    app.site.rename_sprint(sprint, &to.name)?;
    done()
}

#[derive(Deserialize)]
struct NewLink {
    other: String,
    /// Name of the link type, such as `Blocks`.
    kind: String,
}

async fn links(State(app): State<App>, Path(issue): Path<String>) -> Done {
    Ok(Json(json!(app.site.links_of(&issue)?)))
}

async fn link(State(app): State<App>, Path(issue): Path<String>, Json(new): Json<NewLink>) -> Done {
    Ok(Json(json!({"id": app.site.link_issues(&issue, &new.other, &new.kind)?})))
}

async fn unlink(State(app): State<App>, Path((issue, id)): Path<(String, u64)>) -> Done {
    app.site.unlink_issues(&issue, id)?;
    done()
}

async fn add_webhook(State(app): State<App>, headers: HeaderMap, Json(hook): Json<Webhook>) -> Done {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    webhooks::deliver(&app.site, format!("http://{host}"), hook);
    done()
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
    /// Answer only when at least so many are held.
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
