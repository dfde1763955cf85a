use super::*;

/// A page of projects with these ids.
fn page(ids: &[u64], total: u64, is_last: Option<bool>) -> Page {
    let entries: Vec<Value> =
        ids.iter().map(|id| serde_json::json!({"id": id.to_string(), "key": format!("P{id}")})).collect();
    let body = serde_json::json!({"values": entries, "total": total, "isLast": is_last});
    Page::parse(body.to_string().as_bytes()).unwrap()
}

/// Reads these pages; returns the ids and the doubt.
fn read(pages: Vec<Page>) -> (Vec<u64>, Option<RosterDoubt>) {
    let mut listing = Listing::default();
    let count = pages.len();
    for (index, page) in pages.into_iter().enumerate() {
        assert_eq!(listing.take(page), index + 1 < count, "page {index}");
    }
    (listing.projects.iter().map(|project| project.id).collect(), listing.doubt())
}

#[test]
fn pages_overlapping_by_one_entry_form_one_list() {
    assert_eq!(read(vec![page(&[1, 2], 2, Some(true))]), (vec![1, 2], None));
    let pages = vec![page(&[1, 2, 3], 4, Some(false)), page(&[3, 4], 4, Some(true))];
    assert_eq!(read(pages), (vec![1, 2, 3, 4], None));
    let by_total = vec![page(&[1, 2], 3, None), page(&[2, 3], 3, None)];
    assert_eq!(read(by_total), (vec![1, 2, 3], None));
    assert_eq!(read(vec![page(&[], 0, Some(true))]), (vec![], None));
}

#[test]
fn project_missed_between_two_pages_is_noticed() {
    // 1 disappeared after the first page: the second begins with 4, and 3 moved to the end of the first.
    let gone = vec![page(&[1, 2, 3], 5, Some(false)), page(&[4, 5], 4, Some(true))];
    assert_eq!(read(gone).1, Some(RosterDoubt::Moving));
    let one_removed_one_added = vec![page(&[1, 2, 3], 5, Some(false)), page(&[4, 5, 6], 5, Some(true))];
    assert_eq!(read(one_removed_one_added).1, Some(RosterDoubt::Moving));
    let come = vec![page(&[1, 2, 3], 5, Some(false)), page(&[2, 3, 4, 5], 6, Some(true))];
    assert_eq!(read(come).1, Some(RosterDoubt::Moving));
}

#[test]
fn length_other_than_jira_counts_is_doubtful() {
    let short = vec![page(&[1, 2], 3, Some(true))];
    assert_eq!(read(short), (vec![1, 2], Some(RosterDoubt::Count { counted: 3, listed: 2 })));
}

#[test]
fn list_without_progress_ends() {
    let mut listing = Listing::default();
    assert!(listing.take(page(&[1, 2], 9, Some(false))));
    assert!(!listing.take(page(&[2], 9, Some(false))));
    assert!(listing.doubt().is_some());
    // A server that ignores the offset.
    let mut listing = Listing::default();
    assert!(listing.take(page(&[1, 2], 9, Some(false))));
    assert!(!listing.take(page(&[1, 2], 9, Some(false))));
    assert!(listing.doubt().is_some());
    let mut listing = Listing::default();
    assert!(!listing.take(page(&[], 9, Some(false))));
    assert!(listing.doubt().is_some());
}

#[test]
fn later_list_counts_for_a_project_in_two_lists() {
    use crate::jira::wire::ProjectState;
    let listing = |ids: &[u64], state| {
        let mut listing = Listing::default();
        listing.take(page(ids, ids.len() as u64, Some(true)));
        listing.projects.iter_mut().for_each(|project| project.state = state);
        listing
    };
    let mut roster = Roster::default();
    roster.add(listing(&[1, 2], ProjectState::Live), None);
    roster.add(listing(&[2, 3], ProjectState::Archived), None);
    let states: Vec<(u64, ProjectState)> =
        roster.projects.iter().map(|project| (project.id, project.state)).collect();
    let expected = [(1, ProjectState::Live), (2, ProjectState::Archived), (3, ProjectState::Archived)];
    assert_eq!(states, expected);
}
