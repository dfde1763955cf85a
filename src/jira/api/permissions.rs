//! What the account may do.

use crate::jira::{client::Client, error::JiraError, transport::reach::Reach, wire::document};

impl Client {
    /// Whether the account may browse a project now. What was said of it before may have changed since. Where the
    /// account may not ask for its permissions, or this Jira does not tell of this one, the project itself is asked
    /// for: it is shown to those who may browse it.
    pub async fn may_browse(&self, project_id: u64) -> Result<bool, JiraError> {
        let request = self
            .get(Reach::Essential, "mypermissions")
            .query("permissions", "BROWSE_PROJECTS")
            .query("projectId", project_id);
        match self.fetch(&request, has_permission).await {
            // Jira does not tell a project that is not there from one that is not shown.
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
    has.as_bool().ok_or_else(|| "mypermissions does not tell of BROWSE_PROJECTS".to_owned())
}
