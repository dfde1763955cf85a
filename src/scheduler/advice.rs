//! How well an interval fits the runs so far, shown before it is saved.

use app::{counted, model::ranges::SLIDER_MINUTES};

/// Room above the median run, so that an ordinary slow run still ends before the next slot.
const HEADROOM: f64 = 1.25;
/// Seconds that an incremental run needs for each mirrored issue, for a site without runs: a cautious guess, used only
/// until the first run.
const GUESSED_SECONDS_PER_ISSUE: f64 = 0.000_5;

/// The assessment of one interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The assessed interval, in minutes.
    pub interval_minutes: u32,
    /// The recommended range on the slider, in minutes, both ends included.
    pub recommended_minutes: (u32, u32),
    /// The share of slots that will be skipped because a run is still active, 0..=1.
    pub skipped_share: f64,
    /// The median duration of the runs, in seconds; None without a run.
    pub median_seconds: Option<f64>,
    /// One sentence in plain words.
    pub text: String,
}

/// Assesses `interval_minutes` by the durations of recent completed runs (seconds, in any order) or, if there are none,
/// by how many issues are mirrored.
pub fn advise(interval_minutes: u32, run_seconds: &[f64], issues: u64) -> Advice {
    let mut runs: Vec<f64> =
        run_seconds.iter().copied().filter(|seconds| seconds.is_finite() && *seconds >= 0.0).collect();
    runs.sort_by(f64::total_cmp);
    let median_seconds = quantile(&runs, 0.5);
    let typical = median_seconds.unwrap_or(issues as f64 * GUESSED_SECONDS_PER_ISSUE);
    let slow = quantile(&runs, 0.9).unwrap_or(typical);
    let recommended_minutes = recommended(slow.max(typical * HEADROOM));
    let skipped_share = skipped_share(&runs, interval_minutes);
    let text = match median_seconds {
        None => without_runs(issues, recommended_minutes),
        Some(median) => {
            let (recommended, _) = recommended_minutes;
            let share_there = self::skipped_share(&runs, recommended);
            with_runs(median, interval_minutes, skipped_share, recommended, share_there)
        }
    };
    Advice { interval_minutes, recommended_minutes, skipped_share, median_seconds, text }
}

/// From the shortest interval in which a run of `seconds` fits, to six times that and at least a quarter of an hour.
/// Longer intervals only make the data older.
fn recommended(seconds: f64) -> (u32, u32) {
    let (least, most) = (f64::from(*SLIDER_MINUTES.start()), f64::from(*SLIDER_MINUTES.end()));
    let shortest = (seconds / 60.0).ceil().clamp(least, most);
    let longest = (shortest * 6.0).clamp(15.0, most);
    (shortest as u32, longest as u32)
}

/// A run that outlasts `n` steps costs the `n` slots that fall into it.
fn skipped_share(runs: &[f64], interval_minutes: u32) -> f64 {
    let step = f64::from(interval_minutes.max(1)) * 60.0;
    let skipped: f64 = runs.iter().map(|seconds| slots_of(*seconds, step) - 1.0).sum();
    let slots = skipped + runs.len() as f64;
    if slots == 0.0 { 0.0 } else { skipped / slots }
}

/// The slots that one run uses up, including its own.
fn slots_of(run_seconds: f64, step_seconds: f64) -> f64 {
    (run_seconds / step_seconds).ceil().max(1.0)
}

/// The value below which this share of the sorted values lies; for the median of an even number of values, the mean of
/// the two middle ones.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let below = sorted.get(place.floor() as usize)?;
    let above = sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

fn without_runs(issues: u64, (from, to): (u32, u32)) -> String {
    format!("No sync has completed yet. Recommended for {}: {from}-{to} min.", counted(issues, "issue"))
}

fn with_runs(median: f64, interval: u32, share: f64, recommended: u32, share_there: f64) -> String {
    let run = duration(median);
    if share == 0.0 {
        return format!("Typical sync: {run}. Nothing skipped at {interval} min.");
    }
    let remedy = if share_there == 0.0 {
        format!("Nothing skipped at {recommended} min")
    } else if recommended == *SLIDER_MINUTES.end() {
        format!("Every interval up to {recommended} min skips some")
    } else {
        format!("Only the slowest syncs take longer than {recommended} min")
    };
    let skipped = skipped(share);
    format!("Typical sync: {run}. Every {interval} min skips {skipped}. {remedy}.")
}

/// `1 in 2`, `2 in 3`, `about 1 in 10`.
fn skipped(share: f64) -> String {
    let per_run = 1.0 / (1.0 - share);
    let whole = per_run.round();
    if (per_run - whole).abs() < 0.05 && whole >= 2.0 {
        return format!("{} in {whole}", whole - 1.0);
    }
    if share < 0.5 {
        format!("about 1 in {}", (1.0 / share).round())
    } else {
        format!("about {} in 10", (share * 10.0).round().min(9.0))
    }
}

/// `12 s`, `3 min 40 s`, `2 h 5 min`.
fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, 0) => "less than 1 s".to_owned(),
        (0, 0, s) => format!("{s} s"),
        (0, min, 0) => format!("{min} min"),
        (0, min, s) => format!("{min} min {s} s"),
        (h, 0, _) => format!("{h} h"),
        (h, min, _) => format!("{h} h {min} min"),
    }
}

#[cfg(test)]
mod tests;
