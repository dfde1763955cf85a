//! Warnings of a run that are not about issues, for each site. They are stored once the lists are read, and at the end.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::warnings::{MAX_WARNINGS, without_indices};
use crate::{
    jira::wire::Warning,
    store::{Place, mirror::WarningRow},
};

/// The place of a warning, the path there, and the problem.
type Key = (Place, String, String);

/// The warnings so far, with their counts.
#[derive(Default)]
pub(super) struct SiteWarnings(Mutex<BTreeMap<Key, i64>>);

impl SiteWarnings {
    pub(super) fn add(&self, place: &Place, path: &str, problem: &str) {
        let mut warnings = self.lock();
        let key = (place.clone(), path.to_owned(), problem.to_owned());
        let further = (Place::Site, "…".to_owned(), "there was more, which is not listed".to_owned());
        let key = if warnings.len() < MAX_WARNINGS || warnings.contains_key(&key) { key } else { further };
        *warnings.entry(key).or_default() += 1;
    }

    /// Adds warnings of a list's items: `values[3].name` becomes `name[*].name`, whatever the response calls the list.
    pub(super) fn add_all(&self, place: &Place, name: &str, warnings: Vec<Warning>) {
        for Warning { path, problem } in warnings {
            let within = path.find('[').map_or("", |item| &path[item..]);
            self.add(place, &without_indices(&format!("{name}{within}")), &problem);
        }
    }

    /// Takes the warnings added since the last call.
    pub(super) fn take(&self) -> Vec<(Place, WarningRow)> {
        let row = |((place, path, problem), count)| {
            (place, WarningRow { path, problem, example_issue: String::new(), count })
        };
        std::mem::take(&mut *self.lock()).into_iter().map(row).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{ProjectId, ProjectRef};

    #[test]
    fn warnings_of_a_list_are_counted_under_its_name() {
        let warnings = SiteWarnings::default();
        let warning = |path: &str| Warning { path: path.to_owned(), problem: "odd".to_owned() };
        warnings.add_all(
            &Place::Site,
            "board",
            vec![warning("values[3].name"), warning("values[4].name"), warning("")],
        );
        let rows = warnings.take();
        let found: Vec<_> =
            rows.iter().map(|(place, row)| (place.key(), row.path.as_str(), row.count)).collect();
        assert_eq!(found, [("*", "board", 1), ("*", "board[*].name", 2)]);
        assert_eq!(warnings.take(), []);
    }

    #[test]
    fn warnings_over_the_limit_are_counted_together() {
        let warnings = SiteWarnings::default();
        let abc = Place::Project(ProjectRef { id: ProjectId(1), key: "ABC".to_owned() });
        for number in 0..MAX_WARNINGS + 7 {
            warnings.add(&abc, &format!("project/{number}/versions"), "refused");
        }
        warnings.add(&abc, "project/0/versions", "refused");
        let rows = warnings.take();
        assert_eq!(rows.len(), MAX_WARNINGS + 1);
        let counts: Vec<i64> = rows.iter().map(|row| row.1.count).filter(|count| *count > 1).collect();
        assert_eq!(counts, [7, 2]);
    }
}
