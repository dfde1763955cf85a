//! The projects that the account sees.

use super::roster::{self, Listing, Page, Roster, RosterDoubt};
use crate::jira::{
    client::Client,
    error::{JiraError, if_shown},
    transport::reach::Reach,
    wire::{Parsed, Project, ProjectState, Reader, Warning, document},
};
use app::model::Edition;

/// How many times a list is read again if it changes while it is being read.
const MAX_READINGS: usize = 3;

impl Client {
    /// The live projects that the account may browse, with lead, category and type.
    pub async fn projects(&self) -> Result<Parsed<Vec<Project>>, JiraError> {
        match self.edition() {
            Edition::Cloud => {
                let (listing, _) = self.projects_in(Reach::Essential, "live", ProjectState::Live).await?;
                Ok(Parsed { value: listing.projects, warnings: listing.warnings })
            }
            Edition::DataCenter => self.all_projects(false).await,
        }
    }

    /// The live, archived and trashed projects that the account may see. Data Center has no trash.
    ///
    /// If the list of archived or trashed projects is refused, they are left out, and each known project is later
    /// requested by itself. A project in several lists is requested by itself as well.
    pub async fn roster(&self) -> Result<Roster, JiraError> {
        if self.edition() == Edition::DataCenter {
            let listed = match self.all_projects(true).await {
                Err(
                    JiraError::Forbidden { .. } | JiraError::BadRequest { .. } | JiraError::NotFound { .. },
                ) => self.all_projects(false).await?,
                listed => listed?,
            };
            return Ok(Roster::of(listed));
        }
        let (live, doubt) = self.projects_in(Reach::Essential, "live", ProjectState::Live).await?;
        let mut roster = Roster::default();
        roster.add(live, doubt);
        let mut disputed = Vec::new();
        for (status, state) in [("archived", ProjectState::Archived), ("deleted", ProjectState::Trashed)] {
            match self.projects_in(Reach::Reference, status, state).await {
                Ok((listing, doubt)) => {
                    let twice = listing.projects.iter().map(|project| project.id);
                    disputed.extend(twice.filter(|id| roster.projects.iter().any(|known| known.id == *id)));
                    roster.add(listing, doubt);
                }
                Err(error) if error.concerns_whole_site() => return Err(error),
                Err(error) => roster.warnings.push(Warning {
                    path: format!("project/search?status={status}"),
                    problem: error.to_string(),
                }),
            }
        }
        for id in disputed {
            if let Some(project) = self.project(id).await? {
                roster.replace(project);
            }
        }
        Ok(roster)
    }

    /// A project by id, listed or not; `None` if it does not exist or the account may not browse it.
    pub async fn project(&self, project_id: u64) -> Result<Option<Project>, JiraError> {
        let request = self.get(Reach::Essential, &format!("project/{project_id}"));
        match if_shown(self.fetch(&request, one).await) {
            Err(JiraError::Forbidden { status: 403, .. }) => Ok(None),
            answer => answer,
        }
    }

    async fn all_projects(&self, archived: bool) -> Result<Parsed<Vec<Project>>, JiraError> {
        let mut request = self.get(Reach::Essential, "project").query("expand", "lead");
        if archived {
            request = request.query("includeArchived", true);
        }
        self.whole_list(request, "project").await
    }

    /// All projects in one state. Pages are requested by offset, and the list may change in between: if a project
    /// disappears, the next one moves from the following page to one already read. So pages overlap by one entry, and
    /// the count must match. If they do not, the list is read again, and finally reported as doubtful.
    async fn projects_in(
        &self,
        reach: Reach,
        status: &str,
        state: ProjectState,
    ) -> Result<(Listing, Option<RosterDoubt>), JiraError> {
        let mut all = Listing::default();
        for reading in 1.. {
            let mut listing = self.read_once(reach, status).await?;
            listing.projects.iter_mut().for_each(|project| project.state = state);
            match listing.doubt() {
                None => return Ok((listing, None)),
                Some(doubt) => {
                    all.add(listing);
                    if reading == MAX_READINGS {
                        return Ok((all, Some(doubt)));
                    }
                }
            }
        }
        Ok((all, None))
    }

    async fn read_once(&self, reach: Reach, status: &str) -> Result<Listing, JiraError> {
        let mut listing = Listing::default();
        loop {
            let request = self.get(reach, "project/search").query("status", status).query("expand", "lead");
            let request =
                request.query("startAt", listing.next_start()).query("maxResults", roster::MAX_PAGE);
            let page = self.fetch(&request, Page::parse).await?;
            if !listing.take(page) {
                return Ok(listing);
            }
        }
    }
}

fn one(body: &[u8]) -> Result<Project, String> {
    let mut warnings = Vec::new();
    let project = Reader::new(document::object(body)?.value, "project", &mut warnings).read();
    project.ok_or_else(|| "the project is missing".to_owned())
}
