//! People named only by a custom field, a project or a component have rows, which follow their changes.

use app::model::SyncMode;
use chrono::TimeDelta;
use jira_sync::demo::{Fault, FaultKind};

use crate::{
    support::database::on_each_database,
    sync::stage::{Stage, clear, small_editions},
};

/// From now on the site refuses its list of people.
fn refuse_user_list(stage: &Stage) {
    for path in ["/rest/api/3/users/search", "/rest/api/2/user/search"] {
        stage.jira.faults().add(Fault::on(path, FaultKind::ScopeMismatch));
    }
}

/// The display name of a person; nothing if the person is unknown.
async fn names(stage: &Stage, id: &str) -> Vec<String> {
    stage.texts(&format!("select coalesce(display_name, '') from users where id = '{id}'")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn people_in_custom_fields_are_stored_and_renamed() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::new(&url, config).await;
            refuse_user_list(&stage);
            let site = stage.jira.site();
            let id = site.add_user("Rita Reviewer");
            let issues: Vec<_> = (0..3).map(|project| stage.issue_keys(project)).collect();
            issues.iter().for_each(|of_project| site.set_reviewer(&of_project[0], &id).unwrap());
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(names(&stage, &id).await, ["Rita Reviewer"]);
            let naming = |name: &str| {
                format!("select count(*) from issues where cast(custom_fields as text) like '%{name}%'")
            };
            assert_eq!(stage.count(&naming("Rita Reviewer")).await, issues.len() as u64);

            // After this, incremental runs no longer reread these issues by themselves.
            site.advance_clock(TimeDelta::hours(1));
            issues.iter().for_each(|of_project| drop(site.add_comment(&of_project[1], "later").unwrap()));
            stage.sync_ok(SyncMode::Incremental).await;
            site.advance_clock(TimeDelta::hours(1));
            site.rename_user(&id, "Rita Renamed").unwrap();
            site.add_comment(&issues[0][0], "shows the new name").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(names(&stage, &id).await, ["Rita Renamed"]);
            assert_eq!(stage.count(&naming("Rita Reviewer")).await, 0);
            assert_eq!(stage.count(&naming("Rita Renamed")).await, issues.len() as u64);
            stage.assert_equal_to_truth().await;
            clear(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn project_and_component_leads_are_stored_and_renamed() {
    on_each_database(async |url| {
        for config in small_editions() {
            let stage = Stage::new(&url, config).await;
            refuse_user_list(&stage);
            let site = stage.jira.site();
            let (lead, of_component) = (site.add_user("Petra Project"), site.add_user("Carl Component"));
            let project = stage.project_keys()[0].clone();
            site.set_lead(&project, &lead).unwrap();
            let component = site.add_component(&project, "Engine").unwrap();
            site.set_component_lead(component, &of_component).unwrap();
            stage.sync_ok(SyncMode::Full).await;
            let known = async || [names(&stage, &lead).await, names(&stage, &of_component).await].concat();
            assert_eq!(known().await, ["Petra Project", "Carl Component"]);
            let leads = [
                format!("select count(*) from projects where key = '{project}' and lead_id = '{lead}'"),
                format!(
                    "select count(*) from components where id = {component} and lead_id = '{of_component}'"
                ),
            ];
            for led in leads {
                assert_eq!(stage.count(&led).await, 1);
            }

            // Custom fields of issues follow as well.
            let issue = stage.issue_keys(1)[0].clone();
            site.set_reviewer(&issue, &lead).unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            site.advance_clock(TimeDelta::hours(1));
            site.add_comment(&stage.issue_keys(1)[1], "later").unwrap();
            stage.sync_ok(SyncMode::Incremental).await;
            site.rename_user(&lead, "Petra Renamed").unwrap();
            site.rename_user(&of_component, "Carl Renamed").unwrap();
            stage.sync_ok(SyncMode::Census).await;
            assert_eq!(known().await, ["Petra Renamed", "Carl Renamed"]);
            let old = "select count(*) from issues where cast(custom_fields as text) like '%Petra Project%'";
            assert_eq!(stage.count(old).await, 0);

            // The site's own list of people takes precedence.
            stage.jira.faults().clear();
            site.rename_user(&lead, "Petra Listed").unwrap();
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(known().await, ["Petra Listed", "Carl Renamed"]);
            clear(&stage).await;
        }
    })
    .await;
}
