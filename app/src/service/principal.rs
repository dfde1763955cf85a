use crate::error::ApiError;

/// What a caller may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Open to everyone without authentication: for load balancers, and for callers that are authenticated in another way,
    /// such as Jira by the signature of its webhooks.
    Public,
    /// Reading the mirror, runs, schedule and settings.
    Read,
    /// Starting and stopping runs, and turning the schedule on and off.
    Sync,
    /// Changing settings, and accepting another Jira for a site.
    Config,
}

impl Permission {
    pub const ALL: [Self; 4] = [Self::Public, Self::Read, Self::Sync, Self::Config];

    /// The name in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Read => "read",
            Self::Sync => "sync",
            Self::Config => "config",
        }
    }
}

/// A caller and its permissions. Only `http::caller` creates them, one for each request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    name: String,
    permissions: Vec<Permission>,
}

impl Principal {
    /// A caller with these permissions; every caller also has [`Permission::Public`].
    pub fn new(name: impl Into<String>, permissions: &[Permission]) -> Self {
        Self { name: name.into(), permissions: permissions.to_vec() }
    }

    /// The name that is stored as a run's `initiated_by`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Checks that the caller has the permission.
    ///
    /// # Errors
    ///
    /// 403 if it does not.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        if permission == Permission::Public || self.permissions.contains(&permission) {
            return Ok(());
        }
        Err(ApiError::forbidden(format!(
            "This needs the permission \"{}\", which {} does not have.",
            permission.as_str(),
            self.name
        )))
    }
}
