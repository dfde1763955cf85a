//! Runs, from the order to the end, whoever ordered them.

mod drive;
mod lease;
mod runner;

pub use lease::LeaseTimes;
pub use runner::{OwnRun, Runner, Start};
