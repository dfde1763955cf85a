use leptos::prelude::*;

use crate::{
    base_path::at,
    browser::use_clock,
    components::{DayTime, day_time_text},
    model::{Run, RunStatus, SyncMode},
    text::{counted, span},
};

/// Whether the run found nothing new and there is nothing else to say of it.
pub(super) fn is_quiet(run: &Run) -> bool {
    run.status == RunStatus::Completed
        && run.mode == SyncMode::Incremental
        && run.issues_created + run.issues_updated + run.issues_failed + run.failed_projects == 0
        && run.error_message.is_none()
}

/// The runs in their order, with consecutive quiet ones in one group. Any other run is a group of its own.
pub(super) fn grouped_runs(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut groups: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match groups.last_mut() {
            Some(group) if is_quiet(&run) && group.iter().all(is_quiet) => group.push(run),
            _ => groups.push(vec![run]),
        }
    }
    groups
}

/// The row of consecutive runs without changes, which opens to a list of them.
#[component]
pub(super) fn QuietRuns(
    /// At least one, newest first.
    runs: Vec<Run>,
    columns: usize,
    /// The ids of the runs in opened rows: these stay open when the history is loaded again.
    opened: RwSignal<Vec<String>>,
) -> impl IntoView {
    let clock = use_clock();
    let ids: Vec<String> = runs.iter().map(|run| run.sync_id.clone()).collect();
    let open = opened.with_untracked(|opened| ids.iter().any(|id| opened.contains(id)));
    let toggle = move |_| {
        opened.update(|opened| {
            let was_open = ids.iter().any(|id| opened.contains(id));
            opened.retain(|id| !ids.contains(id));
            if !was_open {
                opened.extend(ids.iter().cloned());
            }
        });
    };
    let number = counted(runs.len() as u64, "run");
    let newest = runs.first().map(|run| run.started_at.clone());
    let oldest = runs.last().map(|run| run.started_at.clone());
    let period = move || {
        let text = |at: &crate::model::Timestamp| day_time_text(at, clock, clock.now.get());
        match (&oldest, &newest) {
            (Some(oldest), Some(newest)) => format!("{} – {}", text(oldest), text(newest)),
            _ => String::new(),
        }
    };
    view! {
        <tr class="fold-row">
            <td colspan=columns>
                <details class="fold" open=open>
                    <summary on:click=toggle>
                        {format!("{number} without changes")} " "
                        <span class="fold-period">{period}</span>
                    </summary>
                    <ul class="quiet-runs">{runs.into_iter().map(line).collect_view()}</ul>
                </details>
            </td>
        </tr>
    }
    .into_any()
}

fn line(run: Run) -> impl IntoView {
    let figures = format!("{}, {} processed", span(run.duration_seconds), counted(run.total_issues, "issue"));
    view! {
        <li>
            <a href=at(&format!("/history/{}", run.sync_id))>
                <DayTime at=run.started_at />
                <span>{figures}</span>
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SyncType, Timestamp};

    fn run(sync_id: &str, issues_updated: u64) -> Run {
        Run {
            sync_id: sync_id.into(),
            status: RunStatus::Completed,
            sync_type: SyncType::Scheduled,
            initiated_by: "scheduler".into(),
            schedule_id: None,
            mode: SyncMode::Incremental,
            started_at: Timestamp("2026-11-27T07:51:13Z".into()),
            completed_at: Some(Timestamp("2026-11-27T07:51:18Z".into())),
            duration_seconds: 5.0,
            total_projects: 14,
            successful_projects: 14,
            failed_projects: 0,
            total_issues: 5,
            issues_created: 0,
            issues_updated,
            issues_failed: 0,
            issues_per_second: 1.0,
            error_message: None,
            details_removed_at: None,
        }
    }

    #[test]
    fn only_consecutive_runs_without_changes_are_in_one_group() {
        let runs = vec![run("a", 0), run("b", 3), run("c", 0), run("d", 0), run("e", 1), run("f", 1)];
        let groups: Vec<String> = grouped_runs(runs)
            .iter()
            .map(|group| group.iter().map(|run| run.sync_id.as_str()).collect())
            .collect();
        assert_eq!(groups, ["a", "b", "cd", "e", "f"]);
    }

    #[test]
    fn failed_full_and_incomplete_runs_are_not_quiet() {
        assert!(is_quiet(&run("a", 0)));
        for other in [
            Run { status: RunStatus::Failed, ..run("a", 0) },
            Run { status: RunStatus::Running, ..run("a", 0) },
            Run { mode: SyncMode::Full, ..run("a", 0) },
            Run { issues_failed: 1, ..run("a", 0) },
            Run { error_message: Some("a note".into()), ..run("a", 0) },
        ] {
            assert!(!is_quiet(&other), "{other:?}");
        }
    }
}
