use serde::{Deserialize, Serialize};

use super::{DoubtedSite, Timestamp};

/// How the mirror of one project differed from Jira when it was last compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProjectDrift {
    /// The site's name.
    pub instance: String,
    pub project_key: String,
    pub checked_at: Timestamp,
    /// Issues that Jira lists, without those older than the window of the first sync.
    pub issues: u64,
    /// Listed, and not in the mirror.
    pub missing: u64,
    /// Listed with another `updated` than the mirror's.
    pub outdated: u64,
    /// In the mirror, and not listed.
    pub surplus: u64,
    /// Missing or outdated because they changed since the last sync.
    pub pending: u64,
    /// Missing or outdated because they are quarantined.
    pub quarantined: u64,
    /// Issues that censuses have marked as gone in the loss that is under way, and that nobody has confirmed.
    pub lost_before: u64,
    /// Why it could not be compared.
    pub error_message: Option<String>,
}

impl ProjectDrift {
    /// Issues that differ in any way.
    pub fn differing(&self) -> u64 {
        self.missing + self.outdated + self.surplus
    }

    /// Whether a census will mark nothing here, since too much is gone. A project that could not be compared, or is not
    /// listed at all, is the site's affair.
    pub fn lost_too_much(&self) -> bool {
        let held = (self.issues + self.surplus + self.lost_before).saturating_sub(self.missing);
        self.error_message.is_none()
            && self.surplus > 0
            && is_suspicious(self.surplus + self.lost_before, held)
    }
}

/// Whether as many as half of the issues or projects that the mirror holds would be gone: more likely a fault than a deletion.
pub fn is_suspicious(gone: u64, held: u64) -> bool {
    gone > 0 && 2 * gone >= held
}

/// What a census is to look at, and whether what it finds gone is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Repair {
    /// Also what is half or more is marked as gone: somebody has looked at it. Counts for the issues of `project`, or,
    /// where only `site` is given, for that site's projects that are out of sight.
    pub accept_losses: bool,
    /// The site's name; None for all.
    pub site: Option<String>,
    /// The project's key; None for all.
    pub project: Option<String>,
}

/// An issue that cannot be stored; its document is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QuarantinedIssue {
    /// The site's name.
    pub instance: String,
    pub project_key: Option<String>,
    /// The issue's id, else its key, else a hash of its document.
    pub document: String,
    pub reason: String,
    pub first_seen_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// How often storing it was tried.
    pub attempts: u64,
}

/// What is known of the mirror's truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DriftOverview {
    /// Whether a comparison is going on in this process.
    pub checking: bool,
    /// Why the last comparison of this process did not come to an end.
    pub error_message: Option<String>,
    /// Sites of which the last run did not believe what they showed.
    #[serde(default)]
    pub sites: Vec<DoubtedSite>,
    pub projects: Vec<ProjectDrift>,
    pub quarantined: Vec<QuarantinedIssue>,
}

/// An odd value that a run met in Jira's answers, which costs that value alone, or a list that could not be read, whose
/// rows stay as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunWarning {
    /// The site's name.
    pub instance: String,
    /// `*` for what concerns the whole site.
    pub project_key: String,
    /// Where, as `fields.comment.comments[*].created`, or the list, as `project/10000/versions`.
    pub path: String,
    pub problem: String,
    /// The key of an issue that has it; empty for what is about no issue.
    pub example_issue: String,
    /// How often.
    pub count: u64,
}

/// The warnings of one run: first those about no issue, then the most frequent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunWarnings {
    pub sync_id: String,
    pub warnings: Vec<RunWarning>,
}
