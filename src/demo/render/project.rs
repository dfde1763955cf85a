//! Projects, components, versions, boards, sprints.

use serde_json::{Value, json};

use super::{Place, View};
use crate::demo::data::{
    Component, ISSUE_TYPES, PROJECT_CATEGORIES, ProjectType, Sprint, SprintState, Version,
};
use crate::demo::site::{Named, ProjectState};

impl View<'_> {
    fn project_avatars(&self, index: usize) -> Value {
        let at = |size: &str| {
            format!("{}/secure/projectavatar?size={size}&avatarId={}", self.base, 10_400 + index)
        };
        json!({"16x16": at("xsmall"), "24x24": at("small"), "32x32": at("medium"), "48x48": at("large")})
    }

    fn category(&self, index: usize) -> Option<Value> {
        let category = self.state.projects[index].made.category?;
        let (name, description) = PROJECT_CATEGORIES[category];
        let id = 10_000 + category;
        Some(json!({
            "self": self.url(&format!("projectCategory/{id}")), "id": id.to_string(), "name": name,
            "description": description,
        }))
    }

    fn project_type(&self, index: usize) -> &'static str {
        match self.state.projects[index].made.kind {
            ProjectType::Software => "software",
            ProjectType::ServiceDesk => "service_desk",
            ProjectType::Business => "business",
        }
    }

    /// A project in a field of an issue.
    pub(crate) fn project_of_issue(&self, index: usize) -> Value {
        let project = &self.state.projects[index];
        let mut value = json!({
            "self": self.url(&format!("project/{}", project.made.id)), "id": project.made.id.to_string(),
            "key": project.key, "name": project.name, "projectTypeKey": self.project_type(index),
            "avatarUrls": self.project_avatars(index),
        });
        if self.cloud() {
            value["simplified"] = json!(project.made.team_managed);
        }
        if let Some(category) = self.category(index) {
            value["projectCategory"] = category;
        }
        value
    }

    /// A project in a list; `expand` adds members.
    pub(crate) fn project(&self, index: usize, expand: &str) -> Value {
        let project = &self.state.projects[index];
        let mut value = self.project_of_issue(index);
        value["expand"] = json!("description,lead,issueTypes,url,projectKeys,permissions,insight");
        if self.cloud() {
            value["style"] = json!(if project.made.team_managed { "next-gen" } else { "classic" });
            value["isPrivate"] = json!(false);
            value["properties"] = json!({});
        }
        match project.state {
            ProjectState::Live => {}
            ProjectState::Archived => {
                value["archived"] = json!(true);
                value["archivedDate"] = json!(self.time(self.epoch));
            }
            ProjectState::Trashed => {
                value["deleted"] = json!(true);
                value["deletedDate"] = json!(self.time(self.epoch));
                value["retentionTillDate"] = json!(self.time(self.epoch + 60 * 86_400_000));
            }
        }
        let expanded = |what: &str| expand.split(',').any(|e| e.trim() == what);
        if expanded("lead") {
            value["lead"] = self.user(project.made.lead, Place::Lead, project.made.id);
        }
        if expanded("description") {
            value["description"] = json!(project.made.description);
        }
        if expanded("issueTypes") {
            value["issueTypes"] =
                json!((0..ISSUE_TYPES.len()).map(|i| self.issue_type(i)).collect::<Vec<_>>());
        }
        if expanded("projectKeys") && !self.cloud() {
            value["projectKeys"] =
                json!(std::iter::once(&project.key).chain(&project.old_keys).collect::<Vec<_>>());
        }
        value
    }

    /// A project requested by id or key: with lead, types, components and versions.
    pub(crate) fn full_project(&self, index: usize) -> Value {
        let mut value = self.project(index, "lead,description,issueTypes");
        value["components"] = json!(self.components(index, false));
        value["versions"] = json!(self.versions(index));
        value["assigneeType"] = json!("UNASSIGNED");
        value["roles"] = json!({});
        value
    }

    /// All components of a project; `counted` adds the number of issues, as in the paged list.
    pub(crate) fn components(&self, project: usize, counted: bool) -> Vec<Value> {
        let lead = self.state.projects[project].made.lead;
        let all = self.state.components(project);
        all.iter()
            .map(|Component { id, name }| {
                let lead = *self.state.component_leads.get(id).unwrap_or(&lead);
                let mut value = json!({
                    "self": self.url(&format!("component/{id}")), "id": id.to_string(), "name": name,
                    "description": format!("Everything about {name}"), "assigneeType": "PROJECT_LEAD",
                    "realAssigneeType": "PROJECT_LEAD", "isAssigneeTypeValid": true,
                    "project": self.state.projects[project].key,
                    "projectId": self.state.projects[project].made.id, "lead": self.user(lead, Place::Lead, *id),
                });
                if counted {
                    value["issueCount"] = json!(0);
                }
                value
            })
            .collect()
    }

    /// A component in a field of an issue.
    pub(crate) fn component_of_issue(&self, project: usize, id: u64) -> Option<Value> {
        let all = self.state.components(project);
        let Component { id, name } = all.iter().find(|c| c.id == id)?;
        Some(json!({"self": self.url(&format!("component/{id}")), "id": id.to_string(), "name": name}))
    }

    /// All versions of a project.
    pub(crate) fn versions(&self, project: usize) -> Vec<Value> {
        let id = self.state.projects[project].made.id;
        let all = self.state.versions(project);
        all.iter()
            .map(|version| {
                let mut value = self.version(version);
                value["projectId"] = json!(id);
                value["startDate"] = json!(version.start);
                value["userStartDate"] = json!(version.start);
                value["userReleaseDate"] = json!(version.release);
                if !version.released {
                    value["overdue"] = json!(false);
                }
                value
            })
            .collect()
    }

    /// A version in a field of an issue.
    pub(crate) fn version(&self, version: &Version) -> Value {
        json!({
            "self": self.url(&format!("version/{}", version.id)), "id": version.id.to_string(), "description": "",
            "name": version.name, "archived": version.archived, "released": version.released,
            "releaseDate": version.release,
        })
    }

    /// The board of a project.
    pub(crate) fn board(&self, project: usize) -> Value {
        let its = &self.state.projects[project];
        let id = self.state.generator.board_id(project);
        json!({
            "id": id, "self": format!("{}/rest/agile/1.0/board/{id}", self.base), "name": self.state.name(Named::Board, &id.to_string(), &format!("{} board", its.key)),
            "type": if its.made.scrum { "scrum" } else { "kanban" },
            "location": {
                "projectId": its.made.id, "displayName": format!("{} ({})", its.name, its.key),
                "projectName": its.name, "projectKey": its.key, "projectTypeKey": self.project_type(project),
                "name": format!("{} ({})", its.name, its.key),
            },
        })
    }

    /// A sprint in the agile API.
    pub(crate) fn sprint(&self, sprint: &Sprint) -> Value {
        let mut value = json!({
            "id": sprint.id, "self": format!("{}/rest/agile/1.0/sprint/{}", self.base, sprint.id),
            "state": sprint_state(sprint), "name": sprint.name, "originBoardId": sprint.board,
        });
        for (name, at) in
            [("startDate", sprint.start), ("endDate", sprint.end), ("completeDate", sprint.complete)]
        {
            if let Some(at) = at {
                value[name] = json!(utc(at));
            }
        }
        if let Some(goal) = sprint.goal {
            value["goal"] = json!(goal);
        }
        value
    }
}

/// The times of sprints are in UTC with a `Z`.
pub(super) fn utc(at: i64) -> String {
    super::time(at, &jiff::tz::TimeZone::UTC).replace("+0000", "Z")
}

pub(super) fn sprint_state(sprint: &Sprint) -> &'static str {
    match sprint.state {
        SprintState::Closed => "closed",
        SprintState::Active => "active",
        SprintState::Future => "future",
    }
}
