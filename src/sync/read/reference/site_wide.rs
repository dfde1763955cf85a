//! Reads the lists that exist once per site.

use futures::future;

use super::known;
use crate::{
    jira::{List, wire},
    store::{
        Place,
        mirror::{FieldRow, IssueTypeRow, LinkTypeRow, PriorityRow, Reference, ResolutionRow, StatusRow},
    },
    sync::{
        context::SiteRun,
        read::lists::{self, Lists},
        rows::named,
    },
};

/// Reads all of them.
pub(super) async fn read(site: &SiteRun, lists: &Lists<'_>) -> Reference {
    let (site_id, client) = (site.site_id, &site.client);
    let of_issues = future::join5(
        lists.never_empty("field", client.fields()),
        lists.never_empty("status", client.statuses()),
        lists.never_empty("issuetype", client.issue_types()),
        lists.never_empty("priority", client.priorities()),
        lists.of_site("resolution", client.resolutions()),
    );
    let ((fields, statuses, issue_types, priorities, resolutions), link_types) =
        future::join(of_issues, link_types(site, lists)).await;
    Reference {
        fields: known(fields, |field: wire::Field| FieldRow {
            site_id,
            name: named(field.name, &field.id),
            custom: field.custom.unwrap_or(false),
            schema_type: field.schema_type,
            schema_custom: field.schema_custom,
            id: field.id,
            deleted_at: None,
        }),
        statuses: known(statuses, |status: wire::Status| StatusRow {
            site_id,
            name: named(status.name, &status.id),
            category: status.category,
            id: status.id,
            deleted_at: None,
        }),
        issue_types: known(issue_types, |kind: wire::IssueType| IssueTypeRow {
            site_id,
            name: named(kind.name, &kind.id),
            subtask: kind.subtask.unwrap_or(false),
            hierarchy_level: kind.hierarchy_level,
            description: kind.description,
            id: kind.id,
            deleted_at: None,
        }),
        priorities: known(priorities, |priority: wire::Priority| PriorityRow {
            site_id,
            name: named(priority.name, &priority.id),
            description: priority.description,
            id: priority.id,
            deleted_at: None,
        }),
        resolutions: known(resolutions, |resolution: wire::Resolution| ResolutionRow {
            site_id,
            name: named(resolution.name, &resolution.id),
            description: resolution.description,
            id: resolution.id,
            deleted_at: None,
        }),
        link_types: known(link_types, |kind: wire::LinkType| LinkTypeRow {
            site_id,
            name: named(kind.name, &kind.id),
            inward: kind.inward,
            outward: kind.outward,
            id: kind.id,
            deleted_at: None,
        }),
        ..Reference::default()
    }
}

/// Unknown, without a warning, if links are switched off.
async fn link_types(site: &SiteRun, lists: &Lists<'_>) -> Option<List<wire::LinkType>> {
    let asked = async { lists::if_any(site.client.link_types().await) };
    let list = lists.read(&Place::Site, "issueLinkType", asked).await.flatten()?;
    site.warnings.add_all(&Place::Site, "issueLinkType", list.warnings.clone());
    Some(list)
}
