//! Odd items of lists, and feeds.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn odd_items_of_a_list_are_told_of_once_with_their_number() {
    let database = TestDatabase::sqlite();
    for config in editions().map(small) {
        let (edition, stage) = (config.edition, Stage::new(&database.url, config).await);
        let odd = r#"[{"id":"1","name":7},{"id":"2","name":8},{"id":"3","name":"Medium","description":[]}]"#;
        stage.jira.faults().add(Fault::on(&format!("{}/priority", api(edition)), status(200, Some(odd))));
        let run = stage.sync_well(SyncMode::Incremental).await;
        let warnings = stage.database.runs().warnings(&run.id).await.unwrap();
        let told: Vec<_> = warnings.iter().map(|row| (row.path.as_str(), row.count)).collect();
        assert_eq!(told, [("priority[*].description", 1), ("priority[*].name", 1), ("priority[*].name", 1)]);
        let metric = "select cast(max(value) as bigint) from sync_run_metrics where name = 'warnings'";
        assert_eq!(stage.count(metric).await, 3);
        clear_reference(&stage).await;
    }
}

/// One feed that is refused is read on from the same place once it is not, and the other is followed meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_refused_is_taken_up_where_it_was_left() {
    on_each_database(async |url| {
        for config in editions().map(small) {
            let (edition, stage) = (config.edition, Stage::new(&url, config).await);
            stage.sync_well(SyncMode::Incremental).await;
            let cursors = "select feed || cast(at_ms as text) from site_cursors where feed like 'worklog%' order by feed";
            let before = stage.texts(cursors).await;
            assert_eq!(before.len(), 2);
            stage
                .jira
                .faults()
                .add(Fault::on(&format!("{}/worklog/deleted", api(edition)), status(403, None)));
            stage.jira.site().advance_clock(chrono::TimeDelta::minutes(5));
            let run = stage.sync_well(SyncMode::Incremental).await;
            assert_eq!(warned(&stage, &run).await, [("*".to_owned(), "worklog/deleted".to_owned())]);
            let after = stage.texts(cursors).await;
            assert_eq!((before[0] == after[0], before[1] == after[1]), (true, false), "{after:?}");
            stage.jira.faults().clear();
            clear_reference(&stage).await;
        }
    })
    .await;
}
