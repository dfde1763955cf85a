use leptos::prelude::*;

use crate::{
    base_path::at,
    components::{Badge, Card, DayTime, EmptyState, Fault, Glyph, Load, Relative, run_look},
    error::ApiError,
    model::{Run, SystemStatus},
    text::{counted, grouped, span},
};

/// The result of the last run.
#[component]
pub(super) fn LastSyncCard(system: Resource<Result<SystemStatus, ApiError>>) -> impl IntoView {
    view! {
        <Card id="last" title="Last sync">
            <Load resource=system let:system>
                {move || match system.get().last_sync {
                    Some(run) => view! { <LastRun run /> }.into_any(),
                    None => {
                        let next_step = match system.with(SystemStatus::has_site) {
                            true => "Press Start sync, or wait for the schedule.",
                            false => "Connect a Jira site first.",
                        };
                        view! {
                            <EmptyState glyph=Glyph::Clock title="No sync has run yet">
                                {next_step}
                            </EmptyState>
                        }
                            .into_any()
                    }
                }}
            </Load>
        </Card>
    }
}

#[component]
fn LastRun(run: Run) -> impl IntoView {
    let ended = run.completed_at.clone().unwrap_or_else(|| run.started_at.clone());
    let projects =
        format!("{} of {}", grouped(run.successful_projects), counted(run.total_projects, "project"));
    let changes = format!("{} new, {} updated", grouped(run.issues_created), grouped(run.issues_updated));
    view! {
        <p class="state-line">
            <Badge look=run_look(run.status) />
            <a href=at(&format!("/history/{}", run.sync_id))>"View run"</a>
        </p>
        <dl class="facts">
            <div>
                <dt>"Ended"</dt>
                <dd>
                    <Relative at=ended.clone() past=true />
                    <span class="sub muted">
                        <DayTime at=ended />
                    </span>
                </dd>
            </div>
            <div>
                <dt>"Duration"</dt>
                <dd>{span(run.duration_seconds)}</dd>
            </div>
            <div>
                <dt>"Issues"</dt>
                <dd>{counted(run.total_issues, "issue")} <span class="sub muted">{changes}</span></dd>
            </div>
            <div>
                <dt>"Projects"</dt>
                <dd>{projects}</dd>
            </div>
        </dl>
        {run.error_message.map(|message| view! { <Fault message /> })}
    }
}
