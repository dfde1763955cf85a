use leptos::prelude::*;

use crate::{
    components::{Card, Column, EmptyState, Glyph, Load, Table},
    error::ApiError,
    model::{RunWarning, RunWarnings, place_name},
    text::{counted, grouped},
};

/// How many data warnings are shown; the rest is folded.
const SHOWN: usize = 20;
/// The headings of the table.
const COLUMNS: &[Column] = &[
    Column::text("Where"),
    Column::text("Problem"),
    Column::text("Site / project"),
    Column::text("Example"),
    Column::number("Count"),
];

/// Unexpected values in Jira's responses and lists that could not be read, with their count and an example issue.
#[component]
pub(super) fn WarningsCard(warnings: Resource<Result<RunWarnings, ApiError>>) -> impl IntoView {
    view! {
        <Card id="warnings" title="Data warnings">
            <Load resource=warnings let:answer>
                {move || {
                    let mut warnings = answer.get().warnings;
                    let folded = warnings.split_off(warnings.len().min(SHOWN));
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
                            "Unexpected values were skipped or stored unchanged. Lists that could not be read keep
                            their previous rows; the next sync tries again."
                        </p>
                        <WarningRows warnings />
                        {(!folded.is_empty())
                            .then(|| {
                                view! {
                                    <details class="fold">
                                        <summary>
                                            {counted(folded.len() as u64, "more data warning")}
                                        </summary>
                                        <WarningRows warnings=folded />
                                    </details>
                                }
                            })}
                    }
                        .into_any()
                }}
            </Load>
        </Card>
    }
}

#[component]
fn WarningRows(warnings: Vec<RunWarning>) -> impl IntoView {
    let row = |row: RunWarning| {
        let place = place_name(&row.instance, &row.project_key);
        view! {
            <tr>
                <th scope="row">
                    <code>{row.path}</code>
                </th>
                <td data-label="Problem">{row.problem}</td>
                <td data-label="Site / project">{place}</td>
                <td data-label="Example">{example(row.example_issue)}</td>
                <td data-label="Count" class="number">
                    {grouped(row.count)}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption="Data warnings of this run" columns=COLUMNS>
            {warnings.into_iter().map(row).collect_view()}
        </Table>
    }
    .into_any()
}

fn example(issue: String) -> String {
    if issue.is_empty() { "–".to_owned() } else { issue }
}
