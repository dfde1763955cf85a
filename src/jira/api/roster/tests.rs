use super::*;

/// A page of projects with these ids.
fn page(ids: &[u64], total: u64, is_last: Option<bool>) -> Page {
    let entries: Vec<Value> =
        ids.iter().map(|id| serde_json::json!({"id": id.to_string(), "key": format!("P{id}")})).collect();
    let body = serde_json::json!({"values": entries, "total": total, "isLast": is_last});
    Page::parse(body.to_string().as_bytes()).unwrap()
}

/// What becomes of these pages: the ids, and the doubt.
fn read(pages: Vec<Page>) -> (Vec<u64>, Option<RosterDoubt>) {
    let mut listing = Listing::default();
    let count = pages.len();
    for (index, page) in pages.into_iter().enumerate() {
        assert_eq!(listing.take(page), index + 1 < count, "page {index}");
    }
    (listing.projects.iter().map(|project| project.id).collect(), listing.doubt())
}

#[test]
fn pages_that_overlap_by_one_entry_are_one_list() {
    assert_eq!(read(vec![page(&[1, 2], 2, Some(true))]), (vec![1, 2], None));
    let pages = vec![page(&[1, 2, 3], 4, Some(false)), page(&[3, 4], 4, Some(true))];
    assert_eq!(read(pages), (vec![1, 2, 3, 4], None));
    let by_total = vec![page(&[1, 2], 3, None), page(&[2, 3], 3, None)];
    assert_eq!(read(by_total), (vec![1, 2, 3], None));
    assert_eq!(read(vec![page(&[], 0, Some(true))]), (vec![], None));
}

#[test]
fn a_project_that_slid_over_the_border_between_two_pages_is_missed_by_nobody_unseen() {
    // 1 went after the first page: the second begins with 4, and 3 is at the end of a page that was read.
    let gone = vec![page(&[1, 2, 3], 5, Some(false)), page(&[4, 5], 4, Some(true))];
    assert_eq!(read(gone).1, Some(RosterDoubt::Moving));
    let gone_and_come = vec![page(&[1, 2, 3], 5, Some(false)), page(&[4, 5, 6], 5, Some(true))];
    assert_eq!(read(gone_and_come).1, Some(RosterDoubt::Moving));
    let come = vec![page(&[1, 2, 3], 5, Some(false)), page(&[2, 3, 4, 5], 6, Some(true))];
    assert_eq!(read(come).1, Some(RosterDoubt::Moving));
}

#[test]
fn a_list_that_is_not_as_long_as_jira_says_is_doubted() {
    let short = vec![page(&[1, 2], 3, Some(true))];
    assert_eq!(read(short), (vec![1, 2], Some(RosterDoubt::Count { counted: 3, listed: 2 })));
}

#[test]
fn a_list_that_stands_still_ends() {
    let mut listing = Listing::default();
    assert!(listing.take(page(&[1, 2], 9, Some(false))));
    assert!(!listing.take(page(&[2], 9, Some(false))));
    assert!(listing.doubt().is_some());
    // A server that knows no offset.
    let mut listing = Listing::default();
    assert!(listing.take(page(&[1, 2], 9, Some(false))));
    assert!(!listing.take(page(&[1, 2], 9, Some(false))));
    assert!(listing.doubt().is_some());
    let mut listing = Listing::default();
    assert!(!listing.take(page(&[], 9, Some(false))));
    assert!(listing.doubt().is_some());
}

#[test]
fn a_project_that_is_in_two_lists_is_in_the_roster_once_as_the_later_tells() {
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
