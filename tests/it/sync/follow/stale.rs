//! Values that Jira repeats in several places, not always consistently: a change is followed once, everywhere it was
//! copied to, and a run without changes writes nothing.

use std::collections::BTreeSet;

use app::model::SyncMode;
use chrono::TimeDelta;
use jira_sync::demo::{DemoConfig, Fault, IssueAccess, Named};
use sea_orm::{ConnectionTrait, DatabaseBackend};
use serde_json::{Value, json};

use crate::{
    support::database::on_each_database,
    sync::stage::{Stage, answer, clear, editions},
};

/// Tables that are copied from Jira.
const MIRRORED: [&str; 26] = [
    "attachments",
    "boards",
    "changelog_items",
    "changelogs",
    "comments",
    "components",
    "fields",
    "issue_affected_versions",
    "issue_components",
    "issue_fix_versions",
    "issue_keys",
    "issue_links",
    "issue_people",
    "issue_sprints",
    "issue_types",
    "issues",
    "link_types",
    "one_sided_links",
    "priorities",
    "projects",
    "remote_links",
    "resolutions",
    "sprints",
    "statuses",
    "users",
    "versions",
];

/// Makes the database record the table of each written row from now on.
async fn record_writes(stage: &Stage) {
    let postgres = stage.sql.get_database_backend() == DatabaseBackend::Postgres;
    let mut statements = vec!["create table written (name text not null)".to_owned()];
    if postgres {
        statements.push(
            "create function note_write() returns trigger language plpgsql as $$ begin
                 insert into written values (tg_table_name); return null; end $$"
                .to_owned(),
        );
    }
    for table in MIRRORED {
        for event in ["insert", "update", "delete"] {
            statements.push(if postgres {
                format!("create trigger note_{event} after {event} on {table} for each row execute function note_write()")
            } else {
                format!(
                    "create trigger note_{table}_{event} after {event} on {table}
                     begin insert into written values ('{table} {event}'); end"
                )
            });
        }
    }
    for statement in statements {
        stage.sql.execute_unprepared(&statement).await.unwrap();
    }
}

async fn written(stage: &Stage) -> BTreeSet<String> {
    stage.texts("select distinct name from written").await.into_iter().collect()
}

/// Removes the triggers and the record, for the next edition.
async fn stop_recording(stage: &Stage) {
    let postgres = stage.sql.get_database_backend() == DatabaseBackend::Postgres;
    let mut statements = Vec::new();
    for table in MIRRORED {
        for event in ["insert", "update", "delete"] {
            statements.push(if postgres {
                format!("drop trigger note_{event} on {table}")
            } else {
                format!("drop trigger note_{table}_{event}")
            });
        }
    }
    if postgres {
        statements.push("drop function note_write".to_owned());
    }
    statements.push("drop table written".to_owned());
    for statement in statements {
        stage.sql.execute_unprepared(&statement).await.unwrap();
    }
}

/// How many requests asked for issues by id since the statistics were reset.
fn issue_requests(stage: &Stage) -> usize {
    let requests = stage.jira.requests();
    let of_issue = |line: &&jira_sync::demo::RequestLine| {
        line.path.ends_with("/issue/bulkfetch") || line.path.contains("/api/2/issue/")
    };
    requests.iter().filter(of_issue).filter(|line| !line.path.ends_with("/remotelink")).count()
}

/// From now on people are listed twice, with names other than those in issues, and without their other members.
async fn list_people_differently(stage: &Stage) {
    let person = |id: &String| {
        let name = format!("Listed {id}");
        [
            json!({"accountId": id, "key": id, "displayName": "Another"}),
            json!({"accountId": id, "key": id, "displayName": name}),
        ]
    };
    let ids = stage.texts("select id from users").await;
    let list = Value::from_iter(ids.iter().flat_map(person));
    for path in ["/rest/api/3/users/search", "/rest/api/2/user/search"] {
        stage.jira.faults().add(Fault::on(path, answer(&list)).containing("startAt=0"));
        stage.jira.faults().add(Fault::on(path, answer(&json!([]))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn run_without_changes_writes_nothing() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            for (n, other) in stage.issue_keys(1).iter().take(5).enumerate() {
                site.link_one_side(&stage.issue_keys(0)[n], other, "Blocks").unwrap();
            }
            stage.sync_ok(SyncMode::Full).await;
            list_people_differently(&stage).await;
            stage.sync_ok(SyncMode::Full).await;
            while stage.count("select count(*) from issues where remote_links_stale").await > 0 {
                stage.sync_ok(SyncMode::Full).await;
            }
            site.advance_clock(TimeDelta::hours(1));
            stage.sync_ok(SyncMode::Incremental).await;
            record_writes(&stage).await;
            for mode in [SyncMode::Incremental, SyncMode::Census, SyncMode::Full, SyncMode::Census] {
                stage.sync_ok(mode).await;
                assert_eq!(written(&stage).await, BTreeSet::new(), "{mode:?}");
            }
            assert_eq!(
                stage.count("select count(*) from users where display_name <> 'Listed ' || id").await,
                0
            );
            assert_eq!(stage.count("select count(*) from users where active is null").await, 0);
            assert_ne!(stage.count("select count(*) from users where email is not null").await, 0);
            stop_recording(&stage).await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn run_without_changes_on_a_realistic_site_writes_nothing() {
    on_each_database(async |url| {
        for (seed, config) in (1..).zip(editions()) {
            let stage = Stage::new(&url, DemoConfig { realistic: true, seed, ..config }).await;
            let waiting = "select count(*) from issues where remote_links_stale";
            let mut before = u64::MAX;
            stage.sync(SyncMode::Full).await;
            // The census checks parents and links that are not stored, once.
            stage.sync(SyncMode::Census).await;
            while (1..before).contains(&stage.count(waiting).await) {
                before = stage.count(waiting).await;
                stage.sync(SyncMode::Full).await;
            }
            stage.jira.site().advance_clock(TimeDelta::hours(1));
            stage.sync(SyncMode::Incremental).await;
            record_writes(&stage).await;
            for mode in [SyncMode::Incremental, SyncMode::Census, SyncMode::Full, SyncMode::Census] {
                let (run, projects) = stage.sync(mode).await;
                assert_eq!(written(&stage).await, BTreeSet::new(), "{mode:?}: {run:?} {projects:?}");
            }
            stop_recording(&stage).await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sided_link_is_checked_once() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::synced(&url, config).await;
            let site = stage.jira.site();
            site.advance_clock(TimeDelta::hours(1));
            let (one, other) = (stage.issue_keys(0)[0].clone(), stage.issue_keys(1)[0].clone());
            site.link_one_side(&one, &other, "Blocks").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            let one_sided = "select count(*) from one_sided_links";
            assert_eq!(stage.count(one_sided).await, 1);
            site.advance_clock(TimeDelta::hours(1));
            site.add_comment(&stage.issue_keys(2)[0], "later").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.jira.reset_stats();
            stage.sync_ok(SyncMode::Incremental).await;
            let asked = issue_requests(&stage);
            stage.jira.reset_stats();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(issue_requests(&stage), asked, "the same few requests");
            assert_eq!(stage.count("select count(*) from issues where stale").await, 0);
            // Once the link is two-sided or removed, it is forgotten.
            let link = site.links_of(&one).unwrap().pop().unwrap();
            site.unlink_issues(&one, link).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(one_sided).await, 0);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn link_returns_when_its_hidden_issue_becomes_visible_again() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::new(&url, config).await;
            let site = stage.jira.site();
            let (one, other) = (stage.issue_keys(0)[0].clone(), stage.issue_keys(1)[0].clone());
            let link = site.link_issues(&one, &other, "Blocks").unwrap();
            let sides = format!("select count(*) from issue_links where id = {link}");
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(stage.count(&sides).await, 2);
            site.advance_clock(TimeDelta::hours(1));
            site.set_access(&one, IssueAccess::Secured).unwrap();
            site.add_comment(&other, "Where is the other one?").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(&sides).await, 1);
            site.set_access(&one, IssueAccess::Open).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(stage.count(&sides).await, 2);
            assert_eq!(stage.count("select count(*) from one_sided_links").await, 0);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renames_reach_every_row_that_copied_the_name() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::synced(&url, config).await;
            let site = stage.jira.site();
            let old_rows = [
                "update issues set priority_id = null, resolution_id = null where id in (select min(id) from issues)",
                "update issue_links set link_type_id = null",
            ];
            for statement in old_rows {
                stage.sql.execute_unprepared(statement).await.unwrap();
            }
            for (kind, what, table, column) in [
                (Named::Priority, "Medium", "issues", "priority"),
                (Named::Resolution, "Done", "issues", "resolution"),
                (Named::IssueType, "Story", "issues", "issue_type"),
                (Named::LinkType, "Blocks", "issue_links", "link_type"),
            ] {
                let named = |name: &str| format!("select count(*) from {table} where {column} = '{name}'");
                let before = stage.count(&named(what)).await;
                assert_ne!(before, 0, "{what}");
                site.rename(kind, what, "Umbenannt").unwrap();
                stage.sync_ok(SyncMode::Incremental).await;
                assert_eq!([stage.count(&named(what)).await, stage.count(&named("Umbenannt")).await], [0, before]);
            }
            let lacking = "select count(*) from issue_links where link_type_id is null and link_type = 'Umbenannt'";
            assert_eq!(stage.count(lacking).await, 0);
            let (version, component) = ("10000", "10001");
            site.rename(Named::Version, version, "V").unwrap();
            site.rename(Named::Component, component, "C").unwrap();
            stage.sync_ok(SyncMode::Census).await;
            for (table, column, id) in [
                ("issue_fix_versions", "version_id", version),
                ("issue_affected_versions", "version_id", version),
                ("issue_components", "component_id", component),
            ] {
                let old = format!("select count(*) from {table} where {column} = {id} and name not in ('V', 'C')");
                assert_eq!(stage.count(&old).await, 0, "{table}");
            }
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_priority_is_replaced_in_the_issues_that_had_it() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::synced(&url, config).await;
            let site = stage.jira.site();
            site.advance_clock(TimeDelta::hours(1));
            let had = stage.texts("select key from issues where priority = 'Low' order by id").await;
            assert_ne!(had.len(), 0);
            site.remove_priority("Low", "High").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            let have = "select count(*) from issues where priority = 'High' and priority_id = '2' and key in";
            let list = had.iter().map(|key| format!("'{key}'")).collect::<Vec<_>>().join(",");
            assert_eq!(stage.count(&format!("{have} ({list})")).await, had.len() as u64);
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_project_gives_no_new_key_to_issues_that_left_it() {
    on_each_database(async |url| {
        for config in editions() {
            let stage = Stage::synced(&url, config).await;
            let site = stage.jira.site();
            let [moved, gone, stays] = [0, 1, 2].map(|n| stage.issue_keys(0)[n].clone());
            let (from, to) = (site.truth().projects[0].key.clone(), site.truth().projects[1].key.clone());
            let id =
                async |key: &str| stage.count(&format!("select id from issues where key = '{key}'")).await;
            let (moved_id, gone_id, stays_id) = (id(&moved).await, id(&gone).await, id(&stays).await);
            let moved_to = site.move_issue(&moved, &to).unwrap();
            site.delete_issue(&gone).unwrap();
            site.rename_project(&from, "LATER").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            stage.sync_ok(SyncMode::Census).await;
            let known = async |id: u64| {
                stage
                    .texts(&format!("select key from issue_keys where issue_id = {id} order by current, key"))
                    .await
            };
            assert_eq!(known(moved_id).await.last(), Some(&moved_to));
            assert!(known(moved_id).await.contains(&moved));
            for id in [moved_id, gone_id] {
                assert!(!known(id).await.iter().any(|key| key.starts_with("LATER")), "{:?}", known(id).await);
            }
            assert_eq!(known(stays_id).await, [stays.clone(), stays.replace(&from, "LATER")]);
            assert_eq!(stage.texts(&format!("select key from issues where id = {gone_id}")).await, [gone]);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}
