//! Versions and components, which each project lists.

use std::collections::BTreeSet;

use futures::{StreamExt, future, stream};

use crate::{
    jira::{
        List,
        wire::{Component, Project, Version},
    },
    store::{
        ProjectId,
        mirror::{ComponentRow, Known, Person, Scope, VersionRow},
    },
    sync::{
        context::SiteRun,
        read::lists::Lists,
        rows::{id, lead, named, place_of},
    },
};

/// Reads the versions and components of `projects`, and the components' leads. Those of departed projects are gone.
pub(super) async fn read(
    site: &SiteRun,
    lists: &Lists<'_>,
    projects: &[Project],
    departed: Vec<ProjectId>,
) -> (Known<VersionRow>, Known<ComponentRow>, Known<Person>) {
    let mut parts: Vec<_> = projects.iter().map(|project| lists_of(site, lists, project)).collect();
    // A random start: if time runs out, it is not always the same projects that are left unread.
    let first = rand::random_range(0..parts.len().max(1));
    parts.rotate_left(first);
    let mut answers = stream::iter(parts).buffered(site.order.settings.max_workers as usize);
    let (mut versions, mut components) = (OfProjects::after(&departed), OfProjects::after(&departed));
    while let Some((project_id, of_project)) = answers.next().await {
        versions.add(project_id, of_project.0);
        components.add(project_id, of_project.1);
    }
    let led = components.items.iter().filter_map(|(_, component)| lead(component.lead.as_ref()));
    let all_came = projects.iter().all(|project| components.whole.contains(&id(project.id)));
    let leads =
        Known { rows: led.collect(), scope: if all_came { Scope::Everything } else { Scope::Nothing } };
    let site_id = site.site_id;
    let version_row = |(project_id, version): (ProjectId, Version)| VersionRow {
        site_id,
        id: id(version.id),
        project_id,
        name: named(version.name, version.id),
        description: version.description,
        released: version.released.unwrap_or(false),
        archived: version.archived.unwrap_or(false),
        start_date: version.start_date,
        release_date: version.release_date,
        deleted_at: None,
    };
    let component_row = |(project_id, component): (ProjectId, Component)| ComponentRow {
        site_id,
        id: id(component.id),
        project_id,
        name: named(component.name, component.id),
        description: component.description,
        lead_id: component.lead.map(|lead| lead.key),
        deleted_at: None,
    };
    (versions.known(version_row), components.known(component_row), leads)
}

type OfProject = (Option<List<Version>>, Option<List<Component>>);

async fn lists_of(site: &SiteRun, lists: &Lists<'_>, project: &Project) -> (ProjectId, OfProject) {
    let (number, place) = (project.id, place_of(project));
    let (versions, components) =
        (format!("project/{number}/versions"), format!("project/{number}/components"));
    let answers = future::join(
        lists.of(&place, &versions, site.client.versions(number)),
        lists.of(&place, &components, site.client.components(number)),
    );
    (id(number), answers.await)
}

/// The items of one kind of all projects.
struct OfProjects<T> {
    items: Vec<(ProjectId, T)>,
    whole: BTreeSet<ProjectId>,
}

impl<T> OfProjects<T> {
    fn after(departed: &[ProjectId]) -> Self {
        Self { items: Vec::new(), whole: departed.iter().copied().collect() }
    }

    fn add(&mut self, project_id: ProjectId, list: Option<List<T>>) {
        let Some(list) = list else { return };
        if list.whole {
            self.whole.insert(project_id);
        }
        self.items.extend(list.value.into_iter().map(|item| (project_id, item)));
    }

    fn known<R>(self, row: impl Fn((ProjectId, T)) -> R) -> Known<R> {
        let scope = Scope::Of {
            column: "project_id",
            owners: self.whole.into_iter().map(|project| project.0).collect(),
        };
        Known { rows: self.items.into_iter().map(row).collect(), scope }
    }
}
