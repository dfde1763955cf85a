use std::{io::Write, process::ExitCode};

use serde_json::json;

use super::{Failure, part::Part};
use crate::{
    config::{DatabaseSettings, FolderSettings, SiteRegistry, environment},
    settings::{Settings, SyncConfigFile},
    store::{Database, DriftReport},
    sync::{SiteDrift, SyncEngine},
};

/// Compares the database with Jira (id and `updated` of every issue) and reports differences
///
/// Issues that changed since the last sync (pending), quarantined issues, and issues older than the first sync's
/// lookback are not differences. Nothing is changed, except that a pause requested by Jira is stored and also applies
/// to syncs. To repair differences, run `jira-sync sync --mode census`. Exit status: 0 no differences, 4 differences, 1
/// a site or project could not be compared.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(flatten)]
    folder: FolderSettings,
    #[command(flatten)]
    part: Part,
    /// Prints the result as a JSON object
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let sites = SiteRegistry::of_environment(&environment()?)?;
        let database = Database::connect_existing(&self.database.database_url).await?;
        let settings = Settings::new(database.clone(), SyncConfigFile::in_folder(&self.folder.config_dir));
        let engine = SyncEngine::new(database.clone(), sites);
        let selection = self.part.selection();
        let compared: Result<Vec<SiteDrift>, Failure> =
            async { Ok(engine.compare(&selection, &settings.checked_performance().await?).await?) }.await;
        database.close().await?;
        let sites = compared?;
        if sites.is_empty() {
            return Err(match selection.site {
                Some(site) => format!("There is no enabled site named {site}. Check --site.").into(),
                None => app::connect::NO_SITE.into(),
            });
        }
        let text = if self.json { as_json(&sites) } else { as_text(&sites) };
        writeln!(std::io::stdout().lock(), "{text}")?;
        Ok(ExitCode::from(status(&sites)))
    }
}

fn status(sites: &[SiteDrift]) -> u8 {
    let projects = || sites.iter().flat_map(|site| &site.projects);
    if projects().any(DriftReport::differs) {
        4
    } else if sites.iter().any(|site| site.error_message.is_some())
        || projects().any(|project| project.error_message.is_some())
    {
        1
    } else {
        0
    }
}

fn as_json(sites: &[SiteDrift]) -> String {
    let project = |project: &DriftReport| {
        json!({
            "project_key": project.project_key, "issues": project.issues, "missing": project.missing,
            "outdated": project.outdated, "surplus": project.surplus, "pending": project.pending,
            "quarantined": project.quarantined, "examples": project.examples, "error_message": project.error_message,
        })
    };
    let drift = status(sites) == 4;
    let sites: Vec<_> = sites
        .iter()
        .map(|site| {
            json!({
                "instance": site.site, "error_message": site.error_message,
                "projects": site.projects.iter().map(project).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"drift": drift, "sites": sites}).to_string()
}

fn as_text(sites: &[SiteDrift]) -> String {
    let mut lines = vec![format!(
        "{:<16} {:<12} {:>9} {:>9} {:>9} {:>9} {:>9} {:>11}",
        "site", "project", "issues", "missing", "outdated", "surplus", "pending", "quarantined"
    )];
    for site in sites {
        lines.extend(site.error_message.as_ref().map(|reason| format!("{:<16} {reason}", site.site)));
        for p in &site.projects {
            lines.push(match &p.error_message {
                Some(reason) if !p.differs() => format!("{:<16} {:<12} {reason}", site.site, p.project_key),
                reason => format!(
                    "{:<16} {:<12} {:>9} {:>9} {:>9} {:>9} {:>9} {:>11}  {}",
                    site.site,
                    p.project_key,
                    p.issues,
                    p.missing,
                    p.outdated,
                    p.surplus,
                    p.pending,
                    p.quarantined,
                    reason.as_deref().unwrap_or_default()
                )
                .trim_end()
                .to_owned(),
            });
        }
    }
    lines.push(match status(sites) {
        0 => "The database matches Jira.".to_owned(),
        4 => "The database differs from Jira. To repair it, run: jira-sync sync --mode census".to_owned(),
        _ => "Not everything could be compared.".to_owned(),
    });
    lines.join("\n")
}
