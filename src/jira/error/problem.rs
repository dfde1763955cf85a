use app::model::ProblemKind;

use super::{JiraError, NetworkFault};

impl JiraError {
    /// The kind of problem, for people.
    pub fn problem(&self) -> ProblemKind {
        match self {
            Self::Auth { .. } => ProblemKind::CredentialsRejected,
            Self::Forbidden { .. } => ProblemKind::AccessDenied,
            Self::NotFound { .. } => ProblemKind::NotFound,
            Self::NotJira { .. } => ProblemKind::NotJira,
            Self::Network { fault: NetworkFault::Connect, .. } => ProblemKind::Unreachable,
            Self::Network { .. } => ProblemKind::NotResponding,
            Self::Certificate { .. } => ProblemKind::Certificate,
            Self::Proxy { .. } => ProblemKind::Proxy,
            Self::RateLimited { .. } | Self::Waiting { .. } => ProblemKind::RateLimited,
            Self::Unavailable { .. } | Self::Circles { .. } | Self::Protocol { .. } => {
                ProblemKind::JiraFailing
            }
            Self::Settings(_) => ProblemKind::InvalidSettings,
            Self::BadRequest { .. } | Self::TooLarge { .. } => ProblemKind::Other,
        }
    }
}
