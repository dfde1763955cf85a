use leptos::prelude::*;

use crate::{
    base_path::at,
    components::{Notice, Tone},
    model::{SiteProblem, SystemStatus},
};

/// What prevents sites and projects from being synced: each problem with what to do, and the messages behind it.
#[component]
pub(super) fn Problems(system: Signal<SystemStatus>) -> impl IntoView {
    let problems = Memo::new(move |_| system.with(|system| system.problems.clone()));
    view! { <div class="problems">{move || problems.get().into_iter().map(notice).collect_view()}</div> }
        .into_any()
}

fn notice(problem: SiteProblem) -> AnyView {
    let tone = if problem.kind.is_partial() { Tone::Warn } else { Tone::Bad };
    let review = problem.kind.is_partial().then(|| {
        view! {
            " "
            <a href=at("/verify")>"Open Data check"</a>
        }
    });
    view! {
        <Notice tone>
            <strong>{problem.title}</strong>
            <p>{problem.remedy} {review}</p>
            <details>
                <summary>"Details"</summary>
                <p class="detail break">{problem.detail}</p>
            </details>
        </Notice>
    }
    .into_any()
}
