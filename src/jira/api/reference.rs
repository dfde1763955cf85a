//! The lists that issues refer to.

use super::page::List;
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::reach::Reach,
    wire::{Component, Field, IssueType, LinkType, Priority, Resolution, Status, Version},
};

impl Client {
    /// The fields that the account sees.
    pub async fn fields(&self) -> Result<List<Field>, JiraError> {
        self.list(self.get(Reach::Reference, "field"), "field").await
    }

    /// All statuses.
    pub async fn statuses(&self) -> Result<List<Status>, JiraError> {
        self.list(self.get(Reach::Reference, "status"), "status").await
    }

    /// All issue types.
    pub async fn issue_types(&self) -> Result<List<IssueType>, JiraError> {
        self.list(self.get(Reach::Reference, "issuetype"), "issuetype").await
    }

    /// All priorities.
    pub async fn priorities(&self) -> Result<List<Priority>, JiraError> {
        self.list(self.get(Reach::Reference, "priority"), "priority").await
    }

    /// All resolutions.
    pub async fn resolutions(&self) -> Result<List<Resolution>, JiraError> {
        self.list(self.get(Reach::Reference, "resolution"), "resolution").await
    }

    /// All types of links between issues. Jira returns 404 if links are disabled.
    pub async fn link_types(&self) -> Result<List<LinkType>, JiraError> {
        self.list_of_pages(self.get(Reach::Reference, "issueLinkType"), "issueLinkTypes", 1000).await
    }

    /// The versions of a project.
    pub async fn versions(&self, project_id: u64) -> Result<List<Version>, JiraError> {
        self.list(self.get(Reach::Reference, &format!("project/{project_id}/versions")), "versions").await
    }

    /// The components of a project.
    pub async fn components(&self, project_id: u64) -> Result<List<Component>, JiraError> {
        self.list(self.get(Reach::Reference, &format!("project/{project_id}/components")), "components").await
    }
}
