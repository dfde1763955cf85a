//! Projects.

use axum::Json;
use axum::extract::Path;
use serde_json::{Value, json};

use super::api::{Api, Error, Reply, page_bean};
use crate::demo::data::{ISSUE_TYPES, STATUSES};
use crate::demo::site::{Named, ProjectState, State};

/// The projects in these states that the account may browse.
fn visible(api: &Api, state: &State, states: &[ProjectState]) -> Vec<usize> {
    let seen = |p: &usize| {
        !api.anonymous && state.projects[*p].permitted && states.contains(&state.projects[*p].state)
    };
    (0..state.projects.len()).filter(seen).collect()
}

pub(super) fn find(api: &Api, state: &State, name: &str) -> Result<usize, Error> {
    let found = state.project(name).filter(|p| !api.anonymous && state.projects[*p].readable());
    found.ok_or_else(|| Error::missing(&format!("No project could be found with key '{name}'.")))
}

/// All projects, without pages.
pub(super) async fn all(api: Api) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    let archived = !api.cloud() && api.params.get("includeArchived") == Some("true");
    let states = [ProjectState::Live, ProjectState::Archived];
    let projects = visible(&api, &state, if archived { &states } else { &states[..1] });
    let expand = api.params.get("expand").unwrap_or_default();
    Ok(Json(projects.into_iter().map(|p| view.project(p, expand)).collect()))
}

/// Cloud: in pages of at most 100.
pub(super) async fn search(api: Api) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    let (start, size) = api.params.page(50, 100)?;
    let asked = api.params.list("status");
    let mut states = Vec::new();
    for status in &asked {
        states.push(match *status {
            "live" => ProjectState::Live,
            "archived" => ProjectState::Archived,
            "deleted" => ProjectState::Trashed,
            other => return Err(Error::bad(&format!("'{other}' is not a valid project status."))),
        });
    }
    if states.is_empty() {
        states.push(ProjectState::Live);
    }
    let (ids, keys) = (api.params.list("id"), api.params.list("keys"));
    let query = api.params.get("query").map(str::to_lowercase);
    let mut projects = visible(&api, &state, &states);
    projects.retain(|p| {
        let project = &state.projects[*p];
        (ids.is_empty() || ids.contains(&project.made.id.to_string().as_str()))
            && (keys.is_empty() || keys.contains(&project.key.as_str()))
            && query.as_ref().is_none_or(|q| {
                project.key.to_lowercase().contains(q) || project.name.to_lowercase().contains(q)
            })
    });
    projects.sort_by(|a, b| state.projects[*a].key.cmp(&state.projects[*b].key));
    let expand = api.params.get("expand").unwrap_or_default();
    let values: Vec<Value> = projects.into_iter().map(|p| view.project(p, expand)).collect();
    Ok(Json(page_bean(&view.url("project/search"), &values, start, size)))
}

pub(super) async fn one(api: Api, Path(project): Path<String>) -> Reply {
    let state = api.state();
    let index = find(&api, &state, &project)?;
    Ok(Json(api.view(&state).full_project(index)))
}

pub(super) async fn versions(api: Api, Path(project): Path<String>) -> Reply {
    let state = api.state();
    let index = find(&api, &state, &project)?;
    Ok(Json(api.view(&state).versions(index).into()))
}

pub(super) async fn version_page(api: Api, Path(project): Path<String>) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    let index = find(&api, &state, &project)?;
    let (start, size) = api.params.page(50, 50)?;
    Ok(Json(page_bean(&view.url(&format!("project/{project}/version")), &view.versions(index), start, size)))
}

pub(super) async fn components(api: Api, Path(project): Path<String>) -> Reply {
    let state = api.state();
    let index = find(&api, &state, &project)?;
    Ok(Json(api.view(&state).components(index, false).into()))
}

pub(super) async fn component_page(api: Api, Path(project): Path<String>) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    let index = find(&api, &state, &project)?;
    let (start, size) = api.params.page(50, 50)?;
    let values = view.components(index, true);
    Ok(Json(page_bean(&view.url(&format!("project/{project}/component")), &values, start, size)))
}

/// The possible statuses of each issue type.
pub(super) async fn statuses(api: Api, Path(project): Path<String>) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    find(&api, &state, &project)?;
    let statuses: Vec<Value> = (0..STATUSES.len()).map(|i| view.status(i)).collect();
    let types = ISSUE_TYPES.iter().map(|kind| {
        json!({
            "self": view.url(&format!("issuetype/{}", kind.id)), "id": kind.id,
            "name": state.name(Named::IssueType, kind.id, kind.name),
            "subtask": kind.level < 0, "statuses": statuses,
        })
    });
    Ok(Json(types.collect()))
}
