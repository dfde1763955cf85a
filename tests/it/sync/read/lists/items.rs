//! Odd items of lists, doubtful lists, and feeds.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn odd_list_items_are_reported_as_warnings_with_counts() {
    let database = TestDatabase::sqlite();
    for config in editions().map(small) {
        let (edition, stage) = (config.edition, Stage::new(&database.url, config).await);
        let odd = r#"[{"id":"1","name":7},{"id":"2","name":8},{"id":"3","name":"Medium","description":[]}]"#;
        stage.jira.faults().add(Fault::on(&format!("{}/priority", api(edition)), status(200, Some(odd))));
        let run = stage.sync_ok(SyncMode::Incremental).await;
        let warnings = stage.database.runs().warnings(run.id).await.unwrap();
        let reported: Vec<_> = warnings.iter().map(|row| (row.path.as_str(), row.count)).collect();
        assert_eq!(
            reported,
            [("priority[*].description", 1), ("priority[*].name", 1), ("priority[*].name", 1)]
        );
        let metric = "select cast(max(value) as bigint) from sync_run_metrics where name = 'warnings'";
        assert_eq!(stage.count(metric).await, 3);
        clear_reference(&stage).await;
    }
}

/// The refused feed is not skipped, and the other one is followed meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn refused_worklog_feed_keeps_its_cursor_while_the_other_advances() {
    on_each_database(async |url| {
        for config in editions().map(small) {
            let (edition, stage) = (config.edition, Stage::new(&url, config).await);
            stage.sync_ok(SyncMode::Incremental).await;
            let cursors = "select feed || cast(at_ms as text) from site_cursors where feed like 'worklog%' order by feed";
            let before = stage.texts(cursors).await;
            assert_eq!(before.len(), 2);
            stage
                .jira
                .faults()
                .add(Fault::on(&format!("{}/worklog/deleted", api(edition)), status(403, None)));
            stage.jira.site().advance_clock(chrono::TimeDelta::minutes(5));
            let run = stage.sync_ok(SyncMode::Incremental).await;
            assert_eq!(warned(&stage, &run).await, [("*".to_owned(), "worklog/deleted".to_owned())]);
            let after = stage.texts(cursors).await;
            assert_eq!((before[0] == after[0], before[1] == after[1]), (true, false), "{after:?}");
            stage.jira.faults().clear();
            clear_reference(&stage).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn doubtful_list_marks_no_rows_as_deleted() {
    on_each_database(async |url| {
        for config in editions().map(small) {
            let (edition, stage) = (config.edition, Stage::new(&url, config).await);
            stage.sync_ok(SyncMode::Full).await;
            let before = rows(&stage, &TABLES).await;
            let priorities = format!("{}/priority", api(edition));
            // Every Jira has priorities; and a priority without an id may be any of the missing ones.
            for (body, path) in
                [("[]", "priority"), (r#"[{"name":"Which one?"},{"id":1,"name":7}]"#, "priority[*].id")]
            {
                stage.jira.faults().add(Fault::on(&priorities, status(200, Some(body))));
                let run = stage.sync_ok(SyncMode::Full).await;
                let gone = "select count(*) from priorities where deleted_at is not null";
                assert_eq!(stage.count(gone).await, 0, "{body}");
                let warned = warned(&stage, &run).await;
                assert!(warned.contains(&("*".to_owned(), path.to_owned())), "{warned:?}");
                stage.jira.faults().clear();
            }
            stage.sync_ok(SyncMode::Full).await;
            assert_eq!(rows(&stage, &TABLES).await, before);

            // After a lost sign-in, Jira shows less.
            let fewer = r#"[{"id":"1","name":"Highest"}]"#;
            stage.jira.faults().add(Fault::on(&priorities, status(200, Some(fewer))));
            let myself = format!("{}/myself", api(edition));
            stage.jira.faults().add(Fault::on(&myself, FaultKind::Empty { status: 401 }).skip(1));
            let (run, _) = stage.sync(SyncMode::Incremental).await;
            assert_eq!(run.status, RunStatus::Failed);
            assert_eq!(rows(&stage, &TABLES).await, before);
            stage.jira.faults().clear();
            clear_reference(&stage).await;
        }
    })
    .await;
}
