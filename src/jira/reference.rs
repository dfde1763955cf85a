//! The lists that issues refer to, each as a whole.

use super::client::Client;
use super::error::JiraError;
use super::reach::Reach;
use super::wire::{Component, Field, IssueType, Parsed, Priority, Resolution, Status, Version};

impl Client {
    /// The fields that the account sees.
    pub async fn fields(&self) -> Result<Parsed<Vec<Field>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, "field"), "field").await
    }

    /// All statuses.
    pub async fn statuses(&self) -> Result<Parsed<Vec<Status>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, "status"), "status").await
    }

    /// All issue types.
    pub async fn issue_types(&self) -> Result<Parsed<Vec<IssueType>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, "issuetype"), "issuetype").await
    }

    /// All priorities.
    pub async fn priorities(&self) -> Result<Parsed<Vec<Priority>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, "priority"), "priority").await
    }

    /// All resolutions.
    pub async fn resolutions(&self) -> Result<Parsed<Vec<Resolution>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, "resolution"), "resolution").await
    }

    /// The versions of a project.
    pub async fn versions(&self, project_id: u64) -> Result<Parsed<Vec<Version>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, &format!("project/{project_id}/versions")), "versions")
            .await
    }

    /// The components of a project.
    pub async fn components(&self, project_id: u64) -> Result<Parsed<Vec<Component>>, JiraError> {
        self.whole_list(self.get(Reach::Reference, &format!("project/{project_id}/components")), "components")
            .await
    }
}
