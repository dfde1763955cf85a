//! Control of projects, users, versions and other named things.

use axum::extract::{Path, State};
use axum::routing::{delete, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{Done, done};
use crate::demo::app::App;
use crate::demo::data::SprintState;
use crate::demo::site::{Named, PersonEdit, ProjectState};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/projects", put(change_projects))
        .route("/projects/{project}", put(change_project))
        .route("/projects/{project}/versions", post(add_version))
        .route("/projects/{project}/components", post(add_component))
        .route("/versions/{id}", put(edit_version).delete(remove_version))
        .route("/components/{id}", delete(remove_component))
        .route("/priorities", post(add_priority))
        .route("/priorities/{priority}", delete(remove_priority))
        .route("/statuses/{status}", put(rename_status))
        .route("/users", post(add_user))
        .route("/users/{user}", put(edit_user))
        .route("/sprints/{sprint}", put(change_sprint))
        .route("/names/{kind}/{what}", put(rename))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectChange {
    key: Option<String>,
    name: Option<String>,
    state: Option<ProjectState>,
    permitted: Option<bool>,
    /// Makes searches that name the project fail from now on.
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
    if let Some(name) = change.name {
        app.site.rename(Named::Project, &project, &name)?;
    }
    if let Some(key) = change.key {
        app.site.rename_project(&project, &key)?;
    }
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectsChange {
    /// Keys or ids; all projects if left out.
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

/// Renames something of the given kind, by its id or current name.
async fn rename(
    State(app): State<App>,
    Path((kind, what)): Path<(Named, String)>,
    Json(to): Json<Name>,
) -> Done {
    app.site.rename(kind, &what, &to.name)?;
    done()
}

async fn rename_status(State(app): State<App>, Path(status): Path<String>, Json(to): Json<Name>) -> Done {
    app.site.rename_status(&status, &to.name)?;
    done()
}

async fn add_user(State(app): State<App>, Json(new): Json<Name>) -> Json<serde_json::Value> {
    Json(json!({"id": app.site.add_user(&new.name)}))
}

async fn edit_user(State(app): State<App>, Path(user): Path<String>, Json(edit): Json<PersonEdit>) -> Done {
    app.site.edit_user(&user, edit)?;
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SprintChange {
    name: Option<String>,
    state: Option<SprintState>,
}

async fn change_sprint(
    State(app): State<App>,
    Path(sprint): Path<u64>,
    Json(change): Json<SprintChange>,
) -> Done {
    if let Some(state) = change.state {
        app.site.set_sprint_state(sprint, state)?;
    }
    if let Some(name) = change.name {
        app.site.rename_sprint(sprint, &name)?;
    }
    done()
}

async fn add_version(State(app): State<App>, Path(project): Path<String>, Json(new): Json<Name>) -> Done {
    Ok(Json(json!({"id": app.site.add_version(&project, &new.name)?})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionState {
    released: bool,
    archived: bool,
}

async fn edit_version(State(app): State<App>, Path(id): Path<u64>, Json(to): Json<VersionState>) -> Done {
    app.site.edit_version(id, to.released, to.archived)?;
    done()
}

async fn remove_version(State(app): State<App>, Path(id): Path<u64>) -> Done {
    app.site.remove_version(id)?;
    done()
}

async fn add_component(State(app): State<App>, Path(project): Path<String>, Json(new): Json<Name>) -> Done {
    Ok(Json(json!({"id": app.site.add_component(&project, &new.name)?})))
}

async fn remove_component(State(app): State<App>, Path(id): Path<u64>) -> Done {
    app.site.remove_component(id)?;
    done()
}

async fn add_priority(State(app): State<App>, Json(new): Json<Name>) -> Json<serde_json::Value> {
    Json(json!({"id": app.site.add_priority(&new.name)}))
}

#[derive(Deserialize)]
struct Replacement {
    replacement: String,
}

async fn remove_priority(
    State(app): State<App>,
    Path(priority): Path<String>,
    Json(by): Json<Replacement>,
) -> Done {
    app.site.remove_priority(&priority, &by.replacement)?;
    done()
}
