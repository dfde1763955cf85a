//! The problems of sites and projects, equal ones together.

use app::model::{ProblemKind, SiteHealth, SiteProblem, WHOLE_SITE};

use crate::store::RunProjectRow;

/// How many different messages a problem repeats.
const MESSAGES: usize = 5;

/// What is wrong with the enabled sites, and with the projects that failed or completed with errors in the last run.
pub(super) fn problems(sites: &[SiteHealth], last_run: &[RunProjectRow]) -> Vec<SiteProblem> {
    let failing: Vec<&SiteHealth> = sites.iter().filter(|site| site.has_failed()).collect();
    let mut found: Vec<SiteProblem> = failing.iter().filter_map(|site| site.site_problem()).collect();
    // A site that cannot be reached now says nothing about its projects.
    let is_current = |row: &&RunProjectRow| {
        let enabled = sites.iter().any(|site| site.enabled && site.name == row.instance);
        enabled && failing.iter().all(|site| site.name != row.instance)
    };
    let mut groups: Vec<Group<'_>> = Vec::new();
    for row in last_run.iter().filter(is_current) {
        let Some(message) = row.error_message.as_deref() else { continue };
        let kind = row.problem.map_or(ProblemKind::Other, |kind| kind.0);
        let whole = row.project_key == WHOLE_SITE;
        // What has no kind of its own is equal only if its message is.
        let same = |group: &&mut Group<'_>| {
            (group.kind, group.instance, group.whole) == (kind, row.instance.as_str(), whole)
                && (kind != ProblemKind::Other || group.messages.contains(&message))
        };
        match groups.iter_mut().find(same) {
            Some(group) => {
                group.projects.push(row.project_key.clone());
                if !group.messages.contains(&message) {
                    group.messages.push(message);
                }
            }
            None => groups.push(Group {
                kind,
                instance: &row.instance,
                whole,
                projects: vec![row.project_key.clone()],
                messages: vec![message],
            }),
        }
    }
    found.extend(groups.into_iter().map(Group::problem));
    found
}

/// Rows with the same problem.
struct Group<'a> {
    kind: ProblemKind,
    instance: &'a str,
    /// Whether it is about the whole site.
    whole: bool,
    projects: Vec<String>,
    messages: Vec<&'a str>,
}

impl Group<'_> {
    fn problem(self) -> SiteProblem {
        let mut lines: Vec<String> = Vec::new();
        if self.projects.len() > 1 {
            lines.push(self.projects.join(", "));
        }
        lines.extend(self.messages.iter().take(MESSAGES).map(|message| (*message).to_owned()));
        let projects = if self.whole { Vec::new() } else { self.projects };
        SiteProblem::new(self.kind, self.instance, projects, lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use app::model::ProjectState;

    use crate::store::{Place, ProjectId, ProjectRef, SiteId, Stored};

    use super::*;
    use crate::service::status::examples::site;

    fn failed(key: &str, kind: ProblemKind, message: &str) -> RunProjectRow {
        let place = Place::Project(ProjectRef { id: ProjectId(1), key: key.to_owned() });
        RunProjectRow {
            status: Stored(ProjectState::Failed),
            error_message: Some(message.to_owned()),
            problem: Some(Stored(kind)),
            ..RunProjectRow::queued(SiteId(1), "work", &place)
        }
    }

    #[test]
    fn equal_problems_of_projects_are_one() {
        let denied = ProblemKind::AccessDenied;
        let rows = [
            failed("A", denied, "403: a"),
            failed("B", denied, "403: b"),
            failed("C", denied, "403: b"),
            failed("D", ProblemKind::Other, "odd"),
            failed("E", ProblemKind::Other, "odd"),
            failed("F", ProblemKind::Other, "odder"),
        ];
        let found = problems(&[site("work", Some(true))], &rows);
        let titles: Vec<&str> = found.iter().map(|problem| problem.title.as_str()).collect();
        let expected = [
            "No access to 3 projects of work",
            "Could not sync 2 projects of work",
            "Could not sync F (work)",
        ];
        assert_eq!(titles, expected);
        assert_eq!(found[0].detail, "A, B, C\n403: a\n403: b");
    }

    #[test]
    fn site_that_fails_is_the_only_problem() {
        let failing = SiteHealth {
            error_message: Some("status 401".to_owned()),
            problem: Some(ProblemKind::CredentialsRejected),
            ..site("work", Some(false))
        };
        let found = problems(&[failing], &[failed("A", ProblemKind::Other, "old")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title, "Jira rejected the API token for work");
        assert_eq!(found[0].detail, "status 401");
    }
}
