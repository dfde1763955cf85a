//! Browser features that the pages use, one per file. They act in effects and event handlers, which do not run on the
//! server.

mod clipboard;
mod clock;
mod contact;
mod dialog;
mod event_source;
mod form_query;
mod frame;
mod known;
mod live;
mod local_time;
mod shared_stream;
mod tab_channel;
mod tab_lock;
mod theme;
mod unsaved;
mod visibility;

pub(crate) use clipboard::copy;
pub(crate) use clock::{Clock, provide_clock, use_clock};
pub(crate) use contact::Connection;
pub(crate) use dialog::show_dialog;
pub(crate) use form_query::form_query;
pub(crate) use live::{Outage, provide_live, use_live};
pub(crate) use local_time::{local_text, local_time_of_day, wall_millis, zone_name};
pub(crate) use theme::{Theme, use_theme};
pub(crate) use unsaved::guard_unsaved;
