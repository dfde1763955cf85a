use super::*;
use crate::store::IssueId;

fn at(second: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(1_700_000_000 + second, 0)
}

fn known(ids: std::ops::Range<i64>) -> Vec<KnownIssue> {
    let issue = |id| KnownIssue {
        id: IssueId(id),
        key: format!("ORB-{id}"),
        created_at: at(10 * id),
        creator_id: Some("kim".to_owned()),
    };
    ids.map(issue).collect()
}

fn shown(ids: std::ops::Range<i64>) -> Vec<IssueMark> {
    let mark = |id: i64| IssueMark {
        id: id.cast_unsigned(),
        key: Some(format!("ORB-{id}")),
        created: at(10 * id),
        creator: Some("kim".to_owned()),
    };
    ids.map(mark).collect()
}

fn verdict(known: &[KnownIssue], shown: &[IssueMark]) -> Verdict {
    Evidence::of_issues(known, shown).verdict()
}

#[test]
fn same_ids_and_creation_times_are_the_same_jira() {
    assert_eq!(verdict(&known(0..20), &shown(0..20)), Verdict::Same);
    assert_eq!(verdict(&known(0..20), &shown(2..20)), Verdict::Same);
    assert_eq!(verdict(&known(0..8), &shown(1..8)), Verdict::Same);
    let renamed: Vec<IssueMark> =
        shown(0..20).into_iter().map(|mark| IssueMark { key: Some("NEW-1".to_owned()), ..mark }).collect();
    assert_eq!(verdict(&known(0..20), &renamed), Verdict::Same);
}

#[test]
fn same_id_with_another_creation_time_is_another_jira() {
    let mut shown = shown(0..20);
    shown[7].created = at(5);
    let Verdict::Another(why) = verdict(&known(0..20), &shown) else { panic!("believed") };
    assert!(why.starts_with("the issue 7 is ORB-7 of 2023-11-14"), "{why}");
}

#[test]
fn copy_without_the_newest_issues_is_not_the_same_jira() {
    for shown in [shown(0..17), shown(19..20), shown(0..0)] {
        assert!(matches!(verdict(&known(0..20), &shown), Verdict::Unclear(_)), "{}", shown.len());
    }
    assert!(matches!(verdict(&known(0..1), &shown(0..0)), Verdict::Unclear(_)));
    assert!(matches!(verdict(&[], &[]), Verdict::Unclear(_)), "nothing proves nothing");
}

#[test]
fn milliseconds_and_missing_values_do_not_matter_creators_do() {
    let mut marks = shown(0..3);
    marks[2].creator = None;
    marks[0].created = marks[0].created.map(|at| at + TimeDelta::milliseconds(999));
    marks[1].created = None;
    assert_eq!(verdict(&known(0..3), &marks), Verdict::Same);
    marks.iter_mut().for_each(|mark| mark.creator = Some("lee".to_owned()));
    marks[1].created = at(10);
    assert!(matches!(verdict(&known(0..3), &marks), Verdict::Unclear(_)));
}

fn identity() -> Identity {
    Identity {
        address: "http://one".to_owned(),
        edition: Edition::Cloud,
        server_url: Some("http://one".to_owned()),
        server_title: Some("Jira".to_owned()),
        account: "me".to_owned(),
        cloud_id: Some("1-2-3".to_owned()),
    }
}

#[test]
fn any_change_triggers_recognition_and_cloud_id_decides() {
    let before = identity();
    let asked_for_nothing = Identity { cloud_id: None, server_url: None, ..identity() };
    assert!(asked_for_nothing.is_same_site_as(&before));
    for changed in [
        Identity { address: "http://two".to_owned(), ..identity() },
        Identity { edition: Edition::DataCenter, ..identity() },
        Identity { server_url: Some("http://two".to_owned()), ..identity() },
        Identity { server_title: Some("Sandbox".to_owned()), ..identity() },
        Identity { account: "you".to_owned(), ..identity() },
    ] {
        assert!(!changed.is_same_site_as(&before), "{changed:?}");
    }
    let sandbox = Identity { cloud_id: Some("4-5-6".to_owned()), ..identity() };
    assert_eq!(same_cloud(Some(&before), &sandbox), Some(false));
    assert_eq!(same_cloud(Some(&before), &identity()), Some(true));
    assert_eq!(same_cloud(Some(&before), &asked_for_nothing), None);
}
