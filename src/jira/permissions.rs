//! What the account may do.

use serde_json::Value;

use super::client::Client;
use super::error::JiraError;
use super::reach::Reach;

impl Client {
    /// Whether the account may browse a project now. What was said of it before may have changed since.
    pub async fn may_browse(&self, project_id: u64) -> Result<bool, JiraError> {
        let request = self
            .get(Reach::Essential, "mypermissions")
            .query("permissions", "BROWSE_PROJECTS")
            .query("projectId", project_id);
        match self.fetch(&request, has_permission).await {
            // Jira does not tell a project that is not there from one that is not shown.
            Err(JiraError::NotFound { .. } | JiraError::Forbidden { .. }) => Ok(false),
            answer => answer,
        }
    }
}

fn has_permission(body: &[u8]) -> Result<bool, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let has = &body["permissions"]["BROWSE_PROJECTS"]["havePermission"];
    has.as_bool().ok_or_else(|| "mypermissions does not tell of BROWSE_PROJECTS".to_owned())
}
