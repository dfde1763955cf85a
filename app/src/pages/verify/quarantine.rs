use leptos::prelude::*;

use crate::{
    components::{Card, Column, EmptyState, Glyph, Table},
    model::DriftOverview,
    text::grouped,
};

/// The headings of the table.
const COLUMNS: &[Column] =
    &[Column::text("Issue"), Column::text("Project"), Column::text("Reason"), Column::number("Attempts")];

/// Issues that could not be read from Jira or saved, with the reasons. They are retried at growing intervals.
#[component]
pub(super) fn QuarantineCard(overview: Signal<DriftOverview>) -> impl IntoView {
    view! {
        <Card id="quarantine" title="Quarantined issues">
            {move || {
                let rows = overview.with(|overview| overview.quarantined.clone());
                if rows.is_empty() {
                    return view! {
                        <EmptyState glyph=Glyph::Check title="None">
                            "Every issue that was read could be saved."
                        </EmptyState>
                    }
                        .into_any();
                }
                view! {
                    <Table caption="Quarantined issues, retried at growing intervals" columns=COLUMNS>
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
                    </Table>
                }
                    .into_any()
            }}
        </Card>
    }
}
