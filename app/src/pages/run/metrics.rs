use leptos::prelude::*;

use crate::{
    components::{Card, EmptyState, Glyph, LineChart, Load, Point},
    error::ApiError,
    model::{MetricValue, RunMetrics},
    text::measured,
};

/// The run's metrics: a number for a single value, a line chart for several.
#[component]
pub(super) fn MetricsCard(metrics: Resource<Result<RunMetrics, ApiError>>) -> impl IntoView {
    view! {
        <Card id="metrics" title="Metrics">
            <Load resource=metrics let:metrics>
                {move || {
                    let metrics = metrics.get().metrics;
                    if metrics.is_empty() {
                        return view! {
                            <EmptyState glyph=Glyph::Info title="No metrics yet">
                                "Metrics are recorded during a run and at its end."
                            </EmptyState>
                        }
                            .into_any();
                    }
                    let (lines, figures): (Vec<_>, Vec<_>) = metrics
                        .into_iter()
                        .partition(|(_, values)| values.len() > 1);
                    view! {
                        <Figures figures />
                        <div class="charts">
                            {lines
                                .into_iter()
                                .map(|(name, values)| line(words(&name), values))
                                .collect_view()}
                        </div>
                    }
                        .into_any()
                }}
            </Load>
        </Card>
    }
}

#[component]
fn Figures(figures: Vec<(String, Vec<MetricValue>)>) -> impl IntoView {
    let rows = figures
        .into_iter()
        .filter_map(|(name, mut values)| Some((name, values.pop()?)))
        .map(|(name, value)| {
            view! {
                <tr>
                    <th scope="row">{words(&name)}</th>
                    <td class="number">{measured(value.value, &value.unit)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <table class="table compact">
                <caption class="visually-hidden">"Metrics of this run"</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">"Metric"</th>
                        <th scope="col">"Value"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

fn line(title: String, values: Vec<MetricValue>) -> impl IntoView {
    let unit = values.first().map(|value| value.unit.clone()).unwrap_or_default();
    let points =
        values.into_iter().map(|value| Point { at: value.recorded_at, value: value.value }).collect();
    view! { <LineChart title unit points /> }
}

/// Converts `issues_per_second` to `Issues per second`.
fn words(name: &str) -> String {
    let mut text = name.replace(['_', '.'], " ");
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}
