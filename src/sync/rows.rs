//! Converts what Jira sends into the rows that are stored.

mod people;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    jira::wire::{self, History, text},
    store::{
        IssueId, JiraId, Place, ProjectRef, SiteId,
        mirror::{
            AttachmentRow, ChangelogItemRow, ChangelogRow, CommentRow, IssueAffectedVersionRow,
            IssueComponentRow, IssueFixVersionRow, IssueKeyRow, IssueLinkRow, IssuePersonRow, IssueRow,
            IssueRows, IssueSprintRow, WorklogRow,
        },
    },
};
pub(super) use people::{People, lead, person};

/// A numeric id of Jira's, as stored in the tables.
pub(super) fn id<I: JiraId>(id: u64) -> I {
    I::of_jira(id)
}

/// A Jira project as a place.
pub(super) fn place_of(project: &wire::Project) -> Place {
    Place::Project(ProjectRef { id: id(project.id), key: project.key.clone() })
}

/// The project that an issue is in: the one in its document, otherwise the one whose listing has it.
pub(super) fn project_of(issue: &wire::Issue, place: &Place) -> Option<ProjectRef> {
    let listed = place.project();
    let Some(own) = &issue.project else { return listed.cloned() };
    let key = own.key.clone().or_else(|| listed.map(|project| project.key.clone()));
    // The key of an issue begins with that of its project.
    let key = key.or_else(|| issue.key.rsplit_once('-').map(|(key, _)| key.to_owned()));
    Some(ProjectRef { id: id(own.id), key: key.unwrap_or_default() })
}

/// The rows of an issue, with their content hash.
pub(super) fn issue_rows(
    people: &mut People,
    project: ProjectRef,
    issue: wire::Issue,
    now: DateTime<Utc>,
) -> IssueRows {
    let site_id = people.site_id();
    let issue_id = id(issue.id);
    people.shown_by(issue_id);
    let keys = keys(site_id, issue_id, &issue.key, &issue.histories.items);
    let (changelogs, changelog_items) = changelogs(people, issue_id, issue.histories.items);
    let (status_id, status, status_category) = match issue.status {
        Some(status) => (Some(status.id), status.name, status.category),
        None => (None, None, None),
    };
    let (issue_type_id, issue_type) = issue.issue_type.map(|t| (t.id, t.name)).unzip();
    let (priority_id, priority) = issue.priority.map(|priority| (priority.id, priority.name)).unzip();
    let (resolution_id, resolution) =
        issue.resolution.map(|resolution| (resolution.id, resolution.name)).unzip();
    let naming = people::named_in(&issue.custom_fields);
    people.meet_in(&issue.custom_fields);
    let (parent_id, parent_key) = issue.parent.map(|parent| (parent.id.map(id), parent.key)).unzip();
    let row = IssueRow {
        site_id,
        id: issue_id,
        key: issue.key,
        project_id: project.id,
        project_key: project.key,
        issue_type_id,
        issue_type: issue_type.flatten(),
        status_id,
        status,
        status_category,
        priority_id,
        priority: priority.flatten(),
        resolution_id,
        resolution: resolution.flatten(),
        summary: issue.summary,
        description_text: issue.description.as_ref().map(text::plain),
        assignee_id: people.meet(issue.assignee),
        reporter_id: people.meet(issue.reporter),
        creator_id: people.meet(issue.creator),
        parent_id: parent_id.flatten(),
        parent_key: parent_key.flatten(),
        labels: issue.labels.into(),
        created_at: issue.created,
        updated_at: issue.updated,
        resolved_at: issue.resolved,
        due_date: issue.due_date,
        original_estimate_seconds: issue.original_estimate_seconds,
        remaining_estimate_seconds: issue.remaining_estimate_seconds,
        time_spent_seconds: issue.time_spent_seconds,
        story_points: issue.story_points,
        custom_fields: Value::Object(issue.custom_fields),
        deleted_at: None,
        deletion_kind: None,
        synced_at: now,
        content_hash: 0,
    };
    let rows = IssueRows {
        issue: row,
        keys,
        comments: issue.comments.items.into_iter().map(|c| comment_row(people, issue_id, c)).collect(),
        worklogs: issue.worklogs.items.into_iter().map(|w| worklog_row(people, issue_id, w)).collect(),
        changelogs,
        changelog_items,
        links: issue.links.into_iter().map(|link| link_row(site_id, issue_id, link)).collect(),
        attachments: issue.attachments.into_iter().map(|a| attachment_row(people, issue_id, a)).collect(),
        components: issue
            .components
            .into_iter()
            .map(|c| IssueComponentRow {
                site_id,
                issue_id,
                component_id: id(c.id),
                name: named(c.name, c.id),
            })
            .collect(),
        fix_versions: issue
            .fix_versions
            .into_iter()
            .map(|v| IssueFixVersionRow {
                site_id,
                issue_id,
                version_id: id(v.id),
                name: named(v.name, v.id),
            })
            .collect(),
        affected_versions: issue
            .affected_versions
            .into_iter()
            .map(|v| {
                let name = named(v.name, v.id);
                IssueAffectedVersionRow { site_id, issue_id, version_id: id(v.id), name }
            })
            .collect(),
        sprints: issue
            .sprints
            .into_iter()
            .map(|s| IssueSprintRow { site_id, issue_id, sprint_id: id(s.id), name: named(s.name, s.id) })
            .collect(),
        people: naming.into_iter().map(|user_id| IssuePersonRow { site_id, issue_id, user_id }).collect(),
    };
    rows.seal()
}

/// A name, or the id if Jira sent none.
pub(super) fn named(name: Option<String>, id: impl ToString) -> String {
    name.unwrap_or_else(|| id.to_string())
}

/// The present key, and the former ones from the changelog.
fn keys(site_id: SiteId, issue_id: IssueId, present: &str, histories: &[History]) -> Vec<IssueKeyRow> {
    let mut former: Vec<&str> = histories
        .iter()
        .flat_map(|history| &history.items)
        .filter(|item| item.field.as_deref() == Some("Key"))
        .flat_map(|item| [item.from_text.as_deref(), item.to_text.as_deref()])
        .flatten()
        .filter(|key| *key != present && !key.is_empty())
        .collect();
    former.sort_unstable();
    former.dedup();
    let row = |key: &str, current| IssueKeyRow { site_id, issue_id, key: key.to_owned(), current };
    former.into_iter().map(|key| row(key, false)).chain([row(present, true)]).collect()
}

fn changelogs(
    people: &mut People,
    issue_id: IssueId,
    histories: Vec<History>,
) -> (Vec<ChangelogRow>, Vec<ChangelogItemRow>) {
    let site_id = people.site_id();
    let mut entries = Vec::with_capacity(histories.len());
    let mut items = Vec::new();
    for history in histories {
        let changelog_id = id(history.id);
        entries.push(ChangelogRow {
            site_id,
            id: changelog_id,
            issue_id,
            author_id: people.meet(history.author),
            created_at: history.created,
        });
        items.extend((0..).zip(history.items).map(|(position, item)| ChangelogItemRow {
            site_id,
            changelog_id,
            position,
            field: item.field.unwrap_or_default(),
            field_id: item.field_id,
            field_type: item.field_type,
            from_value: item.from,
            from_text: item.from_text,
            to_value: item.to,
            to_text: item.to_text,
        }));
    }
    (entries, items)
}

fn comment_row(people: &mut People, issue_id: IssueId, comment: wire::Comment) -> CommentRow {
    CommentRow {
        site_id: people.site_id(),
        id: id(comment.id),
        issue_id,
        author_id: people.meet(comment.author),
        body_text: comment.body.as_ref().map(text::plain),
        body: comment.body,
        created_at: comment.created,
        updated_at: comment.updated,
        visibility: comment.visibility,
        deleted_at: None,
    }
}

fn worklog_row(people: &mut People, issue_id: IssueId, worklog: wire::Worklog) -> WorklogRow {
    WorklogRow {
        site_id: people.site_id(),
        id: id(worklog.id),
        issue_id,
        author_id: people.meet(worklog.author),
        started_at: worklog.started,
        time_spent_seconds: worklog.time_spent_seconds,
        comment_text: worklog.comment.as_ref().map(text::plain),
        created_at: worklog.created,
        updated_at: worklog.updated,
        deleted_at: None,
    }
}

fn link_row(site_id: SiteId, issue_id: IssueId, link: wire::IssueLink) -> IssueLinkRow {
    IssueLinkRow {
        site_id,
        id: id(link.id),
        issue_id,
        link_type_id: link.type_id,
        link_type: link.type_name.unwrap_or_default(),
        direction: link.direction.as_str().to_owned(),
        linked_issue_id: link.issue_id.map(id),
        linked_issue_key: link.issue_key,
    }
}

fn attachment_row(people: &mut People, issue_id: IssueId, attachment: wire::Attachment) -> AttachmentRow {
    AttachmentRow {
        site_id: people.site_id(),
        id: id(attachment.id),
        issue_id,
        filename: attachment.filename,
        author_id: people.meet(attachment.author),
        created_at: attachment.created,
        size_bytes: attachment.size,
        mime_type: attachment.mime_type,
        content_url: attachment.content_url,
    }
}
