//! Boards and sprints, in pages of at most 50.

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::api::{Api, Error, Reply};
use super::search;
use crate::demo::app::App;
use crate::demo::data::SprintState;
use crate::demo::render::{Caps, Expand, IssueShape, Wanted};
use crate::demo::site::State;

const PAGE: u64 = 50;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/board", get(boards))
        .route("/board/{board}", get(board))
        .route("/board/{board}/sprint", get(sprints))
        .route("/board/{board}/issue", get(issues))
        .route("/sprint/{sprint}", get(sprint))
}

fn page(api: &Api, values: &[Value], total: bool) -> Reply {
    let (start, size) = api.params.page(PAGE, PAGE)?;
    let page: Vec<&Value> = values.iter().skip(start).take(size).collect();
    let mut answer = json!({
        "maxResults": size, "startAt": start, "isLast": start + page.len() >= values.len(), "values": page,
    });
    if total {
        answer["total"] = json!(values.len());
    }
    Ok(Json(answer))
}

fn project_of(api: &Api, state: &State, board: u64) -> Result<usize, Error> {
    let found = state.generator.board_project(board);
    found
        .filter(|p| !api.anonymous && state.projects[*p].searchable())
        .ok_or_else(|| Error::missing("Board does not exist or you do not have permission to see it."))
}

async fn boards(api: Api) -> Reply {
    let state = api.state();
    let view = api.view(&state);
    let kind = api.params.get("type");
    let project = api.params.get("projectKeyOrId").map(|p| state.project(p));
    let wanted = |p: &usize| {
        let listed = &state.projects[*p];
        !api.anonymous
            && listed.searchable()
            && kind.is_none_or(|k| (k == "scrum") == listed.made.scrum)
            && project.is_none_or(|only| only == Some(*p))
    };
    let boards: Vec<Value> = (0..state.projects.len()).filter(wanted).map(|p| view.board(p)).collect();
    page(&api, &boards, true)
}

async fn board(api: Api, Path(board): Path<u64>) -> Reply {
    let state = api.state();
    let project = project_of(&api, &state, board)?;
    Ok(Json(api.view(&state).board(project)))
}

async fn sprints(api: Api, Path(board): Path<u64>) -> Reply {
    let state = api.state();
    let project = project_of(&api, &state, board)?;
    if !state.projects[project].made.scrum {
        return Err(Error::bad("The board does not support sprints"));
    }
    let states = api.params.list("state");
    let view = api.view(&state);
    let name = |s: SprintState| match s {
        SprintState::Closed => "closed",
        SprintState::Active => "active",
        SprintState::Future => "future",
    };
    let sprints = state.generator.sprints(project).into_iter().filter_map(|sprint| state.sprint(sprint.id));
    let chosen = sprints.filter(|s| states.is_empty() || states.contains(&name(s.state)));
    page(&api, &chosen.map(|s| view.sprint(&s)).collect::<Vec<_>>(), false)
}

async fn sprint(api: Api, Path(sprint): Path<u64>) -> Reply {
    let state = api.state();
    let missing = || Error::missing("Sprint does not exist or you do not have permission to see it.");
    let found = state.sprint(sprint).ok_or_else(missing)?;
    project_of(&api, &state, found.board)?;
    Ok(Json(api.view(&state).sprint(&found)))
}

async fn issues(api: Api, Path(board): Path<u64>) -> Reply {
    let state = api.state();
    let project = project_of(&api, &state, board)?;
    let jql = api.params.get("jql").unwrap_or_default();
    let project_id = state.projects[project].made.id;
    let jql = match jql.to_lowercase().find("order by") {
        _ if jql.trim().is_empty() => format!("project = {project_id} ORDER BY key"),
        Some(0) => format!("project = {project_id} {jql}"),
        Some(at) => format!("project = {project_id} AND ({}) {}", &jql[..at], &jql[at..]),
        None => format!("project = {project_id} AND ({jql}) ORDER BY key"),
    };
    let plan = search::plan(&api, &state, &jql)?;
    let (start, size) = api.params.page(PAGE, PAGE)?;
    let shape = IssueShape {
        wanted: Wanted::new(api.params.list("fields"), "*navigable"),
        expand: Expand::new(api.params.list("expand")),
        caps: if api.cloud() { Caps::SEARCH } else { Caps::DATA_CENTER },
    };
    let view = api.view(&state);
    let page: Vec<_> = plan.run(&state).skip(start).take(size).collect();
    api.record_issues(&state, &search::ids(&page), shape.is_cheap());
    let issues: Vec<Value> = page.iter().map(|h| view.listed(h, &shape)).collect();
    Ok(Json(json!({
        "expand": "schema,names", "startAt": start, "maxResults": size, "total": plan.count(&state), "issues": issues,
    })))
}
