//! The server functions. Both components and scripts call them: each is an endpoint of the REST API.
//!
//! Paths with parameters, streams and exports are plain handlers in the server, over the same services.

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
use crate::{error::ApiError, service::CallerServices};

/// The services, on behalf of the sender of this request.
#[cfg(feature = "ssr")]
fn services() -> Result<CallerServices, ApiError> {
    leptos::prelude::use_context::<CallerServices>()
        .ok_or_else(|| ApiError::internal("The services are not in this request's context."))
}
