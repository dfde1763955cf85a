//! The projects that the account sees.

use super::client::Client;
use super::error::JiraError;
use super::reach::Reach;
use super::site::Edition;
use super::wire::{Parsed, Project, ProjectState};

impl Client {
    /// The live projects that the account may browse, with lead, category and type.
    pub async fn projects(&self) -> Result<Parsed<Vec<Project>>, JiraError> {
        match self.edition() {
            Edition::Cloud => self.projects_in("live", ProjectState::Live).await,
            Edition::DataCenter => {
                self.whole_list(self.get(Reach::Essential, "project").query("expand", "lead"), "project")
                    .await
            }
        }
    }

    /// The live, archived and trashed projects that the account may know of. On Data Center there is no bin.
    pub async fn project_states(&self) -> Result<Parsed<Vec<Project>>, JiraError> {
        if self.edition() == Edition::DataCenter {
            let request =
                self.get(Reach::Essential, "project").query("expand", "lead").query("includeArchived", true);
            return self.whole_list(request, "project").await;
        }
        let mut all = self.projects().await?;
        for (status, state) in [("archived", ProjectState::Archived), ("deleted", ProjectState::Trashed)] {
            let more = self.projects_in(status, state).await?;
            all.value.extend(more.value);
            all.warnings.extend(more.warnings);
        }
        Ok(all)
    }

    async fn projects_in(
        &self,
        status: &str,
        state: ProjectState,
    ) -> Result<Parsed<Vec<Project>>, JiraError> {
        let request =
            self.get(Reach::Essential, "project/search").query("status", status).query("expand", "lead");
        let mut projects: Parsed<Vec<Project>> = self.all_pages(request, "values", 100).await?;
        projects.value.iter_mut().for_each(|project| project.state = state);
        Ok(projects)
    }
}
