use super::*;

fn row(id: i64, name: &str, base_url: &str) -> SiteRow {
    SiteRow { id: SiteId(id), holds_rows: true, ..SiteRow::unregistered(&setting(name, base_url)) }
}

fn retired(row: SiteRow) -> SiteRow {
    SiteRow { enabled: false, retired_at: Some(DateTime::UNIX_EPOCH), ..row }
}

fn setting(name: &str, base_url: &str) -> SiteSetting {
    SiteSetting { name: name.to_owned(), base_url: base_url.to_owned(), enabled: true }
}

#[test]
fn site_is_found_by_name_or_else_by_address() {
    let stored = [row(1, "a", "http://one"), row(2, "b", "http://two"), retired(row(3, "old", "http://two"))];
    let ids = |settings: &[SiteSetting]| {
        bind(&stored, settings).into_iter().map(|row| row.map(|row| row.id.0)).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[setting("a", "http://one")]), [Some(1)]);
    assert_eq!(ids(&[setting("a", "http://elsewhere")]), [Some(1)], "to be proven");
    assert_eq!(ids(&[setting("renamed", "http://one")]), [Some(1)]);
    assert_eq!(ids(&[setting("renamed", "http://two")]), [Some(2)], "in use before retired");
    assert_eq!(ids(&[setting("new", "http://elsewhere")]), [None]);
    // Two accounts of one Jira are two sites.
    assert_eq!(ids(&[setting("a", "http://one"), setting("second", "http://one")]), [Some(1), None]);
    assert_eq!(ids(&[setting("second", "http://one"), setting("a", "http://one")]), [None, Some(1)]);
}

#[test]
fn others_are_retired_on_request_and_unchanged_sites_not_written() {
    let stored = [row(1, "a", "http://one"), row(2, "b", "http://two")];
    let same = [setting("a", "http://one")];
    assert_eq!(changes(&stored, &same, Others::Stay), []);
    assert_eq!(changes(&stored, &same, Others::Retire), [Change::Retire(SiteId(2))]);
    assert_eq!(changes(&[stored[0].clone(), retired(stored[1].clone())], &same, Others::Retire), []);
    let back = [setting("b", "http://two")];
    let expected = [Change::Update(SiteId(2), setting("b", "http://two"))];
    assert_eq!(changes(&[retired(stored[1].clone())], &back, Others::Stay), expected);
}

#[test]
fn address_changes_at_once_only_without_stored_rows() {
    let settings = [setting("a", "http://new")];
    assert_eq!(changes(&[row(1, "a", "http://one")], &settings, Others::Retire), []);
    let empty = SiteRow { holds_rows: false, ..row(1, "a", "http://one") };
    let expected = [Change::Update(SiteId(1), setting("a", "http://new"))];
    assert_eq!(changes(&[empty], &settings, Others::Retire), expected);
    let off = [SiteSetting { enabled: false, ..setting("a", "http://new") }];
    let expected = [Change::Update(SiteId(1), SiteSetting { enabled: false, ..setting("a", "http://one") })];
    assert_eq!(changes(&[row(1, "a", "http://one")], &off, Others::Retire), expected);
}
