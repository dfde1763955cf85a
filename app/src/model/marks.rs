use super::{Progress, Run, SchedulerStatus};

/// What a page was rendered from, as far as the live stream reports it. While these texts stay the same, what the page
/// has loaded is current, so a page that opens the stream need not load anything again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// [`Run::mark`] of the newest run; empty before the first.
    pub run: String,
    /// [`Progress::mark`].
    pub progress: String,
    /// [`SchedulerStatus::mark`].
    pub schedule: String,
}

impl Marks {
    /// The marks from the text of `Display`; None if it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('|').map(str::to_owned);
        Some(Self { run: parts.next()?, progress: parts.next()?, schedule: parts.next()? })
    }
}

impl std::fmt::Display for Marks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}|{}|{}", self.run, self.progress, self.schedule)
    }
}

impl Run {
    /// Changes when another run starts and when this one changes its status.
    pub fn mark(&self) -> String {
        format!("{} {}", self.sync_id, self.status)
    }
}

impl Progress {
    /// Equals [`Run::mark`] of the run that it is about.
    pub fn mark(&self) -> String {
        self.sync_id.as_ref().map(|sync_id| format!("{sync_id} {}", self.status)).unwrap_or_default()
    }
}

impl SchedulerStatus {
    /// Changes with the schedule and with its next run.
    pub fn mark(&self) -> String {
        let next = self.next_run_time.as_ref().map_or("", |at| at.0.as_str());
        format!("{} {} {next}", self.enabled, self.interval_minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_written() {
        let marks = Marks { run: "a running".into(), progress: String::new(), schedule: "true 2 now".into() };
        assert_eq!(Marks::parse(&marks.to_string()), Some(marks));
        assert_eq!(Marks::parse(""), None);
    }
}
