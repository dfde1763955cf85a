//! Projects with their components, versions and boards.

use chrono::DateTime;

use super::model::{Component, Version};
use super::{FIRST_ID, Generator};

/// Jira's project types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProjectType {
    Software,
    ServiceDesk,
    Business,
}

/// A project as generated.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) id: u64,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: ProjectType,
    /// Whether it is team-managed ("next-gen"), with estimates in "Story point estimate".
    pub(crate) team_managed: bool,
    pub(crate) lead: usize,
    /// Index into [`CATEGORIES`].
    pub(crate) category: Option<usize>,
    /// Whether its board is a scrum board, with sprints, and not a kanban board.
    pub(crate) scrum: bool,
}

/// Project categories: name and description.
pub(crate) const CATEGORIES: &[(&str, &str)] = &[
    ("Product", "What customers see"),
    ("Platform", "What products stand on"),
    ("Operations", "Keeping it running"),
];

/// They include reserved words of JQL as keys on purpose.
#[rustfmt::skip]
const NAMED: &[(&str, &str, &str)] = &[
    ("ORB", "Orbit Web Shop", "The shop that customers use."),
    ("PAY", "Payments", "Cards, wallets and invoices."),
    ("INT", "Integrations", "Everything that talks to other systems."),
    ("MOB", "Mobile Apps", "iOS and Android."),
    ("DATA", "Data Platform", "Pipelines, warehouse, reports."),
    ("DO", "DevOps & Délivrance", "Build, release, observe."),
    ("SUP", "Customer Support", "Requests of customers."),
    ("SEC", "Sécurité – Security", "Audits, findings, hardening."),
    ("AND", "Android Kiosk", "Devices in the shops."),
    ("HR", "People Operations", "Hiring and onboarding."),
    ("日本", "日本ローカライズ", "Localisation for Japan."),
    ("OPS2", "Operations \"Night Shift\"", "On call."),
];

const COMPONENTS: &[&str] =
    &["API", "Web UI", "Billing", "Search", "Auth", "Reporting", "Mobile", "Infra / Netzwerk"];
const DAY: i64 = 86_400_000;
/// Number of ids per project for versions and components.
const PER_PROJECT: u64 = 32;
const VERSIONS: u64 = 12;

impl Generator {
    pub(crate) fn project(&self, index: usize) -> Project {
        let (key, name, description) = NAMED.get(index).map_or_else(
            || (format!("PRJ{index}"), format!("Project {index}"), "One of many.".to_owned()),
            |(k, n, d)| (ascii_key(k, index), (*n).to_owned(), (*d).to_owned()),
        );
        Project {
            id: FIRST_ID + index as u64,
            key,
            name,
            description,
            kind: match index % 10 {
                6 => ProjectType::ServiceDesk,
                9 => ProjectType::Business,
                _ => ProjectType::Software,
            },
            team_managed: index % 4 == 3,
            lead: 1 + (index * 5) % 20,
            category: (index % 4 != 2).then_some(index % CATEGORIES.len()),
            scrum: index % 3 != 1,
        }
    }

    /// A project's components.
    pub(crate) fn components(&self, project: usize) -> Vec<Component> {
        (0..5u64)
            .map(|i| Component {
                id: FIRST_ID + project as u64 * PER_PROJECT + i,
                name: COMPONENTS[(project + i as usize) % COMPONENTS.len()].to_owned(),
            })
            .collect()
    }

    /// A project's versions, two months apart; the newest are unreleased.
    pub(crate) fn versions(&self, project: usize) -> Vec<Version> {
        (0..VERSIONS)
            .map(|i| {
                let release = self.epoch - (VERSIONS as i64 - 3 - i as i64) * 60 * DAY;
                Version {
                    id: FIRST_ID + project as u64 * PER_PROJECT + i,
                    name: if i % 5 == 4 {
                        format!("Release {} ☂", i + 1)
                    } else {
                        format!("{}.{}.0", 1 + i / 4, i % 4)
                    },
                    released: release < self.epoch,
                    archived: i < 2,
                    start: date(release - 60 * DAY),
                    release: date(release),
                }
            })
            .collect()
    }

    /// The index of the version planned for a time.
    pub(crate) fn version_at(&self, at: i64) -> u64 {
        let back = (self.epoch - at) / (60 * DAY);
        (VERSIONS as i64 - 2 - back).clamp(0, VERSIONS as i64 - 1) as u64
    }

    pub(crate) fn version_id(&self, project: usize, index: u64) -> u64 {
        FIRST_ID + project as u64 * PER_PROJECT + index
    }
}

/// Jira's keys are ASCII; any other is replaced.
fn ascii_key(key: &str, index: usize) -> String {
    if key.is_ascii() { key.to_owned() } else { format!("JP{index}") }
}

/// `yyyy-mm-dd` in UTC.
pub(crate) fn date(at: i64) -> String {
    DateTime::from_timestamp_millis(at).unwrap_or_default().format("%Y-%m-%d").to_string()
}
