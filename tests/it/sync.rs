//! The engine against the sample Jira: what is stored equals what the site says of itself.

mod census;
mod children;
mod circles;
mod crash;
mod deadlock;
mod faults;
mod identity;
mod isolation;
mod listing;
mod lists;
mod lookback;
mod loss;
mod odd_texts;
mod oddities;
mod page_sizes;
mod roster;
mod said;
mod settings;
mod sign_in;
mod sites;
mod slow;
mod stage;
mod time;
mod truth;
mod verify;
mod waits;
