//! The parts pages are made of, one a file.

mod badge;
mod card;
mod chart;
mod dialog;
mod empty_state;
mod error_note;
mod header;
mod icon;
mod interval_slider;
mod live_indicator;
mod load;
mod progress_bar;
mod run_strip;
mod skeleton;
mod stat;
mod switch;
mod theme_toggle;
mod time;

pub(crate) use badge::{Badge, Look, Tone, project_look, run_look};
pub(crate) use card::Card;
pub(crate) use chart::{LineChart, Point};
pub(crate) use dialog::Dialog;
pub(crate) use empty_state::EmptyState;
pub(crate) use error_note::{ErrorNote, Fault, Notice};
pub(crate) use header::Header;
pub(crate) use icon::{Glyph, Icon};
pub(crate) use interval_slider::IntervalSlider;
pub(crate) use live_indicator::LiveIndicator;
pub(crate) use load::Load;
pub(crate) use progress_bar::{ProgressBar, SpokenProgress};
pub(crate) use run_strip::RunStrip;
pub(crate) use skeleton::Skeleton;
pub(crate) use stat::Stat;
pub(crate) use switch::Switch;
pub(crate) use theme_toggle::ThemeToggle;
pub(crate) use time::{Absolute, Relative};
