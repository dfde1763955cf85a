use leptos::prelude::*;

use crate::{
    base_path::at,
    components::{Badge, Card, Glyph, Icon, Load, Look, Relative, Tone},
    error::ApiError,
    model::{Doubt, Edition, SiteHealth, SiteProblem, SystemHealth, SystemStatus},
    text::counted,
};

/// The system's health in one word, next to the page's title, with the reasons if it is not healthy.
#[component]
pub(super) fn HealthBadge(system: Resource<Result<SystemStatus, ApiError>>) -> impl IntoView {
    let look = |status: SystemStatus| match status.system_health {
        _ if !status.has_site() => Look::new(Tone::Quiet, Glyph::Site, "Connect a Jira site"),
        SystemHealth::Healthy => Look::new(Tone::Good, Glyph::Check, "Healthy"),
        SystemHealth::Warning => Look::new(Tone::Warn, Glyph::Alert, "Warning"),
        SystemHealth::Degraded => Look::new(Tone::Bad, Glyph::Cross, "Degraded"),
    };
    view! {
        <Load resource=system lines=0 let:system>
            <Badge look=Signal::derive(move || look(system.get())) />
            {move || {
                // What to do about a missing site is in a card of its own.
                let mut reasons =
                    if system.with(SystemStatus::has_site) { system.get().health_reasons } else { vec![] };
                // The notices below say these.
                system.with(|system| {
                    let said: Vec<String> = system.problems.iter().map(SiteProblem::reason).collect();
                    reasons.retain(|reason| !said.contains(reason));
                });
                (!reasons.is_empty())
                    .then(|| {
                        view! {
                            <ul class="health-reasons">
                                {reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}
                            </ul>
                        }
                    })
            }}
        </Load>
    }
}

/// The state of the database and of each Jira site at the last contact.
#[component]
pub(super) fn HealthCard(system: Resource<Result<SystemStatus, ApiError>>) -> impl IntoView {
    view! {
        <Card id="health" title="Connections">
            <Load resource=system let:system>
                <ul class="connections">
                    {move || view! { <Database status=system.get() /> }}
                    {move || {
                        system.get().sites.into_iter().map(|site| view! { <Site site /> }).collect_view()
                    }}
                </ul>
                <p class="hint">{move || format!("jira-sync {}", system.get().version)}</p>
            </Load>
        </Card>
    }
}

#[component]
fn Database(status: SystemStatus) -> impl IntoView {
    let kind = if status.database_kind == "postgres" { "PostgreSQL" } else { "SQLite" };
    let look = if status.database_connected {
        Look::new(Tone::Good, Glyph::Check, "Connected")
    } else {
        Look::new(Tone::Bad, Glyph::Cross, "Not responding")
    };
    view! {
        <li class="connection">
            <Icon glyph=Glyph::Database />
            <div>
                <p class="connection-name">"Database"</p>
                <p class="muted">{kind}</p>
            </div>
            <Badge look />
        </li>
    }
}

#[component]
fn Site(site: SiteHealth) -> impl IntoView {
    let look = match (site.enabled, site.connected) {
        _ if site.retired_at.is_some() => Look::new(Tone::Quiet, Glyph::Pause, "Removed"),
        (true, Some(true)) if site.doubt.is_some() => Look::new(Tone::Warn, Glyph::Alert, "Needs review"),
        (false, _) => Look::new(Tone::Quiet, Glyph::Pause, "Disabled"),
        _ if site.waiting_until.is_some() => Look::new(Tone::Warn, Glyph::Clock, "Waiting"),
        (true, None) => Look::new(Tone::Quiet, Glyph::Clock, "Not contacted yet"),
        (true, Some(true)) => Look::new(Tone::Good, Glyph::Check, "Connected"),
        (true, Some(false)) => Look::new(Tone::Bad, Glyph::Cross, "Failed"),
    };
    let edition = match site.edition {
        Some(Edition::Cloud) => "Cloud · ",
        Some(Edition::DataCenter) => "Data Center · ",
        None => "",
    };
    // The notice about a failing site has the message.
    let said = match site.site_problem() {
        Some(problem) => Some(problem.title),
        None => site.error_message,
    };
    let size = format!("{} in {}", counted(site.issues, "issue"), counted(site.projects, "project"));
    view! {
        <li class="connection">
            <Icon glyph=Glyph::Site />
            <div>
                <p class="connection-name">{site.name}</p>
                <p class="muted break">{edition} {site.base_url}</p>
                <p class="muted">
                    {size}
                    {site
                        .last_synced_at
                        .map(|at| {
                            view! {
                                ", synced "
                                <Relative at past=true />
                            }
                        })}
                </p>
                {site
                    .waiting_until
                    .map(|at| {
                        view! {
                            <p class="muted">
                                {site.waiting_reason} ". Syncing resumes automatically " <Relative at /> "."
                            </p>
                        }
                    })}
                {said.map(|message| view! { <p class="error-text break">{message}</p> })}
                {site
                    .doubt
                    .map(|doubt| match doubt {
                        Doubt::NoProjects => {
                            view! { <p class="error-text">"No visible projects. Grant the account Browse Projects."</p> }
                                .into_any()
                        }
                        Doubt::AnotherJira | Doubt::ProjectsLost => {
                            view! {
                                <p>
                                    <a href=at("/verify")>"Review on the Data check page"</a>
                                </p>
                            }
                                .into_any()
                        }
                    })}
            </div>
            <Badge look />
        </li>
    }
}
