use leptos::prelude::document;

use crate::model::{Marks, Progress, Run, SchedulerStatus};

/// What the page shows already, so that it loads its data again only when an event has news. None: the next
/// event counts as known, whatever it says.
pub(crate) struct Known {
    run: Option<String>,
    progress: Option<String>,
    schedule: Option<String>,
}

impl Known {
    /// What the server rendered. If the page does not say, every first event is news.
    pub(crate) fn of_page() -> Self {
        let text = document().document_element().and_then(|root| root.get_attribute("data-marks"));
        Self::from(text.and_then(|text| Marks::parse(&text)).unwrap_or_default())
    }

    /// What the page shows after it has loaded everything again.
    pub(crate) fn unasked() -> Self {
        Self { run: None, progress: None, schedule: None }
    }

    pub(crate) fn run_is_news(&mut self, run: &Run) -> bool {
        is_news(&mut self.run, run.mark())
    }

    /// The same change is not news twice: a run's event precedes that of its progress.
    pub(crate) fn progress_is_news(&mut self, progress: &Progress) -> bool {
        let mark = progress.mark();
        let of_known_run = self.run.as_ref() == Some(&mark);
        // A run's event comes first, so the history is still empty, and any later run is news.
        self.run.get_or_insert_with(String::new);
        is_news(&mut self.progress, mark) && !of_known_run
    }

    pub(crate) fn schedule_is_news(&mut self, status: &SchedulerStatus) -> bool {
        is_news(&mut self.schedule, status.mark())
    }
}

impl From<Marks> for Known {
    fn from(marks: Marks) -> Self {
        Self { run: Some(marks.run), progress: Some(marks.progress), schedule: Some(marks.schedule) }
    }
}

fn is_news(known: &mut Option<String>, mark: String) -> bool {
    let news = known.as_ref().is_some_and(|known| *known != mark);
    *known = Some(mark);
    news
}

#[cfg(test)]
mod tests {
    use super::is_news;

    #[test]
    fn only_changes_are_news() {
        let mut known = Some("a running".to_owned());
        assert!(!is_news(&mut known, "a running".to_owned()));
        assert!(is_news(&mut known, "a completed".to_owned()));
        assert!(!is_news(&mut known, "a completed".to_owned()));
        assert!(!is_news(&mut None, "b running".to_owned()));
    }
}
