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
    /// Listed by Jira, but not in the mirror.
    pub missing: u64,
    /// Listed by Jira with an `updated` that differs from the mirror's.
    pub outdated: u64,
    /// In the mirror, but not listed by Jira.
    pub surplus: u64,
    /// Missing or outdated because they changed since the last sync.
    pub pending: u64,
    /// Missing or outdated because they are quarantined.
    pub quarantined: u64,
    /// Issues that earlier censuses have marked as gone in the current loss, and that are not confirmed.
    pub lost_before: u64,
    /// Why it could not be compared.
    pub error_message: Option<String>,
}

impl ProjectDrift {
    /// Issues that are wrong: neither the next sync nor the quarantine deals with them.
    pub fn differing(&self) -> u64 {
        self.missing + self.outdated + self.surplus
    }

    /// Whether there is anything to say about the project.
    pub fn is_noteworthy(&self) -> bool {
        self.differing() + self.pending + self.quarantined > 0 || self.error_message.is_some()
    }

    /// Whether a census will mark nothing here because too much is gone. A project that could not be compared, or is
    /// not listed at all, is judged together with its site.
    pub fn lost_too_much(&self) -> bool {
        let held = (self.issues + self.surplus + self.lost_before).saturating_sub(self.missing);
        self.error_message.is_none()
            && self.surplus > 0
            && is_suspicious(self.surplus + self.lost_before, held)
    }
}

/// Whether half or more of the mirrored issues or projects would be gone: more likely a fault than a deletion.
pub fn is_suspicious(gone: u64, held: u64) -> bool {
    gone > 0 && 2 * gone >= held
}

/// What a census checks, and whether even a large loss is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Repair {
    /// Marks half or more as gone as well, because somebody has confirmed it. Applies to the issues of `project` or, if
    /// only `site` is given, to the projects of that site that are no longer listed.
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
    /// The issue's id, or its key if it has no id, or a hash of its document.
    pub document: String,
    pub reason: String,
    pub first_seen_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// How often storing it was tried.
    pub attempts: u64,
}

/// How well the mirror matches Jira, as far as is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DriftOverview {
    /// Whether a comparison is running, in any process.
    pub checking: bool,
    /// Whether a census is running: it may change what the figures below say.
    #[serde(default)]
    pub census_running: bool,
    /// When the oldest of the figures below was determined; None before the first comparison.
    #[serde(default)]
    pub compared_at: Option<Timestamp>,
    /// Why the last comparison was incomplete.
    pub error_message: Option<String>,
    /// Sites whose data the last run did not believe.
    #[serde(default)]
    pub sites: Vec<DoubtedSite>,
    pub projects: Vec<ProjectDrift>,
    pub quarantined: Vec<QuarantinedIssue>,
}

/// An unexpected value in one of Jira's responses, of which only that value is lost, or a list that could not be read,
/// whose rows stay unchanged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunWarning {
    /// The site's name.
    pub instance: String,
    /// `*` if it concerns the whole site.
    pub project_key: String,
    /// The path of the value, such as `fields.comment.comments[*].created`, or the list, such as
    /// `project/10000/versions`.
    pub path: String,
    pub problem: String,
    /// The key of an issue with such a value; empty if it is not about an issue.
    pub example_issue: String,
    /// How many times it occurred.
    pub count: u64,
}

/// The warnings of one run: first those that are not about an issue, then the most frequent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunWarnings {
    pub sync_id: String,
    pub warnings: Vec<RunWarning>,
}
