//! The HTTP layer: what it does to requests and answers, whatever the services say.

mod access;
mod bodies;
mod events;
mod files;
mod forms;
mod hosts;
mod pages;
mod problems;
mod surface;
