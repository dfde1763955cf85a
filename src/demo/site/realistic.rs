//! The changes that `--realistic` makes to a new site, all determined by the seed.

use super::{IssueAccess, Named, State};
use crate::demo::config::Edition;
use crate::demo::data::salt;
use crate::demo::odd::{HALF_SURROGATE, NO_UTF8};
use crate::demo::rng::Rng;

/// Of this many issues, one is secured but still in the index, one is secured, and one is archived.
const ONE_OF: u64 = 60;

impl State {
    pub(super) fn make_realistic(&mut self, edition: Edition) {
        self.settings.torn_feeds = true;
        if edition == Edition::Cloud && self.settings.count_error == 0 {
            self.settings.count_error = 2;
        }
        let (generator, mut access) = (&self.generator, Vec::new());
        for project in 0..self.projects.len() {
            for number in 1..=generator.issues {
                let id = generator.id(project, number);
                access.extend(match Rng::of(generator.seed, salt::ACCESS, id, 0).below(ONE_OF) {
                    0 => Some((id, IssueAccess::Named)),
                    1 => Some((id, IssueAccess::Secured)),
                    2 => Some((id, IssueAccess::Archived)),
                    _ => None,
                });
            }
        }
        self.access.extend(access);
        self.give_odd_names();
    }

    /// Changes some names to truncated or foreign ones.
    fn give_odd_names(&mut self) {
        let cut = |name: &str| format!("{name} {HALF_SURROGATE}");
        let foreign = |name: &str| format!("{name}{NO_UTF8}{NO_UTF8}");
        self.people[6].display_name = cut(&self.people[6].display_name);
        self.people[9].display_name = foreign(&self.people[9].display_name);
        if let Some(project) = self.projects.get_mut(1) {
            project.name = foreign(&project.name);
        }
        for (kind, id, name) in [
            (Named::Status, "10003", cut("Blocked")),
            (Named::Priority, "5", foreign("Lowest")),
            (Named::Component, "10002", cut("Cut")),
            (Named::Version, "10004", "\u{FEFF}Release\u{0}5".to_owned()),
            (Named::Field, "customfield_10033", foreign("Customer")),
        ] {
            self.names.insert((kind, id.to_owned()), name);
        }
    }
}
