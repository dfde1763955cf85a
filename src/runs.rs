//! Runs, from request to end, regardless of who requested them.

mod drive;
mod lease;
mod runner;

pub use lease::LeaseTimes;
pub use runner::{OwnRun, Runner, Start};
