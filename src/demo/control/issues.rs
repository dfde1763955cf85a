//! Control of issues, with their comments, worklogs, links and attachments.

use axum::extract::{Path, State};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{Done, done};
use crate::demo::app::App;
use crate::demo::site::{CommentRef, IssueAccess, IssueEdit, NewIssue, WorklogRef};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/issues", post(create))
        .route("/issues/{issue}", put(edit).delete(remove))
        .route("/issues/{issue}/move", post(relocate))
        .route("/issues/{issue}/access", put(set_access))
        .route("/issues/{issue}/comments", post(add_comment))
        .route("/issues/{issue}/comments/{id}", put(edit_comment).delete(delete_comment))
        .route("/issues/{issue}/worklogs", post(add_worklog))
        .route("/issues/{issue}/worklogs/{id}", put(edit_worklog).delete(delete_worklog))
        .route("/issues/{issue}/links", get(links).post(link))
        .route("/issues/{issue}/links/{id}", delete(unlink))
        .route("/issues/{issue}/attachments", get(attachments).post(attach))
        .route("/issues/{issue}/attachments/{id}", delete(detach))
        .route("/issues/{issue}/remote-links", get(remote_links).post(add_remote_link))
        .route("/issues/{issue}/remote-links/{id}", put(edit_remote_link).delete(remove_remote_link))
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

#[derive(Deserialize)]
struct Access {
    access: IssueAccess,
}

async fn set_access(State(app): State<App>, Path(issue): Path<String>, Json(to): Json<Access>) -> Done {
    app.site.set_access(&issue, to.access)?;
    done()
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
struct NewLink {
    other: String,
    /// Name of the link type, such as `Blocks`.
    kind: String,
    /// Leaves the link out of the other issue.
    #[serde(default)]
    one_sided: bool,
}

async fn links(State(app): State<App>, Path(issue): Path<String>) -> Done {
    Ok(Json(json!(app.site.links_of(&issue)?)))
}

async fn link(State(app): State<App>, Path(issue): Path<String>, Json(new): Json<NewLink>) -> Done {
    let id = if new.one_sided {
        app.site.link_one_side(&issue, &new.other, &new.kind)?
    } else {
        app.site.link_issues(&issue, &new.other, &new.kind)?
    };
    Ok(Json(json!({"id": id})))
}

async fn unlink(State(app): State<App>, Path((issue, id)): Path<(String, u64)>) -> Done {
    app.site.unlink_issues(&issue, id)?;
    done()
}

#[derive(Deserialize)]
struct File {
    name: String,
    size: u64,
}

async fn attachments(State(app): State<App>, Path(issue): Path<String>) -> Done {
    Ok(Json(json!(app.site.attachments_of(&issue)?)))
}

async fn attach(State(app): State<App>, Path(issue): Path<String>, Json(file): Json<File>) -> Done {
    Ok(Json(json!({"id": app.site.add_attachment(&issue, &file.name, file.size)?})))
}

async fn detach(State(app): State<App>, Path((issue, id)): Path<(String, u64)>) -> Done {
    app.site.remove_attachment(&issue, id)?;
    done()
}

#[derive(Deserialize)]
struct RemoteLink {
    title: String,
    #[serde(default)]
    url: String,
}

async fn remote_links(State(app): State<App>, Path(issue): Path<String>) -> Done {
    Ok(Json(json!(app.site.remote_links_of(&issue)?)))
}

async fn add_remote_link(
    State(app): State<App>,
    Path(issue): Path<String>,
    Json(new): Json<RemoteLink>,
) -> Done {
    Ok(Json(json!({"id": app.site.add_remote_link(&issue, &new.title, &new.url)?})))
}

async fn edit_remote_link(
    State(app): State<App>,
    Path((issue, id)): Path<(String, u64)>,
    Json(new): Json<RemoteLink>,
) -> Done {
    app.site.edit_remote_link(&issue, id, &new.title)?;
    done()
}

async fn remove_remote_link(State(app): State<App>, Path((issue, id)): Path<(String, u64)>) -> Done {
    app.site.remove_remote_link(&issue, id)?;
    done()
}
