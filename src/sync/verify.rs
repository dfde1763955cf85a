//! Compares the mirror with Jira, without changing it.

use std::{collections::HashMap, time::Duration};

use app::model::{PerformanceSettings, RunStatus};
use chrono::Utc;
use futures::{StreamExt, stream};
use serde_json::json;
use tracing::Instrument;

use super::{
    context::{Site, setting},
    doubt::SiteDoubt,
    engine::{SyncEngine, no_project},
    error::SiteError,
    identity,
    job::{Job, is_named},
    read::{
        bounds::{Moment, read_until},
        stamps,
    },
    reconcile::{
        census,
        drift::{Drift, Explained},
    },
    rows::id,
    sign_in,
    time_limits::within,
};
use crate::{
    jira::{Client, wire::Project},
    store::{
        Database, DriftReport, ProjectId, RunOrder, RunResult, RunTotals, Selection, SiteId, StoreError,
        mirror::{ProjectRead, SiteRow, bind},
    },
};

/// How many ids of each kind a report names.
const EXAMPLES: usize = 20;

/// The result of comparing one site.
#[derive(Debug)]
pub struct SiteDrift {
    /// None: the site was never registered.
    pub site_id: Option<SiteId>,
    /// The site's name.
    pub site: String,
    pub projects: Vec<DriftReport>,
    /// Why the site could not be compared at all.
    pub error_message: Option<String>,
}

impl SyncEngine {
    /// Carries out a run that compares as [`Self::compare`] does, and stores the reports of whole sites.
    ///
    /// # Errors
    ///
    /// Only errors after which nothing more can be written.
    pub(super) async fn verify(&self, job: &Job) -> Result<RunResult, StoreError> {
        let RunOrder { selection, settings, .. } = &job.order;
        let totals = RunTotals::default();
        let all = tokio::select! {
            all = self.compare(selection, settings) => all?,
            () = job.stop.cancelled() => {
                let error_message = Some("The server was stopped during the comparison. Compare again.".to_owned());
                return Ok(RunResult { status: RunStatus::Stopped, totals, error_message, metrics: Vec::new() });
            }
        };
        if all.is_empty() {
            return Ok(RunResult::failed(totals, self.sites().none(selection.site.as_deref())));
        }
        let whole = all.iter().filter(|site| site.error_message.is_none() && selection.projects.is_empty());
        for (site, site_id) in whole.filter_map(|site| Some((site, site.site_id?))) {
            self.database().mirror(site_id).store_drift(&job.handle, &site.projects).await?;
        }
        let projects = || all.iter().flat_map(|site| &site.projects);
        let failed_projects = projects().filter(|project| project.error_message.is_some()).count() as u64;
        let total_projects = projects().count() as u64;
        let successful_projects = total_projects - failed_projects;
        let totals = RunTotals { total_projects, successful_projects, failed_projects, ..totals };
        let failed_sites = all.iter().filter(|site| site.error_message.is_some()).count() as u64;
        let error_message = all.into_iter().find_map(|site| site.error_message);
        Ok(RunResult { status: totals.status(failed_sites), totals, error_message, metrics: Vec::new() })
    }

    /// Compares ids and `updated` of every selected issue with Jira. Stores nothing but the state of the connection: a
    /// wait that Jira asks for also applies to syncs.
    pub async fn compare(
        &self,
        selection: &Selection,
        settings: &PerformanceSettings,
    ) -> Result<Vec<SiteDrift>, StoreError> {
        let mut all = Vec::new();
        let stored = self.database().sites().all().await?;
        let sites = self.sites();
        let rows = bind(&stored, &sites.settings());
        for (place, config) in sites.selected(selection) {
            let row = rows.get(place).copied().flatten();
            // A site that was never registered has no rows: all its issues are missing.
            let known = row.cloned().unwrap_or_else(|| SiteRow::unregistered(&setting(config)));
            let site = Site { id: known.id, config: config.clone(), known };
            let compared = self.compare_site(&site, selection, settings).instrument(site.span()).await;
            if let Err(error) = &compared {
                tracing::warn!(site = config.name, %error, "could not compare the site");
            }
            let (projects, error_message) = match compared {
                Ok(projects) => (projects, None),
                Err(SiteError::Store(error)) => return Err(error),
                Err(SiteError::Jira(error)) if row.is_some() => {
                    (Vec::new(), Some(sign_in::note_failure(self.database(), &site, &error).await?))
                }
                Err(error) => (Vec::new(), Some(error.to_string())),
            };
            let site_id = row.map(|row| row.id);
            all.push(SiteDrift { site_id, site: config.name.clone(), projects, error_message });
        }
        let compared = all.iter().flat_map(|site| &site.projects).map(|report| report.project_key.clone());
        let compared: Vec<String> = compared.collect();
        let missing = selection.projects.iter().map(String::as_str).filter(|key| !is_named(&compared, key));
        let missing: Vec<&str> = missing.collect();
        let reason = (!missing.is_empty()).then(|| no_project(&missing) + ".");
        if let Some(site) = all.iter_mut().find(|site| site.error_message.is_none()) {
            site.error_message = reason;
        }
        Ok(all)
    }

    async fn compare_site(
        &self,
        site: &Site,
        selection: &Selection,
        settings: &PerformanceSettings,
    ) -> Result<Vec<DriftReport>, SiteError> {
        let (database, times) = (self.database(), self.times());
        let client = sign_in::sign_in(database, site, times.of_client(settings), true).await?;
        identity::check(database, site, &client).await?;
        let listed = within("Reading the list of projects", times.roster, client.projects()).await?;
        let mut projects = listed.value;
        let mut unlisted = database.mirror(site.id).listed_projects().await?;
        if projects.is_empty() && !unlisted.is_empty() {
            let account = client.account().display_name.clone();
            let (site, known) = (site.config.name.clone(), unlisted.len());
            return Err(SiteDoubt::AllLost { site, account, known }.into());
        }
        unlisted.retain(|known| known.live && projects.iter().all(|project| known.id != id(project.id)));
        let selected = |key: &String| selection.projects.is_empty() || is_named(&selection.projects, key);
        projects.retain(|project| selected(&project.key));
        unlisted.retain(|known| selected(&known.key));
        let parts: Vec<_> = projects
            .iter()
            .map(|project| {
                let span = tracing::error_span!("project", project = project.key);
                compare_project(database, &client, site.id, project, times.verify).instrument(span)
            })
            .collect();
        let mut reports = stream::iter(parts).buffered(settings.max_workers as usize);
        let mut all = Vec::new();
        while let Some(report) = reports.next().await {
            all.push(report?);
        }
        client.check()?;
        let issues =
            if unlisted.is_empty() { HashMap::new() } else { database.mirror(site.id).live_issues().await? };
        all.extend(unlisted.into_iter().filter_map(|project| {
            let surplus = issues.get(&project.id)?.cast_signed();
            let error_message = Some("Jira does not list this project.".to_owned());
            Some(DriftReport { surplus, error_message, ..unseen(site.id, project.id, project.key) })
        }));
        Ok(all)
    }
}

/// The report of a project before it is compared.
fn unseen(site_id: SiteId, project_id: ProjectId, project_key: String) -> DriftReport {
    DriftReport {
        site_id,
        project_id,
        project_key,
        checked_at: Utc::now(),
        issues: 0,
        missing: 0,
        outdated: 0,
        surplus: 0,
        pending: 0,
        quarantined: 0,
        examples: json!({}),
        error_message: None,
    }
}

async fn compare_project(
    database: &Database,
    client: &Client,
    site_id: SiteId,
    project: &Project,
    limit: Duration,
) -> Result<DriftReport, StoreError> {
    let mut report = unseen(site_id, id(project.id), project.key.clone());
    let known = known(database, client, (site_id, id(project.id))).await?;
    let listing = match within("Listing the project", limit, stamps::list(client, project.id)).await {
        Ok(listing) => listing,
        Err(error) => return Ok(DriftReport { error_message: Some(error.to_string()), ..report }),
    };
    let stored = database.mirror(site_id).stored_issues(id(project.id)).await?;
    let drift = Drift::between(&listing.stamps, &stored, &known);
    let far_off = Some(listing.tally).filter(|tally| tally.differs_too_much());
    report.error_message = far_off
        .map(|tally| tally.incomplete().to_string())
        .or_else(|| (listing.nameless > 0).then(|| stamps::NAMELESS.to_owned() + "."));
    let count = |ids: &[u64]| ids.len() as i64;
    let some = |ids: &[u64]| ids.iter().take(EXAMPLES).copied().collect::<Vec<_>>();
    report.issues = (listing.stamps.len() - drift.older) as i64;
    report.missing = count(&drift.missing);
    report.outdated = count(&drift.outdated);
    report.surplus = count(&drift.surplus);
    report.pending = count(&drift.pending);
    report.quarantined = count(&drift.quarantined);
    report.examples = json!({
        "missing": some(&drift.missing), "outdated": some(&drift.outdated), "surplus": some(&drift.surplus),
        "pending": some(&drift.pending), "quarantined": some(&drift.quarantined),
    });
    Ok(report)
}

/// What explains differences of a project. Read before the list, which is then never older.
async fn known(
    database: &Database,
    client: &Client,
    (site_id, project_id): (SiteId, ProjectId),
) -> Result<Explained, StoreError> {
    let now = Moment { jira: client.server_now(), ours: database.now().await? };
    let mirror = database.mirror(site_id);
    let read = mirror.project_read(project_id).await?.filter(ProjectRead::has_begun);
    Ok(Explained {
        holds_from: read.and_then(|read| read.read_from),
        read_until: read.and_then(|read| read_until(&read, now)),
        quarantined: census::quarantined(mirror).await?,
    })
}
