use super::*;
use crate::demo::config::DemoConfig;

fn generator(issues: u64) -> Generator {
    let epoch = chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    Generator::new(&DemoConfig { issues, ..DemoConfig::cloud(epoch) })
}

fn entries() -> impl Iterator<Item = Entry> {
    let generator = generator(600);
    (0..5).flat_map(move |p| (1..=600).map(move |n| (p, n))).map(move |(p, n)| generator.entry(p, n))
}

#[test]
fn no_part_of_an_issue_is_newer_than_its_updated() {
    for entry in entries() {
        let issue = &entry.issue;
        let times = entry.comments.iter().flat_map(|c| [c.created, c.updated]);
        let times = times.chain(entry.worklogs.iter().flat_map(|w| [w.created, w.updated]));
        let times = times.chain(entry.histories.iter().map(|h| h.created));
        let times = times.chain(entry.attachments.iter().map(|a| a.created)).chain([issue.status_changed]);
        for at in times {
            assert!(
                at >= issue.created && at <= issue.updated,
                "issue {} of project {}",
                issue.number,
                issue.project
            );
        }
        for log in &entry.worklogs {
            assert!(
                log.updated >= issue.updated - MAX_WORKLOG_AGE,
                "worklogs are within reach of their issue's updated"
            );
        }
    }
}

#[test]
fn status_changes_lead_from_to_do_to_the_current_status() {
    for entry in entries() {
        let mut status = STATUSES[TODO].1.to_owned();
        let mut changed = entry.issue.created;
        for (at, item) in entry.histories.iter().flat_map(|h| h.items.iter().map(|i| (h.created, i))) {
            if item.field == "status" {
                assert_eq!(item.from_text.as_deref(), Some(status.as_str()));
                status = item.to_text.clone().unwrap();
                changed = at;
            }
        }
        assert_eq!(status, STATUSES[entry.issue.status].1);
        assert_eq!(changed, entry.issue.status_changed);
        assert_eq!(resolves(entry.issue.status), entry.issue.resolution.is_some());
    }
}

#[test]
fn counts_match_the_generated_content() {
    let generator = generator(600);
    for entry in entries() {
        let (p, n) = (entry.issue.project, entry.issue.number);
        assert_eq!(entry.comments.len() as u64, generator.comment_count(p, n));
        assert_eq!(entry.worklogs.len() as u64, generator.worklog_count(p, n));
        assert_eq!(entry.histories.len() as u64, generator.history_count(p, n));
        let items: usize = entry.histories.iter().map(|h| h.items.len()).sum();
        assert_eq!(items as u64, generator.item_count(p, n));
    }
}

#[test]
fn ids_resolve_to_their_issue() {
    let generator = generator(600);
    for entry in entries() {
        let issue = &entry.issue;
        assert_eq!(generator.place(issue.id), Some((issue.project, issue.number)));
        for comment in &entry.comments {
            assert_eq!(generator.owner_of_child(comment.id), Some(issue.id));
        }
    }
    assert_eq!(generator.place(generator.free_id()), None);
}

#[test]
fn links_are_on_both_issues_and_parents_exist() {
    let generator = generator(600);
    for entry in entries() {
        for link in &entry.links {
            let (p, n) = generator.place(link.other).unwrap();
            let back = generator.links(p, n).into_iter().find(|l| l.id == link.id).unwrap();
            assert!(back.other == entry.issue.id && back.outward != link.outward && back.kind == link.kind);
        }
        if let Some(parent) = entry.issue.parent {
            let (p, n) = generator.place(parent).unwrap();
            let parent = generator.issue(p, n);
            assert_ne!(parent.kind, Kind::SubTask);
            assert_eq!(entry.issue.kind == Kind::SubTask, generator.subtasks(n) == Some(entry.issue.number));
        }
    }
}

#[test]
fn long_lists_and_every_kind_of_value_occur() {
    let all: Vec<Entry> = entries().collect();
    let count = |is: fn(&Entry) -> bool| all.iter().filter(|e| is(e)).count();
    assert!(count(|e| e.comments.len() > 100) > 0 && count(|e| e.comments.len() > 20) > 10);
    assert!(count(|e| e.histories.len() > 100) > 0 && count(|e| e.histories.len() > 40) > 10);
    assert!(count(|e| e.worklogs.len() > 20) > 10);
    assert!(count(|e| e.comments.iter().any(|c| c.author.is_none())) > 0);
    assert!(count(|e| e.issue.sprints.len() > 1) > 0 && count(|e| !e.attachments.is_empty()) > 0);
    for kind in Kind::ALL {
        assert!(all.iter().any(|e| e.issue.kind == kind), "{kind:?}");
    }
}
