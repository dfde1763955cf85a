use leptos::prelude::*;

use crate::{
    components::Absolute,
    model::Timestamp,
    text::{figure, measured},
};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 96.0;
/// Margin for the thickness of the line.
const EDGE: f64 = 4.0;

/// A value and when it was measured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) at: Timestamp,
    pub(crate) value: f64,
}

/// A line over time, with a table of the same values for accessibility.
#[component]
pub(crate) fn LineChart(title: String, unit: String, points: Vec<Point>) -> impl IntoView {
    let (low, high) = range(&points);
    let line = outline(&points);
    let area = format!("{line} L{:.1} {HEIGHT} L{EDGE} {HEIGHT} Z", WIDTH - EDGE);
    let description =
        format!("{title}: {} values between {} and {}", points.len(), figure(low), measured(high, &unit));
    view! {
        <figure class="chart">
            <figcaption>
                <strong>{title.clone()}</strong>
                <span class="muted">{format!("{} – {}", figure(low), measured(high, &unit))}</span>
            </figcaption>
            <svg
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-label=description
                preserveAspectRatio="none"
            >
                <path class="chart-area" d=area />
                <path class="chart-line" d=line />
            </svg>
            <details>
                <summary>"Values as a table"</summary>
                <table class="table compact">
                    <thead>
                        <tr>
                            <th scope="col">"Time"</th>
                            <th scope="col" class="number">
                                "Value"
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {points
                            .into_iter()
                            .map(|point| {
                                view! {
                                    <tr>
                                        <td>
                                            <Absolute at=point.at />
                                        </td>
                                        <td class="number">{measured(point.value, &unit)}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </details>
        </figure>
    }
}

fn range(points: &[Point]) -> (f64, f64) {
    points
        .iter()
        .fold((f64::MAX, f64::MIN), |(low, high), point| (low.min(point.value), high.max(point.value)))
}

/// The line through the points as an SVG path. The x axis is time, the y axis starts at zero.
fn outline(points: &[Point]) -> String {
    let times: Vec<f64> =
        points.iter().map(|point| point.at.epoch_millis().unwrap_or_default() as f64).collect();
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return String::new() };
    let duration = (last - first).max(1.0);
    let top = range(points).1.max(f64::MIN_POSITIVE);
    let mut path = String::new();
    for (point, time) in points.iter().zip(&times) {
        let x = EDGE + (time - first) / duration * (WIDTH - 2.0 * EDGE);
        let y = HEIGHT - EDGE - point.value.max(0.0) / top * (HEIGHT - 2.0 * EDGE);
        path.push_str(if path.is_empty() { "M" } else { " L" });
        path.push_str(&format!("{x:.1} {y:.1}"));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outline_has_time_on_x_and_values_on_y() {
        let point = |second: u32, value: f64| Point {
            at: Timestamp(format!("2026-01-01T00:00:{second:02}Z")),
            value,
        };
        assert_eq!(
            outline(&[point(0, 0.0), point(5, 10.0), point(10, 5.0)]),
            "M4.0 92.0 L160.0 4.0 L316.0 48.0"
        );
    }
}
