//! Warnings of a run about anything but issues, by site. They are stored when the lists are read, and at the end.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    commit::WHOLE_SITE,
    context::SiteRun,
    oddities::{MOST, without_indices},
};
use crate::{
    jira::wire::Warning,
    store::{StoreError, mirror::WarningRow},
};

/// What was odd so far: project key (or `*`), place and problem, and how often.
#[derive(Default)]
pub(super) struct Noted(Mutex<BTreeMap<(String, String, String), i64>>);

impl Noted {
    pub(super) fn add(&self, project_key: &str, path: &str, problem: &str) {
        let mut noted = self.lock();
        let place = (project_key.to_owned(), path.to_owned(), problem.to_owned());
        let further =
            (WHOLE_SITE.to_owned(), "…".to_owned(), "there was more, which is not listed".to_owned());
        let place = if noted.len() < MOST || noted.contains_key(&place) { place } else { further };
        *noted.entry(place).or_default() += 1;
    }

    /// Warnings of a list's items: `priority[3].name` becomes `name[*].name`, whatever the answer calls the list.
    pub(super) fn add_all(&self, project_key: &str, name: &str, warnings: Vec<Warning>) {
        for Warning { path, problem } in warnings {
            let within = path.find('[').map_or("", |item| &path[item..]);
            self.add(project_key, &without_indices(&format!("{name}{within}")), &problem);
        }
    }

    /// What was noted since it was last taken.
    pub(super) fn take(&self) -> Vec<(String, WarningRow)> {
        let row = |((key, path, problem), count)| {
            (key, WarningRow { path, problem, example_issue: String::new(), count })
        };
        std::mem::take(&mut *self.lock()).into_iter().map(row).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, String, String), i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SiteRun {
    /// Stores and counts what was noted.
    pub(super) async fn store_noted(&self) -> Result<(), StoreError> {
        let warnings = self.noted.take();
        if warnings.is_empty() {
            return Ok(());
        }
        self.tracker.warn(warnings.iter().map(|warning| warning.1.count.unsigned_abs()).sum());
        self.database.note_warnings(&self.run, self.site_id, warnings).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_of_a_list_are_told_by_its_name_and_counted() {
        let noted = Noted::default();
        let warning = |path: &str| Warning { path: path.to_owned(), problem: "odd".to_owned() };
        noted.add_all("*", "board", vec![warning("values[3].name"), warning("values[4].name"), warning("")]);
        let rows = noted.take();
        let told: Vec<_> =
            rows.iter().map(|(key, row)| (key.as_str(), row.path.as_str(), row.count)).collect();
        assert_eq!(told, [("*", "board", 1), ("*", "board[*].name", 2)]);
        assert_eq!(noted.take(), []);
    }

    #[test]
    fn many_different_warnings_are_counted_together() {
        let noted = Noted::default();
        for number in 0..MOST + 7 {
            noted.add("ABC", &format!("project/{number}/versions"), "refused");
        }
        noted.add("ABC", "project/0/versions", "refused");
        let rows = noted.take();
        assert_eq!(rows.len(), MOST + 1);
        let counts: Vec<i64> = rows.iter().map(|row| row.1.count).filter(|count| *count > 1).collect();
        assert_eq!(counts, [7, 2]);
    }
}
