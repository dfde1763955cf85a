use app::{
    connect::NO_SITE,
    model::{Doubt, Run, RunStatus, SiteHealth, SystemHealth},
};

/// Seconds after which a slot that was not settled counts as late.
const LATE_AFTER_SECONDS: i64 = 60;

/// The overall health, and the reasons, each a sentence that says what to do.
///
/// Degraded: every enabled site fails. Warning: some site does, none is enabled, the last run did not succeed, the
/// scheduler is quiet or late by more than a minute, or Jira asked for a wait. A site that was not contacted yet counts
/// for neither.
pub(super) fn judge(
    sites: &[SiteHealth],
    last: Option<&Run>,
    scheduler_is_running: bool,
    late_seconds: i64,
) -> (SystemHealth, Vec<String>) {
    let enabled: Vec<&SiteHealth> = sites.iter().filter(|site| site.enabled).collect();
    let failing: Vec<&SiteHealth> =
        enabled.iter().copied().filter(|site| site.connected == Some(false)).collect();
    let mut degraded = false;
    let mut reasons = Vec::new();
    if enabled.is_empty() {
        reasons.push(format!("{NO_SITE}."));
    }
    for site in &failing {
        degraded = failing.len() == enabled.len();
        let why = site.error_message.as_deref().unwrap_or("no answer").trim_end_matches('.');
        reasons.push(site.site_problem().map_or_else(|| format!("{why}."), |problem| problem.reason()));
    }
    for site in &enabled {
        if let Some(until) = &site.waiting_until {
            let why = site.waiting_reason.as_deref().unwrap_or("Jira asked to wait");
            reasons.push(format!(
                "{}: {why}. Syncing resumes automatically after {}.",
                site.name,
                until.utc_text()
            ));
        }
    }
    let doubted = enabled.iter().filter(|site| site.connected != Some(false));
    reasons.extend(doubted.filter_map(|site| site.doubt.map(|doubt| in_doubt(&site.name, doubt))));
    // A failing site is said already, and a doubt about a site is also in the run's message.
    let said = |run: &String| {
        if failing.iter().any(|site| site.has_failed()) {
            return true;
        }
        let doubted = failing.iter().filter(|site| site.doubt.is_some());
        doubted.filter_map(|site| site.error_message.as_deref()).any(|why| run.contains(why))
    };
    // Without a site, the last run is of no consequence any more.
    let last = last.filter(|_| !enabled.is_empty());
    reasons.extend(last.and_then(complaint).filter(|run| !said(run)));
    if !scheduler_is_running {
        reasons.push("Scheduler stopped. Restart jira-sync and see its log.".to_owned());
    } else if late_seconds > LATE_AFTER_SECONDS && !enabled.is_empty() {
        reasons.push(format!(
            "The next sync is {late_seconds} s late: the database is slow or the machine is busy. See the log."
        ));
    }
    let health = match (degraded, reasons.is_empty()) {
        (true, _) => SystemHealth::Degraded,
        (_, false) => SystemHealth::Warning,
        _ => SystemHealth::Healthy,
    };
    (health, reasons)
}

/// The same, with the problems of `sync_config.json` added.
pub(super) fn with_complaints(
    (health, mut reasons): (SystemHealth, Vec<String>),
    complaints: Vec<String>,
) -> (SystemHealth, Vec<String>) {
    let worse = !complaints.is_empty() && health == SystemHealth::Healthy;
    reasons.extend(complaints);
    (if worse { SystemHealth::Warning } else { health }, reasons)
}

fn in_doubt(site: &str, doubt: Doubt) -> String {
    match doubt {
        Doubt::AnotherJira => {
            format!("The address of {site} leads to a different Jira. The Data check page says what to do.")
        }
        Doubt::ProjectsLost => format!(
            "Half or more of the projects or issues of {site} disappeared at once, and were not marked. The Data check \
             page says what to do."
        ),
        Doubt::NoProjects => {
            format!("{site} lists no project: its account may not browse any. Grant it Browse Projects.")
        }
    }
}

fn complaint(run: &Run) -> Option<String> {
    let why = run.error_message.as_deref().map(|why| format!(": {}", why.trim_end_matches('.')));
    let why = why.unwrap_or_default();
    match run.status {
        RunStatus::Failed => Some(format!("The last sync failed{why}. See its page in the history.")),
        RunStatus::CompletedWithErrors => {
            Some(format!("The last sync had errors{why}. Its page in the history lists them by project."))
        }
        RunStatus::Interrupted => {
            Some(format!("The last sync was interrupted{why}. The next one continues from there."))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use app::model::{SyncMode, SyncType, Timestamp};

    use super::*;
    use crate::service::status::examples::site;

    fn ended(status: RunStatus) -> Run {
        Run {
            sync_id: String::new(),
            status,
            sync_type: SyncType::Manual,
            initiated_by: String::new(),
            schedule_id: None,
            mode: SyncMode::Incremental,
            started_at: Timestamp(String::new()),
            completed_at: None,
            duration_seconds: 0.0,
            total_projects: 0,
            successful_projects: 0,
            failed_projects: 0,
            total_issues: 0,
            issues_created: 0,
            issues_updated: 0,
            issues_failed: 0,
            issues_per_second: 0.0,
            error_message: None,
            details_removed_at: None,
        }
    }

    #[test]
    fn health_is_degraded_only_if_every_enabled_site_fails() {
        let judged = |sites: &[SiteHealth]| judge(sites, None, true, 0);
        let (health, reasons) = judge(&[], Some(&ended(RunStatus::Failed)), true, 600);
        assert_eq!(health, SystemHealth::Warning);
        assert!(reasons.len() == 1 && reasons[0].starts_with("No Jira site is connected."), "{reasons:?}");
        assert_eq!(judged(&[site("a", None)]), (SystemHealth::Healthy, vec![]));
        assert_eq!(judged(&[site("a", Some(false))]).0, SystemHealth::Degraded);
        let (health, reasons) = judged(&[site("a", Some(false)), site("b", Some(true))]);
        assert_eq!(health, SystemHealth::Warning);
        assert_eq!(reasons.len(), 1);
        assert!(reasons[0].starts_with("Could not connect to a. Check the URL"), "{reasons:?}");
        let empty = SiteHealth { doubt: Some(Doubt::NoProjects), ..site("a", Some(true)) };
        let (health, reasons) = judged(&[empty]);
        assert_eq!(health, SystemHealth::Warning);
        assert!(reasons[0].starts_with("a lists no project"), "{reasons:?}");
        let other = SiteHealth { doubt: Some(Doubt::AnotherJira), ..site("a", Some(false)) };
        assert_eq!(judged(&[other]), (SystemHealth::Degraded, vec!["401.".to_owned()]));
        let off = SiteHealth { enabled: false, ..site("a", Some(false)) };
        assert_eq!(judged(&[off, site("b", Some(true))]).0, SystemHealth::Healthy);
    }

    #[test]
    fn waiting_site_is_a_warning_with_the_end_of_the_wait() {
        let waits = SiteHealth {
            waiting_until: Some(Timestamp("2026-11-27T12:00:00Z".to_owned())),
            waiting_reason: Some("Jira asked to wait 3 h".to_owned()),
            ..site("work", Some(true))
        };
        let (health, reasons) = judge(&[waits], None, true, 0);
        assert_eq!(health, SystemHealth::Warning);
        let expected =
            "work: Jira asked to wait 3 h. Syncing resumes automatically after 27 Nov 2026, 12:00:00 UTC.";
        assert_eq!(reasons, [expected]);
    }

    #[test]
    fn failed_last_run_and_late_or_quiet_scheduler_are_warnings() {
        let sites = [site("a", Some(true))];
        for status in [RunStatus::Failed, RunStatus::CompletedWithErrors, RunStatus::Interrupted] {
            assert_eq!(judge(&sites, Some(&ended(status)), true, 0).0, SystemHealth::Warning, "{status:?}");
        }
        for status in [RunStatus::Completed, RunStatus::Stopped] {
            assert_eq!(judge(&sites, Some(&ended(status)), true, 0).0, SystemHealth::Healthy, "{status:?}");
        }
        assert_eq!(judge(&sites, None, false, 0).0, SystemHealth::Warning);
        assert_eq!(judge(&sites, None, true, 61).0, SystemHealth::Warning);
        assert_eq!(judge(&sites, None, true, 59).0, SystemHealth::Healthy);
    }
}
