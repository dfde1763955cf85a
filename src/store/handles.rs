//! The handles of a [`Database`], one for each subject. A handle is a borrow that costs nothing to create.

use super::{Database, SiteId};

/// The history of runs, and the locks and leases of active runs.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    pub(in crate::store) database: &'a Database,
}

/// The schedules, and the outcomes of their slots.
#[derive(Clone, Copy, Debug)]
pub struct Schedules<'a> {
    pub(in crate::store) database: &'a Database,
}

/// The settings that change while jira-sync runs.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    pub(in crate::store) database: &'a Database,
}

/// All sites: the list of them, and data about each.
#[derive(Clone, Copy, Debug)]
pub struct Sites<'a> {
    pub(in crate::store) database: &'a Database,
}

/// What is copied from one site.
#[derive(Clone, Copy, Debug)]
pub struct Mirror<'a> {
    pub(in crate::store) database: &'a Database,
    pub(in crate::store) site_id: SiteId,
}

/// The mirrored issues of all sites.
#[derive(Clone, Copy, Debug)]
pub struct Issues<'a> {
    pub(in crate::store) database: &'a Database,
}

/// The issues of all sites that webhooks named and that are not fetched yet.
#[derive(Clone, Copy, Debug)]
pub struct Refetches<'a> {
    pub(in crate::store) database: &'a Database,
}

/// The comparison of the mirror with Jira, and its reports.
#[derive(Clone, Copy, Debug)]
pub struct Drift<'a> {
    pub(in crate::store) database: &'a Database,
}

impl Database {
    /// The history of runs, and the locks and leases of active runs.
    pub fn runs(&self) -> Runs<'_> {
        Runs { database: self }
    }

    /// The schedules, and the outcomes of their slots.
    pub fn schedules(&self) -> Schedules<'_> {
        Schedules { database: self }
    }

    /// The settings that change while jira-sync runs.
    pub fn settings(&self) -> Settings<'_> {
        Settings { database: self }
    }

    /// All sites.
    pub fn sites(&self) -> Sites<'_> {
        Sites { database: self }
    }

    /// What is copied from one site.
    pub fn mirror(&self, site_id: SiteId) -> Mirror<'_> {
        Mirror { database: self, site_id }
    }

    /// The mirrored issues of all sites.
    pub fn issues(&self) -> Issues<'_> {
        Issues { database: self }
    }

    /// The issues that webhooks named and that are not fetched yet.
    pub fn refetches(&self) -> Refetches<'_> {
        Refetches { database: self }
    }

    /// The comparison of the mirror with Jira.
    pub fn drift(&self) -> Drift<'_> {
        Drift { database: self }
    }
}
