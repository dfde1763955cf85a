use leptos::prelude::*;

use crate::{
    components::{Absolute, Badge, Fault, Relative, Stat, run_look},
    model::{Run, SyncMode, SyncType},
    text::{grouped, issue_rate, span},
};

/// The run's figures, who started it and when, and its error.
#[component]
pub(super) fn Summary(run: Signal<Run>) -> impl IntoView {
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
        SyncMode::Verify => "Verify: a comparison with Jira that changes nothing",
    };
    view! {
        <p class="state-line">
            <Badge look=Signal::derive(move || run.with(|run| run_look(run.status))) />
            <span class="muted">{mode}</span>
        </p>
        <dl class="stats">
            <Stat
                name="Issues processed"
                value=Signal::derive(move || run.with(|run| grouped(run.total_issues)))
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
            <Stat name="Duration" value=Signal::derive(move || run.with(|run| span(run.duration_seconds))) />
            <Stat
                name="Rate"
                value=Signal::derive(move || run.with(|run| issue_rate(run.issues_per_second)))
            />
        </dl>
        <dl class="facts">
            <div>
                <dt>"Started"</dt>
                <dd>
                    <Absolute at=Signal::derive(move || run.get().started_at) />
                    <span class="sub muted">
                        <Relative at=Signal::derive(move || run.get().started_at) past=true />
                    </span>
                </dd>
            </div>
            <div>
                <dt>"Ended"</dt>
                <dd>
                    {move || match run.get().completed_at {
                        Some(at) => view! { <Absolute at /> }.into_any(),
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
                <dd class="mono break">{move || run.get().sync_id}</dd>
            </div>
        </dl>
        {move || run.get().error_message.map(|message| view! { <Fault message /> })}
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
