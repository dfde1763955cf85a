//! The server functions: called by components and by curl alike, each a path of the REST surface.
//!
//! Paths with a parameter in them, streams and exports are plain handlers of the server over the same services.

mod drift;
mod issues;
mod runs;
mod scheduler;
mod settings;
mod status;

pub use drift::*;
pub use issues::*;
pub use runs::*;
pub use scheduler::*;
pub use settings::*;
pub use status::*;

#[cfg(feature = "ssr")]
use crate::{error::ApiError, service};

/// The services of this request.
#[cfg(feature = "ssr")]
fn services() -> Result<service::Services, ApiError> {
    leptos::prelude::use_context::<service::Services>()
        .ok_or_else(|| ApiError::internal("The services are not in this request's context."))
}

/// Who asks.
#[cfg(feature = "ssr")]
fn caller() -> service::Caller {
    leptos::prelude::use_context::<service::Caller>().unwrap_or_else(|| service::Caller("unknown".to_owned()))
}
