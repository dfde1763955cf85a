use leptos::prelude::*;

use super::losses::Kept;
use crate::{
    api::{AcceptSite, RepairDrift},
    components::{Confirm, Notice, Tone},
    model::{Doubt, DoubtedSite, DriftOverview},
};

/// Sites whose last run found something implausible, each with a button to confirm it.
#[component]
pub(super) fn Doubts(
    overview: Signal<DriftOverview>,
    repair: ServerAction<RepairDrift>,
    accept: ServerAction<AcceptSite>,
) -> impl IntoView {
    view! {
        <For
            each=move || overview.with(|overview| overview.sites.clone())
            key=|site| (site.instance.clone(), site.doubt)
            let:site
        >
            <DoubtNotice overview site repair accept />
        </For>
    }
}

#[component]
fn DoubtNotice(
    overview: Signal<DriftOverview>,
    site: DoubtedSite,
    repair: ServerAction<RepairDrift>,
    accept: ServerAction<AcceptSite>,
) -> impl IntoView {
    let DoubtedSite { instance, doubt, message } = site;
    // The figures may change while a dialog is open.
    let name = instance.clone();
    let message = Memo::new(move |before: Option<&String>| {
        let newest = |overview: &DriftOverview| {
            overview.sites.iter().find(|site| site.instance == name).map(|site| site.message.clone())
        };
        overview.with(newest).unwrap_or_else(|| before.unwrap_or(&message).clone())
    });
    let confirmation = match doubt {
        Doubt::AnotherJira => view! { <AcceptJira instance accept /> }.into_any(),
        Doubt::ProjectsLost => view! { <AcceptDeparture instance repair /> }.into_any(),
        Doubt::NoProjects => ().into_any(),
    };
    view! {
        <Notice tone=Tone::Warn>
            <p class="break">{message} "."</p>
            <div class="actions">{confirmation}</div>
        </Notice>
    }
    .into_any()
}

#[component]
fn AcceptJira(instance: String, accept: ServerAction<AcceptSite>) -> impl IntoView {
    let id = format!("accept-site-{instance}");
    let members = vec![("site", instance.clone())];
    let what = format!("{instance} will copy the Jira at its current address, starting with a first sync.");
    let on_submit = Callback::new(move |()| {
        accept.dispatch(AcceptSite { site: instance.clone() });
    });
    view! {
        <Confirm
            id
            open="Accept this Jira…"
            class="small"
            title="Accept another Jira?"
            action="/forms/sites/accept"
            members
            submit="Accept this Jira"
            on_submit
        >
            <p>{what}</p>
            <p class="muted">
                "The data copied so far stays in the tables under a different site name, and the live views leave it out."
            </p>
        </Confirm>
    }
    .into_any()
}

#[component]
fn AcceptDeparture(instance: String, repair: ServerAction<RepairDrift>) -> impl IntoView {
    let id = format!("accept-departures-{instance}");
    let members = vec![("accept_losses", "true".to_owned()), ("site", instance.clone())];
    let look = format!(
        "First check the projects in Jira, signed in as the account that jira-sync uses for {instance}. If they no longer exist, mark their issues as deleted."
    );
    let on_submit = Callback::new(move |()| {
        repair.dispatch(RepairDrift { accept_losses: true, site: Some(instance.clone()), project: None });
    });
    view! {
        <Confirm
            id
            open="Confirm deletion…"
            class="small"
            title="Mark these projects as deleted?"
            action="/forms/drift/repair"
            members
            submit="Mark as deleted"
            on_submit
        >
            <p>{look}</p>
            <Kept />
        </Confirm>
    }
    .into_any()
}
