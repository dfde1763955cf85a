use serde::{Deserialize, Serialize};

use super::named::named;

/// The two editions of Jira, which differ in paths, paging and text formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Jira Cloud, `/rest/api/3`.
    Cloud,
    /// Jira Server and Data Center, `/rest/api/2`.
    DataCenter,
}

named!(Edition { Cloud => "cloud", DataCenter => "datacenter" });
