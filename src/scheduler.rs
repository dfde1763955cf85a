//! When a sync is due, and what becomes of it.
//!
//! The pure half: [`decide::decide`] turns a schedule, the maintenance windows, the active run and
//! the time into recorded outcomes; [`cron`] and [`timezone`] tell when a cron expression fires;
//! [`preview`] lists coming fires; [`advice`] judges an interval by the runs so far.
//!
//! Invariant: nothing in these modules reads a clock, a database or the machine's time zones.

pub mod advice;
pub mod cron;
pub mod decide;
pub mod job;
pub mod preview;
pub mod schedule;
pub mod timezone;
