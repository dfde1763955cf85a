use leptos::prelude::*;

use crate::{
    components::{Badge, DayTime, Glyph, Look, Notice, Relative, Tone},
    model::{DriftOverview, ProjectDrift},
    text::counted,
};

/// How well the data matches Jira: as a badge, in figures, and as of when.
#[component]
pub(super) fn State(overview: Signal<DriftOverview>) -> impl IntoView {
    let look = Signal::derive(move || overview.with(look));
    let compared_at = Memo::new(move |_| overview.with(|overview| overview.compared_at.clone()));
    view! {
        <p class="state-line">
            <Badge look />
            <span class="muted">{move || overview.with(words)}</span>
        </p>
        {move || {
            compared_at
                .get()
                .map(|at| {
                    view! {
                        <p class="muted">"Compared: " <DayTime at=at.clone() /> " (" <Relative at past=true /> ")"</p>
                    }
                })
        }}
        {move || {
            overview
                .with(|overview| overview.error_message.clone())
                .map(|message| view! { <Notice tone=Tone::Bad>{message}</Notice> })
        }}
    }
    .into_any()
}

fn sum(overview: &DriftOverview, of: fn(&ProjectDrift) -> u64) -> u64 {
    overview.projects.iter().map(of).sum()
}

fn pending(overview: &DriftOverview) -> u64 {
    sum(overview, |project| project.pending)
}

/// Good only if nothing is open: no difference, no quarantined issue, no question to a person.
fn look(overview: &DriftOverview) -> Look {
    let failed = overview.error_message.is_some()
        || overview.projects.iter().any(|project| project.error_message.is_some());
    let warn = |word| Look::new(Tone::Warn, Glyph::Alert, word);
    match sum(overview, ProjectDrift::differing) {
        _ if overview.census_running => Look::new(Tone::Busy, Glyph::Sync, "Census running"),
        _ if overview.checking => Look::new(Tone::Busy, Glyph::Sync, "Comparing"),
        _ if overview.projects.is_empty() => Look::new(Tone::Quiet, Glyph::Info, "Unknown"),
        1.. => warn("Differs"),
        0 if failed => warn("Partly checked"),
        0 if !overview.sites.is_empty() => warn("Needs review"),
        0 if !overview.quarantined.is_empty() => warn("Quarantined"),
        0 if pending(overview) > 0 => Look::new(Tone::Quiet, Glyph::Clock, "Not synced yet"),
        0 => Look::new(Tone::Good, Glyph::Check, "Matches Jira"),
    }
}

fn words(overview: &DriftOverview) -> String {
    if overview.projects.is_empty() {
        return "The data has not been compared with Jira yet.".to_owned();
    }
    let compared = counted(sum(overview, |project| project.issues), "issue");
    let differences = match sum(overview, ProjectDrift::differing) {
        0 => "no differences".to_owned(),
        count => counted(count, "difference"),
    };
    let mut text = format!("{compared} compared, {differences}");
    let further = [(pending(overview), "not synced yet"), (overview.quarantined.len() as u64, "quarantined")];
    for (count, what) in further.into_iter().filter(|(count, _)| *count > 0) {
        text.push_str(&format!(", {} {what}", counted(count, "issue")));
    }
    match (overview.census_running, overview.checking) {
        (true, _) => text + ". These figures are from before the census that is running.",
        (_, true) => text + ". These figures are from the previous comparison.",
        _ => text + ".",
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Doubt, DoubtedSite, QuarantinedIssue, Timestamp};

    use super::*;

    fn compared(missing: u64, pending: u64) -> DriftOverview {
        let project = ProjectDrift {
            instance: "work".to_owned(),
            project_key: "ORB".to_owned(),
            checked_at: Timestamp(String::new()),
            issues: 1_000,
            missing,
            outdated: 0,
            surplus: 0,
            pending,
            quarantined: 0,
            lost_before: 0,
            error_message: None,
        };
        DriftOverview {
            checking: false,
            census_running: false,
            compared_at: None,
            error_message: None,
            sites: vec![],
            projects: vec![project],
            quarantined: vec![],
        }
    }

    #[test]
    fn only_data_without_open_questions_matches_jira() {
        assert_eq!(look(&compared(0, 0)).word, "Matches Jira");
        assert_eq!(look(&compared(0, 1)).word, "Not synced yet");
        assert_eq!(look(&compared(1, 1)).word, "Differs");
        let doubted =
            DoubtedSite { instance: String::new(), doubt: Doubt::ProjectsLost, message: String::new() };
        assert_eq!(look(&DriftOverview { sites: vec![doubted], ..compared(0, 0) }).word, "Needs review");
        let quarantined = QuarantinedIssue {
            instance: String::new(),
            project_key: None,
            document: String::new(),
            reason: String::new(),
            first_seen_at: Timestamp(String::new()),
            last_seen_at: Timestamp(String::new()),
            attempts: 1,
        };
        let quarantined = DriftOverview { quarantined: vec![quarantined], ..compared(0, 0) };
        assert_eq!(look(&quarantined).word, "Quarantined");
        assert_eq!(words(&quarantined), "1,000 issues compared, no differences, 1 issue quarantined.");
        let failed = DriftOverview { error_message: Some("no answer".to_owned()), ..compared(0, 0) };
        assert_eq!(look(&failed).word, "Partly checked");
    }

    #[test]
    fn what_the_next_sync_fetches_is_told_apart_from_what_is_wrong() {
        assert_eq!(words(&compared(3, 0)), "1,000 issues compared, 3 differences.");
        assert_eq!(words(&compared(0, 2)), "1,000 issues compared, no differences, 2 issues not synced yet.");
    }
}
