//! The engine against the sample Jira: what is stored equals what the site says about itself.

mod basics;
mod crash;
mod faults;
mod follow;
mod identity;
mod reach;
mod read;
mod reconcile;
mod retention;
mod settings;
mod sign_in;
mod sites;
mod slow_database;
mod stage;
mod verify;
mod waits;
mod worked_queries;
mod write;
