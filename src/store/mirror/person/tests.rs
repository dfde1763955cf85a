use super::*;

const NEW: IssueId = IssueId(1);
const OLD: IssueId = IssueId(2);

fn person(name: &str, email: &str, zone: &str) -> Person {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Person {
        id: "ann".to_owned(),
        display_name: text(name),
        email: text(email),
        time_zone: text(zone),
        ..Person::default()
    }
}

fn shown(person: Person, issues: &[IssueId]) -> Shown {
    Shown { person, issues: issues.to_vec() }
}

fn is_new(id: IssueId) -> bool {
    id == NEW
}

fn ann() -> UserRow {
    UserRow::unknown(SiteId(7), "ann".to_owned())
}

fn said(row: &UserRow) -> [&str; 3] {
    [&row.display_name, &row.email, &row.time_zone].map(|member| member.as_deref().unwrap_or("-"))
}

#[test]
fn what_an_answer_leaves_out_stays_known() {
    let mut row = ann();
    assert!(!row.learn_shown(&[shown(person("Ann", "ann@x", "UTC"), &[NEW])], is_new));
    assert!(!row.learn_listed(&person("Ann", "", "")));
    assert!(!row.learn_shown(&[shown(person("Ann", "", ""), &[NEW])], is_new));
    assert_eq!(said(&row), ["Ann", "ann@x", "UTC"]);
}

#[test]
fn forms_of_one_page_fill_each_other_whatever_their_order() {
    let forms = [shown(person("Ann", "", "UTC"), &[NEW]), shown(person("Ann", "ann@x", ""), &[NEW])];
    for forms in [[&forms[0], &forms[1]], [&forms[1], &forms[0]]] {
        let mut row = ann();
        assert!(!row.learn_shown(&forms.map(Clone::clone), is_new));
        assert_eq!(said(&row), ["Ann", "ann@x", "UTC"]);
    }
}

#[test]
fn the_list_overrules_issues_and_issues_never_the_list() {
    let mut row = ann();
    row.learn_shown(&[shown(person("Old", "old@x", ""), &[NEW])], is_new);
    assert!(row.learn_listed(&person("Ann", "", "")));
    assert!(!row.learn_shown(&[shown(person("Old", "", ""), &[NEW])], is_new));
    assert_eq!(said(&row), ["Ann", "old@x", "-"]);
    assert!(
        row.learn_shown(&[shown(person("Old", "new@x", ""), &[NEW])], is_new),
        "the list says no address"
    );
    assert_eq!(said(&row), ["Ann", "new@x", "-"]);
}

#[test]
fn an_issue_that_did_not_change_overrules_nothing_and_fills_what_is_not_known() {
    let mut row = ann();
    row.learn_shown(&[shown(person("Ann", "", ""), &[NEW])], is_new);
    assert!(!row.learn_shown(&[shown(person("Other", "ann@x", ""), &[OLD])], is_new));
    assert_eq!(said(&row), ["Ann", "ann@x", "-"]);
}

#[test]
fn the_issue_that_is_known_from_before_overrules_what_it_showed_itself() {
    let mut row = ann();
    row.learn_shown(&[shown(person("Ann", "", ""), &[NEW])], is_new);
    assert_eq!(row.shown_by, Some(NEW));
    assert!(row.learn_shown(&[shown(person("Anna", "", ""), &[NEW])], |_| false));
    assert!(!row.learn_shown(&[shown(person("Ann", "", ""), &[OLD])], |_| false));
    assert_eq!(said(&row), ["Anna", "-", "-"]);
}

#[test]
fn forms_that_contradict_each_other_settle() {
    let forms = [shown(person("A", "", ""), &[OLD]), shown(person("B", "", ""), &[NEW])];
    let mut row = ann();
    row.learn_shown(&forms, |_| true);
    let once = row.clone();
    for forms in [&forms[..1], &forms[1..], &forms[..]] {
        assert!(!row.learn_shown(forms, |_| false), "{forms:?}");
    }
    assert_eq!(row, once);
}

#[test]
fn a_lead_tells_only_what_neither_the_list_nor_an_issue_does() {
    let mut row = ann();
    assert!(!row.learn_lead(&person("Ann", "", "UTC"), false));
    assert!(!row.learn_lead(&person("Another", "", ""), false), "some lists alone overrule nothing");
    assert!(row.learn_lead(&person("Anna", "", ""), true));
    row.learn_listed(&person("Listed", "", ""));
    assert!(!row.learn_lead(&person("Anna", "ann@x", ""), true));
    assert_eq!(said(&row), ["Listed", "ann@x", "UTC"]);

    let mut row = ann();
    row.learn_shown(&[shown(person("Shown", "", ""), &[NEW])], is_new);
    assert!(!row.learn_lead(&person("Anna", "", "UTC"), true));
    assert_eq!(said(&row), ["Shown", "-", "UTC"]);
}
