//! Carrying out runs: from the order to the end, whoever gave the order.

mod drive;
mod lease;
mod runner;

pub use lease::LeaseTimes;
pub use runner::{OwnRun, Runner, Start};
