//! The databases below the engine: their schema and its upgrades, situations that operators face, and slow disks.

mod counts;
mod databases;
mod migrations;
mod runs;
pub(crate) mod slow_disk;
pub(crate) mod tables;
mod upgrade;
