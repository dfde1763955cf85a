use leptos::prelude::*;

use crate::{
    components::{Card, Column, EmptyState, Glyph, Load, Table},
    error::ApiError,
    model::RunWarnings,
    text::grouped,
};

/// The headings of the table.
const COLUMNS: &[Column] = &[
    Column::text("Where"),
    Column::text("Problem"),
    Column::text("Project"),
    Column::text("For example"),
    Column::number("Times"),
];

/// Odd values in Jira's documents: where, what, how often, and an issue to look at.
#[component]
pub(super) fn WarningsCard(warnings: Resource<Result<RunWarnings, ApiError>>) -> impl IntoView {
    view! {
        <Card id="warnings" title="Odd values">
            <Load resource=warnings let:answer>
                {move || {
                    let warnings = answer.get().warnings;
                    if warnings.is_empty() {
                        return view! {
                            <EmptyState glyph=Glyph::Info title="Nothing odd">
                                "Every value that Jira sent was of the form it documents."
                            </EmptyState>
                        }
                            .into_any();
                    }
                    view! {
                        <p class="muted">
                            "These values were left out or kept as they came; the rest of each issue is stored."
                        </p>
                        <Table caption="Odd values of this run" columns=COLUMNS>
                            {warnings
                                .into_iter()
                                .map(|row| {
                                    view! {
                                        <tr>
                                            <th scope="row">
                                                <code>{row.path}</code>
                                            </th>
                                            <td data-label="Problem">{row.problem}</td>
                                            <td data-label="Project">{row.project_key}</td>
                                            <td data-label="For example">{row.example_issue}</td>
                                            <td data-label="Times" class="number">
                                                {grouped(row.count)}
                                            </td>
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </Table>
                    }
                        .into_any()
                }}
            </Load>
        </Card>
    }
}
