use leptos::prelude::*;

use super::{confirm::Confirm, losses::Kept};
use crate::{
    api::{AcceptSite, RepairDrift},
    components::{Notice, Tone},
    model::{Doubt, DoubtedSite, DriftOverview},
};

/// Sites that showed the last run something it did not believe, and for each the way to say that it is so.
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
    // Its figures change, while a dialog may be open.
    let name = instance.clone();
    let message = Memo::new(move |before: Option<&String>| {
        let newest = |overview: &DriftOverview| {
            overview.sites.iter().find(|site| site.instance == name).map(|site| site.message.clone())
        };
        overview.with(newest).unwrap_or_else(|| before.unwrap_or(&message).clone())
    });
    let way_out = match doubt {
        Doubt::AnotherJira => view! { <Follow instance accept /> }.into_any(),
        Doubt::ProjectsLost => view! { <AreGone instance repair /> }.into_any(),
        Doubt::NoProjects => ().into_any(),
    };
    view! {
        <Notice tone=Tone::Warn>
            <p class="break">{message} "."</p>
            {way_out}
        </Notice>
    }
    .into_any()
}

#[component]
fn Follow(instance: String, accept: ServerAction<AcceptSite>) -> impl IntoView {
    let id = format!("accept-site-{instance}");
    let members = vec![("site", instance.clone())];
    let what = format!(
        "From now on {instance} follows the Jira at its present address, and is read from the beginning."
    );
    let on_submit = Callback::new(move |()| {
        accept.dispatch(AcceptSite { site: instance.clone() });
    });
    view! {
        <Confirm
            id
            open="Follow this Jira…"
            title="Follow another Jira?"
            action="/forms/sites/accept"
            members
            submit="Follow this Jira"
            on_submit
        >
            <p>{what}</p>
            <p class="muted">
                "What was read so far stays in the tables under a name of its own, and is no longer live."
            </p>
        </Confirm>
    }
    .into_any()
}

#[component]
fn AreGone(instance: String, repair: ServerAction<RepairDrift>) -> impl IntoView {
    let id = format!("accept-departures-{instance}");
    let members = vec![("accept_losses", "true".to_owned()), ("site", instance.clone())];
    let look = format!(
        "Look at the projects in Jira first, signed in as the account that jira-sync uses for {instance}. If they are really gone, their issues may be marked."
    );
    let on_submit = Callback::new(move |()| {
        repair.dispatch(RepairDrift { accept_losses: true, site: Some(instance.clone()), project: None });
    });
    view! {
        <Confirm
            id
            open="They are really gone…"
            title="Mark these projects as gone?"
            action="/forms/drift/repair"
            members
            submit="Mark as gone"
            on_submit
        >
            <p>{look}</p>
            <Kept />
        </Confirm>
    }
    .into_any()
}
