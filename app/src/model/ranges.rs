//! The allowed ranges of settings, in one place for the pages, the REST API, the OpenAPI document and
//! `sync_config.json`.

use std::ops::RangeInclusive;

use super::PerformanceSettings;

/// Minutes between two scheduled syncs.
pub const INTERVAL_MINUTES: RangeInclusive<u32> = 2..=1440;

/// The part of [`INTERVAL_MINUTES`] that the slider offers.
pub const SLIDER_MINUTES: RangeInclusive<u32> = 2..=120;

/// A performance setting that is a number.
#[derive(Clone, Debug)]
pub struct Ranged<T> {
    pub name: &'static str,
    pub allowed: RangeInclusive<T>,
    pub field: fn(&mut PerformanceSettings) -> &mut T,
}

const fn ranged<T>(
    name: &'static str,
    allowed: RangeInclusive<T>,
    field: fn(&mut PerformanceSettings) -> &mut T,
) -> Ranged<T> {
    Ranged { name, allowed, field }
}

/// The performance settings that are whole numbers.
pub const WHOLE: [Ranged<u32>; 7] = [
    ranged("max_workers", 1..=16, |s| &mut s.max_workers),
    ranged("project_timeout", 60..=1800, |s| &mut s.project_timeout),
    ranged("batch_size", 50..=1000, |s| &mut s.batch_size),
    ranged("lookback_days", 1..=365, |s| &mut s.lookback_days),
    ranged("max_retries", 0..=10, |s| &mut s.max_retries),
    ranged("connection_pool_size", 5..=50, |s| &mut s.connection_pool_size),
    ranged("census_hours", 1..=720, |s| &mut s.census_hours),
];

/// The performance settings that may have decimals.
pub const DECIMAL: [Ranged<f64>; 2] = [
    ranged("backoff_factor", 0.1..=5.0, |s| &mut s.backoff_factor),
    ranged("rate_limit_pause", 0.0..=10.0, |s| &mut s.rate_limit_pause),
];

/// Parses the minutes that a person typed as an interval; None if they are not a whole number. Numbers below 0 or above
/// a `u32` become the nearest `u32`: they are outside [`INTERVAL_MINUTES`] either way.
pub fn typed_minutes(text: &str) -> Option<u32> {
    text.trim().parse().ok().map(nearest_minutes)
}

/// The same for a number.
pub(crate) fn nearest_minutes(minutes: i64) -> u32 {
    u32::try_from(minutes.max(0)).unwrap_or(u32::MAX)
}
