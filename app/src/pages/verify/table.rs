use leptos::prelude::*;

use crate::{components::Fault, model::ProjectDrift, text::grouped};

/// What differs, a row each project.
#[component]
pub(super) fn DriftTable(rows: Signal<Vec<ProjectDrift>>) -> impl IntoView {
    view! {
        <table class="table cards">
            <caption class="visually-hidden">"Projects compared with Jira"</caption>
            <thead>
                <tr>
                    <th scope="col">"Project"</th>
                    <th scope="col" class="number">
                        "Issues in Jira"
                    </th>
                    <th scope="col" class="number">
                        "Missing here"
                    </th>
                    <th scope="col" class="number">
                        "Outdated"
                    </th>
                    <th scope="col" class="number">
                        "Gone in Jira"
                    </th>
                </tr>
            </thead>
            <tbody>
                {move || rows.get().into_iter().map(|row| view! { <DriftRow row /> }).collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn DriftRow(row: ProjectDrift) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.project_key} <span class="sub muted">{row.instance}</span></th>
            <td data-label="Issues in Jira" class="number">
                {grouped(row.issues)}
            </td>
            <td data-label="Missing here" class="number">
                {grouped(row.missing)}
            </td>
            <td data-label="Outdated" class="number">
                {grouped(row.outdated)}
            </td>
            <td data-label="Gone in Jira" class="number">
                {grouped(row.surplus)}
            </td>
        </tr>
        {row
            .error_message
            .map(|message| {
                view! {
                    <tr class="fault-row">
                        <td colspan="5">
                            <Fault message />
                        </td>
                    </tr>
                }
            })}
    }
}
