use leptos::prelude::*;

use crate::{
    components::{Card, EmptyState, Glyph},
    model::DriftOverview,
    text::grouped,
};

/// Issues that cannot be stored: kept with their documents, and tried again by every run.
#[component]
pub(super) fn QuarantineCard(overview: Signal<DriftOverview>) -> impl IntoView {
    view! {
        <Card id="quarantine" title="Issues set aside">
            {move || {
                let rows = overview.with(|overview| overview.quarantined.clone());
                if rows.is_empty() {
                    return view! {
                        <EmptyState glyph=Glyph::Check title="None">
                            "Every issue that Jira sent could be stored."
                        </EmptyState>
                    }
                        .into_any();
                }
                view! {
                    <table class="table cards">
                        <caption class="visually-hidden">"Issues that cannot be stored"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Issue"</th>
                                <th scope="col">"Project"</th>
                                <th scope="col">"Reason"</th>
                                <th scope="col" class="number">
                                    "Attempts"
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows
                                .into_iter()
                                .map(|row| {
                                    view! {
                                        <tr>
                                            <th scope="row">
                                                {row.document} <span class="sub muted">{row.instance}</span>
                                            </th>
                                            <td data-label="Project">{row.project_key}</td>
                                            <td data-label="Reason">{row.reason}</td>
                                            <td data-label="Attempts" class="number">
                                                {grouped(row.attempts)}
                                            </td>
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                }
                    .into_any()
            }}
        </Card>
    }
}
