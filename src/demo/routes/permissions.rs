//! Permissions of the account. The sample knows only one: browsing a project.

use axum::Json;
use serde_json::json;

use super::api::{Api, Error, Reply};
use super::project::find;

const BROWSE: &str = "BROWSE_PROJECTS";

/// The account's permissions in one project or, without a project, in any.
pub(super) async fn mine(api: Api) -> Reply {
    let wanted = api.params.list("permissions");
    if wanted.is_empty() && api.cloud() {
        return Err(Error::bad("The 'permissions' query parameter is required."));
    }
    if let Some(unknown) = wanted.iter().find(|name| **name != BROWSE) {
        return Err(Error::bad(&format!("Unrecognized permission: {unknown}")));
    }
    let state = api.state();
    let may = match api.params.get("projectId").or(api.params.get("projectKey")) {
        Some(project) => find(&api, &state, project).map(|_| true)?,
        None => !api.anonymous,
    };
    Ok(Json(json!({"permissions": {BROWSE: {
        "id": "10", "key": BROWSE, "name": "Browse Projects", "type": "PROJECT",
        "description": "Ability to browse projects and the issues within them.", "havePermission": may,
    }}})))
}
