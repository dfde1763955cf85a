//! Merges the file and the database. Pure.
//!
//! `known` is what the file contained when the two last agreed. A member that differs from it now was edited by a
//! person, and that edit wins; for every other member the database wins. An edit of one member therefore never reverts
//! another that was saved elsewhere or could not be written to the file.

use app::model::{PerformanceSettings, ranges::INTERVAL_MINUTES};
use serde_json::{Value, json};

use super::file::SyncConfig;
use crate::store::ScheduleSetting;

/// The default schedule.
pub const DEFAULT_SCHEDULE: ScheduleSetting = ScheduleSetting { enabled: true, interval_seconds: 2 * 60 };

impl SyncConfig {
    /// Its schedule, with defaults for a missing half. None if it contains neither.
    pub fn schedule(&self) -> Option<ScheduleSetting> {
        let enabled = self.enabled.unwrap_or(DEFAULT_SCHEDULE.enabled);
        let minutes = self.interval_minutes.unwrap_or_else(|| DEFAULT_SCHEDULE.minutes());
        let has_schedule = self.enabled.is_some() || self.interval_minutes.is_some();
        has_schedule.then(|| ScheduleSetting::of_minutes(enabled, minutes))
    }
}

/// The schedule of the database with hand edits of the file applied. `in_file` is None if the file is missing or empty.
pub fn edited_schedule(
    known: &SyncConfig,
    in_file: Option<&SyncConfig>,
    held: ScheduleSetting,
) -> ScheduleSetting {
    let Some(in_file) = in_file.and_then(SyncConfig::schedule) else { return held };
    let known = known.schedule();
    let is_new = |same: fn(&ScheduleSetting, &ScheduleSetting) -> bool| {
        known.is_none_or(|known| !same(&known, &in_file))
    };
    ScheduleSetting {
        enabled: if is_new(|a, b| a.enabled == b.enabled) { in_file.enabled } else { held.enabled },
        interval_seconds: if is_new(|a, b| a.interval_seconds == b.interval_seconds) {
            in_file.interval_seconds
        } else {
            held.interval_seconds
        },
    }
}

/// The performance settings of the database with hand edits of the file applied. Members that the file no longer
/// contains get their defaults.
pub fn edited_performance(
    known: &SyncConfig,
    in_file: Option<&SyncConfig>,
    held: PerformanceSettings,
) -> PerformanceSettings {
    let Some(in_file) = in_file else { return held };
    match (&known.performance, &in_file.performance) {
        (None, None) => held,
        (None, Some(in_file)) => in_file.clone(),
        (Some(known), in_file) => with_changes(held, known, &in_file.clone().unwrap_or_default()),
    }
}

/// `held`, with the members that differ between `known` and `in_file` taken from `in_file`.
fn with_changes(
    held: PerformanceSettings,
    known: &PerformanceSettings,
    in_file: &PerformanceSettings,
) -> PerformanceSettings {
    let (Value::Object(known), Value::Object(in_file), Value::Object(mut merged)) =
        (json!(known), json!(in_file), json!(held))
    else {
        return held;
    };
    merged.extend(in_file.into_iter().filter(|(name, value)| known.get(name) != Some(value)));
    serde_json::from_value(merged.into()).unwrap_or(held)
}

/// What must be written to the file so that it agrees with the database; nothing if it already does. Hand edits that
/// are not imported yet are left alone, and so is a schedule that the file cannot express.
pub fn missing_in_file(
    known: &SyncConfig,
    in_file: Option<&SyncConfig>,
    schedule: Option<ScheduleSetting>,
    performance: &PerformanceSettings,
) -> SyncConfig {
    let mut change = SyncConfig::default();
    let (schedule_is_edited, performance_is_edited) =
        (schedule_is_edited(known, in_file), performance_is_edited(known, in_file));
    let in_file = in_file.cloned().unwrap_or_default();
    if let Some(held) = schedule
        && let Some(minutes) = whole_minutes(held)
        && !schedule_is_edited
        && in_file.schedule().unwrap_or(DEFAULT_SCHEDULE) != held
    {
        (change.enabled, change.interval_minutes) = (Some(held.enabled), Some(minutes));
    }
    if !performance_is_edited && in_file.performance.unwrap_or_default() != *performance {
        change.performance = Some(performance.clone());
    }
    change
}

/// What to remember as known after jira-sync itself changed the file from `before` to `after`: hand edits in it remain
/// to be imported.
pub fn known_after_write(known: &SyncConfig, before: Option<&SyncConfig>, after: &SyncConfig) -> SyncConfig {
    let schedule = if schedule_is_edited(known, before) { known } else { after };
    let performance = if performance_is_edited(known, before) { known } else { after };
    SyncConfig { performance: performance.performance.clone(), ..schedule.clone() }
}

fn schedule_is_edited(known: &SyncConfig, in_file: Option<&SyncConfig>) -> bool {
    let in_file = in_file.and_then(SyncConfig::schedule);
    in_file.is_some() && in_file != known.schedule()
}

fn performance_is_edited(known: &SyncConfig, in_file: Option<&SyncConfig>) -> bool {
    in_file.is_some_and(|in_file| match (&known.performance, &in_file.performance) {
        (None, in_file) => in_file.is_some(),
        (Some(known), in_file) => *known != in_file.clone().unwrap_or_default(),
    })
}

/// The interval in minutes; None if the file cannot express it.
fn whole_minutes(setting: ScheduleSetting) -> Option<u32> {
    let minutes = setting.minutes();
    let is_whole = ScheduleSetting::of_minutes(setting.enabled, minutes) == setting;
    (is_whole && INTERVAL_MINUTES.contains(&minutes)).then_some(minutes)
}

#[cfg(test)]
mod tests;
