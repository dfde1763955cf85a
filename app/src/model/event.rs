use serde::{Deserialize, Serialize};

use super::{Progress, Run, SchedulerStatus};

/// The events of the live stream `/api/events`. The SSE event name is the variant's name in snake case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Event {
    Progress(Progress),
    Scheduler(SchedulerStatus),
    /// A run was started or has ended.
    Run(Run),
}

impl Event {
    /// The SSE event name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Progress(_) => "progress",
            Self::Scheduler(_) => "scheduler",
            Self::Run(_) => "run",
        }
    }

    /// The schedule of the event, of which only the newest state matters; None if it is not about a schedule.
    pub fn schedule_id(&self) -> Option<i64> {
        match self {
            Self::Scheduler(status) => Some(status.schedule_id),
            Self::Progress(_) | Self::Run(_) => None,
        }
    }
}
