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
fn values_missing_from_a_response_stay_known() {
    let mut row = ann();
    assert!(!row.learn_shown(&[shown(person("Ann", "ann@x", "UTC"), &[NEW])], is_new));
    assert!(!row.learn_listed(&person("Ann", "", "")));
    assert!(!row.learn_shown(&[shown(person("Ann", "", ""), &[NEW])], is_new));
    assert_eq!(said(&row), ["Ann", "ann@x", "UTC"]);
}

#[test]
fn forms_of_one_page_complete_each_other_in_any_order() {
    let forms = [shown(person("Ann", "", "UTC"), &[NEW]), shown(person("Ann", "ann@x", ""), &[NEW])];
    for forms in [[&forms[0], &forms[1]], [&forms[1], &forms[0]]] {
        let mut row = ann();
        assert!(!row.learn_shown(&forms.map(Clone::clone), is_new));
        assert_eq!(said(&row), ["Ann", "ann@x", "UTC"]);
    }
}

#[test]
fn user_list_overrules_issues_and_never_the_reverse() {
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
fn unchanged_issue_fills_gaps_and_overrules_nothing() {
    let mut row = ann();
    row.learn_shown(&[shown(person("Ann", "", ""), &[NEW])], is_new);
    assert!(!row.learn_shown(&[shown(person("Other", "ann@x", ""), &[OLD])], is_new));
    assert_eq!(said(&row), ["Ann", "ann@x", "-"]);
}

#[test]
fn issue_that_showed_a_person_before_may_correct_itself() {
    let mut row = ann();
    row.learn_shown(&[shown(person("Ann", "", ""), &[NEW])], is_new);
    assert_eq!(row.shown_by, Some(NEW));
    assert!(row.learn_shown(&[shown(person("Anna", "", ""), &[NEW])], |_| false));
    assert!(!row.learn_shown(&[shown(person("Ann", "", ""), &[OLD])], |_| false));
    assert_eq!(said(&row), ["Anna", "-", "-"]);
}

#[test]
fn contradicting_forms_settle() {
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
fn lead_fills_in_only_what_list_and_issues_leave_out() {
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
