//! Browser features that the pages use, one per file. They act in effects and event handlers, which do not run on the
//! server.

mod clipboard;
mod clock;
mod dialog;
mod event_source;
mod form_query;
mod live;
mod local_time;
mod theme;
mod unsaved;

pub(crate) use clipboard::copy;
pub(crate) use clock::{Clock, provide_clock, use_clock};
pub(crate) use dialog::show_dialog;
pub(crate) use form_query::form_query;
pub(crate) use live::{Connection, provide_live, use_live};
pub(crate) use local_time::{local_text, wall_millis, zone_name};
pub(crate) use theme::{Theme, use_theme};
pub(crate) use unsaved::guard_unsaved;
