//! The tables that issues refer to, read whole, so that renames arrive although they leave issues untouched.

use futures::{StreamExt, TryStreamExt, stream};

use super::rows::{id, named, user_row};
use crate::{
    jira::{
        Client, JiraError,
        wire::{Board, Component, Field, Parsed, Project, Sprint, Version},
    },
    store::mirror::{
        BoardRow, ComponentRow, FieldRow, IssueTypeRow, PriorityRow, Reference, ResolutionRow, SprintRow,
        StatusRow, VersionRow,
    },
};

/// Requests at the same time for lists that each project or board has of its own.
const AT_ONCE: usize = 8;

/// Reads the small lists of a site, and with `thorough` also people, boards, sprints, versions and components,
/// which cost a request for each project and board. A list the account may not read is left out.
pub(super) async fn read(
    client: &Client,
    site_id: i64,
    fields: &[Field],
    projects: &[Project],
    thorough: bool,
) -> Result<Reference, JiraError> {
    let mut reference = Reference { fields: Some(field_rows(site_id, fields)), ..Reference::default() };
    reference.statuses = readable(client.statuses().await)?.map(|list| {
        let row = |status: crate::jira::wire::Status| StatusRow {
            site_id,
            name: named(status.name, &status.id),
            category: status.category.and_then(|category| category.key),
            id: status.id,
            deleted_at: None,
        };
        list.into_iter().map(row).collect()
    });
    reference.issue_types = readable(client.issue_types().await)?.map(|list| {
        let row = |kind: crate::jira::wire::IssueType| IssueTypeRow {
            site_id,
            name: named(kind.name, &kind.id),
            subtask: kind.subtask.unwrap_or(false),
            hierarchy_level: kind.hierarchy_level,
            description: kind.description,
            id: kind.id,
            deleted_at: None,
        };
        list.into_iter().map(row).collect()
    });
    reference.priorities = readable(client.priorities().await)?.map(|list| {
        let row = |priority: crate::jira::wire::Priority| PriorityRow {
            site_id,
            name: named(priority.name, &priority.id),
            description: priority.description,
            id: priority.id,
            deleted_at: None,
        };
        list.into_iter().map(row).collect()
    });
    reference.resolutions = readable(client.resolutions().await)?.map(|list| {
        let row = |resolution: crate::jira::wire::Resolution| ResolutionRow {
            site_id,
            name: named(resolution.name, &resolution.id),
            description: resolution.description,
            id: resolution.id,
            deleted_at: None,
        };
        list.into_iter().map(row).collect()
    });
    if thorough {
        let users = readable(client.users().await)?.unwrap_or_default();
        reference.users = users.into_iter().map(|user| user_row(site_id, user)).collect();
        read_of_projects(client, site_id, projects, &mut reference).await?;
        read_boards(client, site_id, &mut reference).await?;
    }
    Ok(reference)
}

fn field_rows(site_id: i64, fields: &[Field]) -> Vec<FieldRow> {
    fields
        .iter()
        .map(|field| FieldRow {
            site_id,
            id: field.id.clone(),
            name: named(field.name.clone(), &field.id),
            custom: field.custom.unwrap_or(false),
            schema_type: field.schema_type.clone(),
            schema_custom: field.schema_custom.clone(),
            deleted_at: None,
        })
        .collect()
}

/// Versions and components, a list a project.
async fn read_of_projects(
    client: &Client,
    site_id: i64,
    projects: &[Project],
    reference: &mut Reference,
) -> Result<(), JiraError> {
    let parts: Vec<_> = projects.iter().map(|project| lists_of(client, project.id)).collect();
    let lists: Vec<_> = stream::iter(parts).buffered(AT_ONCE).try_collect().await?;
    let (mut version_rows, mut component_rows) = (Vec::new(), Vec::new());
    for (project_id, versions, components) in lists {
        version_rows.extend(versions.into_iter().map(|version| VersionRow {
            site_id,
            id: id(version.id),
            project_id,
            name: named(version.name, version.id),
            description: version.description,
            released: version.released.unwrap_or(false),
            archived: version.archived.unwrap_or(false),
            start_date: version.start_date,
            release_date: version.release_date,
            deleted_at: None,
        }));
        component_rows.extend(components.into_iter().map(|component| ComponentRow {
            site_id,
            id: id(component.id),
            project_id,
            name: named(component.name, component.id),
            description: component.description,
            lead_id: component.lead.map(|lead| lead.key),
            deleted_at: None,
        }));
    }
    reference.versions = Some(version_rows);
    reference.components = Some(component_rows);
    Ok(())
}

async fn lists_of(
    client: &Client,
    project_id: u64,
) -> Result<(i64, Vec<Version>, Vec<Component>), JiraError> {
    let versions = readable(client.versions(project_id).await)?.unwrap_or_default();
    let components = readable(client.components(project_id).await)?.unwrap_or_default();
    Ok((id(project_id), versions, components))
}

async fn sprints_of(client: &Client, board_id: u64) -> Result<Option<Vec<Sprint>>, JiraError> {
    readable(client.sprints(board_id).await)
}

/// Boards, and the sprints of those that have them.
async fn read_boards(client: &Client, site_id: i64, reference: &mut Reference) -> Result<(), JiraError> {
    let Some(boards) = readable(client.boards().await)? else { return Ok(()) };
    let with_sprints = |board: &&Board| board.kind.as_deref() != Some("kanban");
    let parts: Vec<_> =
        boards.iter().filter(with_sprints).map(|board| sprints_of(client, board.id)).collect();
    let lists: Vec<Option<Vec<Sprint>>> = stream::iter(parts).buffered(AT_ONCE).try_collect().await?;
    let sprint_row = |sprint: Sprint| SprintRow {
        site_id,
        id: id(sprint.id),
        board_id: sprint.board_id.map(id),
        name: named(sprint.name, sprint.id),
        state: sprint.state,
        goal: sprint.goal,
        start_at: sprint.start_date,
        end_at: sprint.end_date,
        completed_at: sprint.complete_date,
        deleted_at: None,
    };
    reference.sprints = Some(lists.into_iter().flatten().flatten().map(sprint_row).collect());
    let board_row = |board: Board| BoardRow {
        site_id,
        id: id(board.id),
        name: named(board.name, board.id),
        board_type: board.kind,
        project_id: board.project_id.map(id),
        deleted_at: None,
    };
    reference.boards = Some(boards.into_iter().map(board_row).collect());
    Ok(())
}

/// None where the account may not read the list, or this Jira has none of the kind.
fn readable<T>(answer: Result<Parsed<T>, JiraError>) -> Result<Option<T>, JiraError> {
    match answer {
        Ok(parsed) => Ok(Some(parsed.value)),
        Err(
            error @ (JiraError::Forbidden { .. } | JiraError::NotFound { .. } | JiraError::BadRequest { .. }),
        ) => {
            tracing::warn!(%error, "a list of reference data is left as it was");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
