use super::{named::named, ranges::INTERVAL_MINUTES};

/// The result of a form that was sent without scripts, as a code in the address of the page. A page says only these
/// texts, so that nobody can make it say something else with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormMessage {
    SyncStarted,
    SyncStopping,
    ComparisonStarted,
    ScheduleSaved,
    /// Saved, but not in `sync_config.json`; `health_reasons` has the reason.
    ScheduleSavedWithWarning,
    NoSite,
    SyncRunning,
    NoSyncRunning,
    ComparisonRunning,
    InvalidInterval,
    InvalidValue,
    PermissionDenied,
    NotFound,
    Refused,
    Unavailable,
    Failed,
}

named!(FormMessage {
    SyncStarted => "sync_started",
    SyncStopping => "sync_stopping",
    ComparisonStarted => "comparison_started",
    ScheduleSaved => "schedule_saved",
    ScheduleSavedWithWarning => "schedule_saved_with_warning",
    NoSite => "no_site",
    SyncRunning => "sync_running",
    NoSyncRunning => "no_sync_running",
    ComparisonRunning => "comparison_running",
    InvalidInterval => "invalid_interval",
    InvalidValue => "invalid_value",
    PermissionDenied => "permission_denied",
    NotFound => "not_found",
    Refused => "refused",
    Unavailable => "unavailable",
    Failed => "failed",
});

impl FormMessage {
    /// The name of the member in the address.
    pub const MEMBER: &'static str = "message";

    /// Whether the form did what it says.
    pub fn is_success(self) -> bool {
        matches!(
            self,
            Self::SyncStarted
                | Self::SyncStopping
                | Self::ComparisonStarted
                | Self::ScheduleSaved
                | Self::ScheduleSavedWithWarning
        )
    }

    /// What the page says.
    pub fn text(self) -> String {
        let text = match self {
            Self::SyncStarted => "The sync has started.",
            Self::SyncStopping => "The sync stops after the current page. Issues saved so far are kept.",
            Self::ComparisonStarted => "The comparison has started.",
            Self::ScheduleSaved => "Schedule saved.",
            Self::ScheduleSavedWithWarning => "Schedule saved, with a warning. The dashboard shows it.",
            Self::NoSite => "No Jira site is connected. The dashboard says how to connect one.",
            Self::SyncRunning => "A sync is already running. Wait for it to end, or stop it first.",
            Self::NoSyncRunning => "No sync is running.",
            Self::ComparisonRunning => "A comparison is already running.",
            Self::InvalidInterval => {
                let (least, most) = (INTERVAL_MINUTES.start(), INTERVAL_MINUTES.end());
                return format!("Enter a whole number of minutes from {least} to {most}.");
            }
            Self::InvalidValue => "A value is not allowed. Nothing was changed.",
            Self::PermissionDenied => "You do not have permission to do this.",
            Self::NotFound => "There is no such site or run. It may have been removed.",
            Self::Refused => "This is not possible now. Reload the page and try again.",
            Self::Unavailable => "The database is not responding. Check that it is running, then try again.",
            Self::Failed => "jira-sync had an internal error. See its log.",
        };
        text.to_owned()
    }
}
