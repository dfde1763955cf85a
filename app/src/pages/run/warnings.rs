use leptos::prelude::*;

use crate::{
    components::{Card, Column, EmptyState, Glyph, Load, Table},
    error::ApiError,
    model::{RunWarnings, place_name},
    text::grouped,
};

/// The headings of the table.
const COLUMNS: &[Column] = &[
    Column::text("Where"),
    Column::text("Problem"),
    Column::text("Site / project"),
    Column::text("For example"),
    Column::number("Times"),
];

/// Odd values in Jira's answers and lists that could not be read: where, what, how often, and an issue to look at.
#[component]
pub(super) fn WarningsCard(warnings: Resource<Result<RunWarnings, ApiError>>) -> impl IntoView {
    view! {
        <Card id="warnings" title="Data warnings">
            <Load resource=warnings let:answer>
                {move || {
                    let warnings = answer.get().warnings;
                    if warnings.is_empty() {
                        return view! {
                            <EmptyState glyph=Glyph::Info title="No warnings">
                                "Jira sent every list and value in the expected format."
                            </EmptyState>
                        }
                            .into_any();
                    }
                    view! {
                        <p class="muted">
                            "An unreadable value was skipped or kept as it came. A list that could not be read keeps
                            its previous rows; the next sync tries it again."
                        </p>
                        <Table caption="Data warnings of this run" columns=COLUMNS>
                            {warnings
                                .into_iter()
                                .map(|row| {
                                    let place = place_name(&row.instance, &row.project_key);
                                    view! {
                                        <tr>
                                            <th scope="row">
                                                <code>{row.path}</code>
                                            </th>
                                            <td data-label="Problem">{row.problem}</td>
                                            <td data-label="Site / project">{place}</td>
                                            <td data-label="For example">{example(row.example_issue)}</td>
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

fn example(issue: String) -> String {
    if issue.is_empty() { "–".to_owned() } else { issue }
}
