use leptos::prelude::*;

use crate::{
    components::{Badge, DayTime, Fault, Relative, Stat, run_look},
    model::{Progress, Run, SyncMode, SyncType},
    pages::dashboard::ProgressHead,
    text::{grouped, issue_rate, span},
};

/// The run's figures, its progress while it is active, who started it and when, and its error.
#[component]
pub(super) fn Summary(
    run: Signal<Run>,
    /// Of this run; None if it is not known.
    progress: Signal<Option<Progress>>,
) -> impl IntoView {
    let status = Memo::new(move |_| run.with(|run| run.status));
    let started = Memo::new(move |_| run.with(|run| run.started_at.clone()));
    let completed = Memo::new(move |_| run.with(|run| run.completed_at.clone()));
    let error = Memo::new(move |_| run.with(|run| run.error_message.clone()));
    let running = Memo::new(move |_| status.get().is_active() && progress.with(Option::is_some));
    let processed = move || {
        let expected =
            progress.with(|progress| progress.as_ref().map_or(0, |progress| progress.total_issues));
        run.with(|run| match expected {
            0 => grouped(run.total_issues),
            _ if !run.status.is_active() => grouped(run.total_issues),
            expected => format!("{} of {}", grouped(run.total_issues), grouped(expected)),
        })
    };
    let time_left = move || {
        let left = progress.with(|progress| progress.as_ref().and_then(|progress| progress.seconds_left));
        left.filter(|_| running.get())
            .map(|seconds| format!("about {} left", span(seconds.ceil())))
            .unwrap_or_default()
    };
    let started_by = move || {
        run.with(|run| match run.sync_type {
            SyncType::Scheduled => "Scheduler".to_owned(),
            SyncType::Webhook => "Jira webhook".to_owned(),
            SyncType::Manual => run.initiated_by.clone(),
        })
    };
    let mode = move || match run.with(|run| run.mode) {
        SyncMode::Full => "Full: all issues",
        SyncMode::Incremental => "Incremental: new and updated issues",
        SyncMode::Census => "Census: a full comparison with Jira",
        SyncMode::Refetch => "Refetch: issues named by webhooks",
        SyncMode::Verify => "Data check: a comparison with Jira that changes nothing",
    };
    view! {
        <p class="state-line">
            <Badge look=Signal::derive(move || run_look(status.get())) />
            <span class="muted">{mode}</span>
        </p>
        {move || {
            let first = if running.get() { progress.get_untracked() } else { None };
            first
                .map(|first| {
                    let progress = Signal::derive(move || progress.get().unwrap_or_else(|| first.clone()));
                    view! { <ProgressHead progress /> }
                })
        }}
        <dl class="stats">
            <Stat
                name="Issues processed"
                value=Signal::derive(processed)
                note=Signal::derive(move || run.with(changes))
            />
            <Stat
                name="Projects"
                value=Signal::derive(move || {
                    run.with(|run| {
                        format!("{} of {}", grouped(run.successful_projects), grouped(run.total_projects))
                    })
                })
                note=Signal::derive(move || run.with(|run| failed(run.failed_projects)))
            />
            <Stat
                name="Duration"
                value=Signal::derive(move || run.with(|run| span(run.duration_seconds)))
                note=Signal::derive(time_left)
            />
            <Stat
                name="Rate"
                value=Signal::derive(move || run.with(|run| issue_rate(run.issues_per_second)))
            />
        </dl>
        <dl class="facts">
            <div>
                <dt>"Started"</dt>
                <dd>
                    <DayTime at=started />
                    <span class="sub muted">
                        <Relative at=started past=true />
                    </span>
                </dd>
            </div>
            <div>
                <dt>"Ended"</dt>
                <dd>
                    {move || match completed.get() {
                        Some(at) => view! { <DayTime at /> }.into_any(),
                        None => view! { "Still running" }.into_any(),
                    }}
                </dd>
            </div>
            <div>
                <dt>"Started by"</dt>
                <dd>{started_by}</dd>
            </div>
            <div>
                <dt>"Run ID"</dt>
                <dd class="mono break">{move || run.with(|run| run.sync_id.clone())}</dd>
            </div>
        </dl>
        {move || error.get().map(|message| view! { <Fault message /> })}
    }
    .into_any()
}

fn changes(run: &Run) -> String {
    let mut text = format!("{} new, {} updated", grouped(run.issues_created), grouped(run.issues_updated));
    if run.issues_failed > 0 {
        text.push_str(&format!(", {} failed", grouped(run.issues_failed)));
    }
    text
}

fn failed(projects: u64) -> String {
    if projects == 0 { String::new() } else { format!("{} failed", grouped(projects)) }
}
