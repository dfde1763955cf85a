//! When a sync is due, and what happens to each slot.
//!
//! The pure half: [`decide::decide`] turns a schedule, the maintenance windows, the active run and the time into
//! recorded outcomes; [`cron`] and [`timezone`] compute when a cron expression fires; [`preview`] lists the next fires;
//! [`advice`] compares an interval with the durations of recent runs.
//!
//! The other half acts: [`heartbeat`] beats once a second, and [`planner`] then stores what was decided and passes due
//! runs to [`crate::runs`]. [`editor`] changes schedules, both for the API and for edits of `sync_config.json`
//! ([`hand_edits`]).
//!
//! Invariant: nothing in the pure half reads a clock, a database or the machine's time zones.

pub mod advice;
pub mod cron;
pub mod decide;
pub mod editor;
pub mod error;
pub mod hand_edits;
pub mod heartbeat;
pub mod housekeeping;
pub mod planner;
pub mod preview;
mod rows;
pub mod schedule;
pub mod timezone;

pub use error::SchedulerError;
pub use rows::{upcoming, upcoming_after_change};
