//! The permissions of the account.

use crate::jira::{client::Client, error::JiraError, transport::reach::Reach, wire::document};

impl Client {
    /// Whether the account may browse a project at this moment. If the account may not read its permissions, or this Jira
    /// does not report this one, the project itself is requested: Jira shows it to those who may browse it.
    pub async fn may_browse(&self, project_id: u64) -> Result<bool, JiraError> {
        let request = self
            .get(Reach::Essential, "mypermissions")
            .query("permissions", "BROWSE_PROJECTS")
            .query("projectId", project_id);
        match self.fetch(&request, has_permission).await {
            // Jira does not distinguish a missing project from a hidden one.
            Err(JiraError::NotFound { .. }) => Ok(false),
            Err(JiraError::Forbidden { .. } | JiraError::BadRequest { .. } | JiraError::Protocol { .. }) => {
                self.sees_project(project_id).await
            }
            answer => answer,
        }
    }

    async fn sees_project(&self, project_id: u64) -> Result<bool, JiraError> {
        let request = self.get(Reach::Essential, &format!("project/{project_id}"));
        match self.fetch(&request, |body| document::object(body).map(|_| true)).await {
            Err(JiraError::NotFound { .. }) => Ok(false),
            answer => answer,
        }
    }
}

fn has_permission(body: &[u8]) -> Result<bool, String> {
    let body = document::verbatim(body)?.value;
    let has = &body["permissions"]["BROWSE_PROJECTS"]["havePermission"];
    has.as_bool().ok_or_else(|| "mypermissions does not report BROWSE_PROJECTS".to_owned())
}
