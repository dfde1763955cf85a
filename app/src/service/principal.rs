use crate::error::ApiError;

/// What a caller may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Open to everybody, signed in or not: for load balancers, and for callers that prove themselves in another way, as
    /// Jira does with the signature of its webhooks.
    Public,
    /// Looking at the mirror, the runs, the schedule and the settings.
    Read,
    /// Starting and stopping runs, and pausing the schedule.
    Sync,
    /// Changing settings, and which Jira a site follows.
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

/// Who calls, and what they may do. The server makes one for each request, in `http::caller` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    name: String,
    permissions: Vec<Permission>,
}

impl Principal {
    /// Everybody has [`Permission::Public`], whether or not it is among the permissions.
    pub fn new(name: impl Into<String>, permissions: &[Permission]) -> Self {
        Self { name: name.into(), permissions: permissions.to_vec() }
    }

    /// The name that a run keeps as `initiated_by`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets those pass who have the permission.
    ///
    /// # Errors
    ///
    /// 403.
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
