use crate::model::{ProjectProgress, ProjectState};

/// Whether the projects are of more than one site, so that each has to name its own.
pub(super) fn has_several_sites(projects: &[ProjectProgress]) -> bool {
    projects.windows(2).any(|pair| pair[0].instance != pair[1].instance)
}

/// The projects by what is to be seen of them. They keep their order within each group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Groups {
    /// Running, then those with an error.
    pub(super) shown: Vec<ProjectProgress>,
    pub(super) queued: Vec<ProjectProgress>,
    pub(super) done: Vec<ProjectProgress>,
}

impl Groups {
    pub(super) fn of(projects: &[ProjectProgress]) -> Self {
        let mut groups = Self::default();
        let mut with_error = Vec::new();
        for project in projects {
            let group = match project.status {
                ProjectState::Running => &mut groups.shown,
                ProjectState::Queued => &mut groups.queued,
                ProjectState::Failed | ProjectState::CompletedWithErrors => &mut with_error,
                ProjectState::Completed | ProjectState::Stopped | ProjectState::Skipped => &mut groups.done,
            };
            group.push(project.clone());
        }
        groups.shown.append(&mut with_error);
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(key: &str, instance: &str, status: ProjectState) -> ProjectProgress {
        ProjectProgress {
            project_key: key.into(),
            instance: instance.into(),
            status,
            issues_processed: 0,
            issues_total: None,
            error_message: None,
        }
    }

    #[test]
    fn running_projects_come_first_then_those_with_an_error_and_the_rest_is_folded() {
        let groups = Groups::of(&[
            project("A", "site", ProjectState::Completed),
            project("B", "site", ProjectState::Failed),
            project("C", "site", ProjectState::Queued),
            project("D", "site", ProjectState::Running),
        ]);
        let keys = |projects: &[ProjectProgress]| {
            projects.iter().map(|project| project.project_key.clone()).collect::<String>()
        };
        assert_eq!([&groups.shown, &groups.queued, &groups.done].map(|group| keys(group)), ["DB", "C", "A"]);
    }

    #[test]
    fn site_is_named_only_if_there_are_several() {
        let of = |instance| project("A", instance, ProjectState::Queued);
        assert!(!has_several_sites(&[of("one"), of("one")]));
        assert!(has_several_sites(&[of("one"), of("one"), of("two")]));
    }
}
