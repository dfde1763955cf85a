//! The services that the server implements and provides to the server functions through the Leptos context, one trait per
//! resource.
//!
//! Architecture invariant: every call is made on behalf of a [`Principal`]. [`methods`] declares the permission that each
//! method needs, and [`Services::for_caller`] is the only way to reach the implementations.

mod guarded;
mod methods;
mod principal;

use std::sync::Arc;

pub use guarded::Guarded;
pub use methods::{
    DriftService, IssueService, RunService, SchedulerService, SettingsService, SignedBody, StatusService,
    WebhookService,
};
pub use principal::{Permission, Principal};

/// The implementations of the services. Inside [`Services`], they are only reachable through a caller.
pub struct Implementations {
    pub scheduler: Arc<dyn SchedulerService>,
    pub runs: Arc<dyn RunService>,
    pub status: Arc<dyn StatusService>,
    pub settings: Arc<dyn SettingsService>,
    pub issues: Arc<dyn IssueService>,
    pub drift: Arc<dyn DriftService>,
    pub webhooks: Arc<dyn WebhookService>,
}

/// All services before the caller is known: none can be called yet. Cheap to clone.
#[derive(Clone)]
pub struct Services(Arc<Implementations>);

impl Services {
    /// Wraps the implementations.
    pub fn new(implementations: Implementations) -> Self {
        Self(Arc::new(implementations))
    }

    /// The services, on behalf of `caller`.
    pub fn for_caller(&self, caller: Principal) -> CallerServices {
        let caller = Arc::new(caller);
        CallerServices {
            scheduler: Guarded::new(&self.0.scheduler, &caller),
            runs: Guarded::new(&self.0.runs, &caller),
            status: Guarded::new(&self.0.status, &caller),
            settings: Guarded::new(&self.0.settings, &caller),
            issues: Guarded::new(&self.0.issues, &caller),
            drift: Guarded::new(&self.0.drift, &caller),
            webhooks: Guarded::new(&self.0.webhooks, &caller),
            caller,
        }
    }
}

/// All services on behalf of one caller, stored in each request's extensions and Leptos context. Cheap to clone.
#[derive(Clone)]
pub struct CallerServices {
    pub caller: Arc<Principal>,
    pub scheduler: Guarded<dyn SchedulerService>,
    pub runs: Guarded<dyn RunService>,
    pub status: Guarded<dyn StatusService>,
    pub settings: Guarded<dyn SettingsService>,
    pub issues: Guarded<dyn IssueService>,
    pub drift: Guarded<dyn DriftService>,
    pub webhooks: Guarded<dyn WebhookService>,
}
