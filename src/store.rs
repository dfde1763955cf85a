//! The only code that speaks SQL.
//!
//! Architecture invariant: no type of the database crate leaves this module but [`Database`] itself; callers
//! get rows as plain structs.

pub mod database;
pub mod error;

pub use database::{Database, Kind};
pub use error::StoreError;
