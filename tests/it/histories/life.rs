//! The course of a history: a site changes, is synced, fails now and then, and in the end the copy is exact.

use std::{collections::BTreeMap, sync::Arc};

use app::model::{RunStatus, SyncMode};
use chrono::{DateTime, TimeDelta, Utc};
use jira_sync::demo::{
    CommentRef, DemoConfig, DemoHandle, DemoJira, Edition, Fault, FaultKind, IssueEdit, WorklogRef,
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

use tokio_util::sync::CancellationToken;

use super::{
    mirror::{Mirror, Then},
    naive, tables,
};
use crate::support::database::TestDatabase;

const PROJECTS: u32 = 3;
const ISSUES: u64 = 12;
/// Shorter than the period an incremental run rereads.
const LONGEST_LAG: TimeDelta = TimeDelta::minutes(4);

/// One history: the site, and what the test knows it did to the site.
pub(super) struct History {
    pub(super) rng: StdRng,
    pub(super) jira: DemoHandle,
    mirror: Mirror,
    pub(super) edition: Edition,
    pub(super) realistic: bool,
    /// How late a change appears in Jira's search.
    index_lag: TimeDelta,
    pub(super) departures: BTreeMap<u64, u32>,
    pub(super) comments: Vec<CommentRef>,
    pub(super) worklogs: Vec<WorklogRef>,
    /// Keys of issues hidden from the account.
    pub(super) away: Vec<String>,
    /// Ids of deleted issues.
    pub(super) deleted: Vec<u64>,
    /// When the last sync that read every project began, by the site's clock.
    synced: Option<DateTime<Utc>>,
    pub(super) names: u32,
}

pub(super) async fn run_history(seed: u64, edition: Edition, url: &str) {
    let mut rng = StdRng::seed_from_u64(seed);
    let epoch = DemoConfig::epoch_for(Utc::now());
    let config = match edition {
        Edition::Cloud => DemoConfig::cloud(epoch),
        Edition::DataCenter => DemoConfig::data_center(epoch),
    };
    let zone = *["UTC", "America/Los_Angeles", "Asia/Kolkata"].choose(&mut rng).unwrap();
    // One in four is not realistic, so that no odd value hides a difference.
    let realistic = !(seed / 4).is_multiple_of(4);
    let index_lag = *[TimeDelta::zero(), LONGEST_LAG / 4, LONGEST_LAG].choose(&mut rng).unwrap();
    let config = DemoConfig {
        projects: PROJECTS,
        issues: ISSUES,
        seed,
        account_time_zone: zone.to_owned(),
        index_lag_ms: index_lag.num_milliseconds().cast_unsigned(),
        realistic,
        ..config
    };
    let jira = DemoJira::start(config).await.unwrap();
    if realistic {
        let mut once_in = |n: u32| rng.random_ratio(1, n);
        jira.site().set(|settings| {
            settings.time_tracking = !once_in(8);
            settings.comments = !once_in(8);
            settings.token_page = if once_in(2) { 5 } else { 5000 };
            settings.feed_page = if once_in(2) { 3 } else { 1000 };
        });
    }
    let mirror = Mirror::new(url, &jira.base_url()).await;
    let mut history = History {
        rng,
        jira,
        mirror,
        edition,
        realistic,
        index_lag,
        departures: BTreeMap::new(),
        comments: Vec::new(),
        worklogs: Vec::new(),
        away: Vec::new(),
        deleted: Vec::new(),
        synced: None,
        names: 0,
    };
    history.begin();
    history.change_and_sync().await;
    history.end().await;
}

impl History {
    /// Creates comments and worklogs that events can edit and delete from the first sync on.
    fn begin(&mut self) {
        let site = self.jira.site().clone();
        for n in 0..6 {
            let key = self.random_key();
            self.comments.extend(site.add_comment(&key, &format!("Comment {n}")));
            self.worklogs.extend(site.add_worklog(&key, 60, None));
        }
    }

    async fn change_and_sync(&mut self) {
        for _ in 0..self.rng.random_range(2..=4) {
            for _ in 0..self.rng.random_range(1..=6) {
                self.random_event();
            }
            self.random_sync().await;
        }
    }

    /// After one sync without faults, all changes since the last one are stored; after one census, everything is exact.
    async fn end(&mut self) {
        self.jira.faults().clear();
        self.jira.site().advance_clock(self.index_lag);
        self.mirror.end_pauses().await;
        self.mirror.be_patient().await;
        self.mirror.sync_ok(SyncMode::Incremental).await;
        let all = self.jira.site().truth_page(None, None, 1000).issues;
        let since = self.synced.map_or(0, |synced| (synced - self.index_lag).timestamp_millis());
        tables::assert_current(&self.mirror.sql, all.iter().filter(|issue| issue.updated >= since)).await;
        self.mirror.sync_ok(SyncMode::Census).await;
        let postgres = self.mirror.sql.get_database_backend() == sea_orm::DatabaseBackend::Postgres;
        let database =
            if postgres { TestDatabase::migrated_postgres().await } else { TestDatabase::sqlite() };
        let mut fresh = Mirror::new(&database.url, &self.jira.base_url()).await;
        fresh.be_patient().await;
        fresh.sync_ok(SyncMode::Full).await;
        let refused = self.jira.site().refused();
        tables::assert_same(&self.mirror.sql, &fresh.sql, &refused).await;
        naive::assert_same(&self.mirror.sql, &self.jira, &all).await;
        tables::assert_counts(&self.mirror.sql, &self.jira.site().truth()).await;
        tables::assert_reasons(&self.mirror.sql, &self.jira.site().truth(), self.edition).await;
        database.remove().await;
    }

    /// A sync that may meet faults, changes, a stop or a kill.
    async fn random_sync(&mut self) {
        let modes = [
            SyncMode::Incremental,
            SyncMode::Incremental,
            SyncMode::Full,
            SyncMode::Census,
            SyncMode::Refetch,
        ];
        let mode = *modes.choose(&mut self.rng).unwrap();
        self.random_webhooks().await;
        if self.rng.random_bool(0.4) {
            self.add_random_fault();
        }
        let path = *PATHS.choose(&mut self.rng).unwrap();
        let path = path.replace("{api}", if self.edition == Edition::Cloud { "3" } else { "2" });
        let hold = Arc::new(self.jira.hold(&path));
        let reached = Arc::clone(&hold);
        let event = async move { reached.wait_for(1).await };
        let site = self.jira.site().clone();
        let marked = tables::marked(&self.mirror.sql).await;
        let fate = self.rng.random_range(0..4);
        let changes: Vec<_> =
            (0..3).map(|_| (self.random_key(), IssueEdit { at: None, ..self.random_edit() })).collect();
        let began = site.now();
        // Dropping the hold releases the responses.
        let result = match fate {
            0 => {
                drop((hold, event));
                Some(self.mirror.sync(mode).await)
            }
            1 => {
                let edited = move |_: &CancellationToken| {
                    changes.into_iter().for_each(|(key, edit)| drop(site.edit_issue(&key, edit)));
                    drop(hold);
                    Then::Continues
                };
                self.mirror.sync_until(mode, event, edited).await
            }
            2 => {
                let stopped = move |stop: &CancellationToken| {
                    stop.cancel();
                    drop(hold);
                    Then::Continues
                };
                self.mirror.sync_until(mode, event, stopped).await
            }
            _ => {
                self.mirror
                    .sync_until(mode, event, move |_| {
                        drop(hold);
                        Then::IsKilled
                    })
                    .await
            }
        };
        let well = match result.map(|result| result.status) {
            Some(RunStatus::Completed) => true,
            // Quarantined issues do not prevent a project from having been read.
            Some(RunStatus::CompletedWithErrors) => tables::rows(&self.mirror.sql, FAILED).await.is_empty(),
            _ => false,
        };
        if well && mode != SyncMode::Refetch {
            self.synced = Some(began);
        }
        let all = self.jira.site().truth_page(None, None, 1000).issues;
        let wrong = tables::marked(&self.mirror.sql).await;
        let wrong = wrong.difference(&marked).filter(|id| all.iter().any(|issue| issue.id == **id));
        assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&u64>::new(), "marked as gone by {mode:?}, and there");
    }

    /// Webhooks name some issues, some of which are deleted or were never visible.
    async fn random_webhooks(&mut self) {
        for _ in 0..self.rng.random_range(0..4) {
            let mut all = self.jira.site().truth_page(None, None, 1000).issues;
            if self.rng.random_bool(0.7) {
                // Most webhooks are about recent changes.
                all.sort_by_key(|issue| -issue.updated);
                all.truncate(4);
            }
            if let Some(issue) = all.choose(&mut self.rng) {
                self.mirror.receive_webhook(issue.id, false).await;
            }
            if let Some(id) = self.deleted.choose(&mut self.rng) {
                self.mirror.receive_webhook(*id, true).await;
            }
        }
    }

    fn add_random_fault(&mut self) {
        let kind = match self.rng.random_range(0..if self.realistic { 18 } else { 10 }) {
            0 => FaultKind::RateLimited { retry_after: Some(0), reason: None },
            1 => FaultKind::BucketEmpty { retry_after: 0 },
            2 => FaultKind::Empty { status: 503 },
            3 => FaultKind::Html { status: 200 },
            4 => FaultKind::Truncated,
            5 => FaultKind::Reset,
            6 => FaultKind::Problem { status: 500 },
            7 => FaultKind::ExpiredToken,
            8 => FaultKind::RepeatedToken,
            9 => FaultKind::IssueErrors { count: 2 },
            10 => FaultKind::EndsEarly,
            11 => FaultKind::ScopeMismatch,
            12 => FaultKind::ByteOrderMark,
            13 => FaultKind::TokenCircle { length: 2, fresh: false },
            14 => FaultKind::FirstPageAgain,
            15 => FaultKind::Silence,
            16 => FaultKind::Stall,
            _ => FaultKind::Problem { status: 403 },
        };
        let is_slow = matches!(kind, FaultKind::Silence | FaultKind::Stall);
        let times = self.rng.random_range(1..=if is_slow { 2 } else { 6 });
        let skip = self.rng.random_range(0..20);
        self.jira.faults().add(Fault::on("/rest/", kind).percent(50).skip(skip).times(times));
    }
}

/// The projects that failed in the last run, or were not reached.
const FAILED: &str = "select project_key from sync_run_projects
    where status not in ('completed', 'completed_with_errors')
        and run_id = (select id from sync_runs order by started_at desc limit 1)";

/// Where a sync can be interrupted.
const PATHS: [&str; 8] = [
    "/rest/api/{api}/search",
    "/rest/api/{api}/issue/",
    "/rest/api/3/issue/bulkfetch",
    "/rest/api/3/changelog/bulkfetch",
    "/rest/api/{api}/project",
    "/rest/api/{api}/field",
    "/rest/api/{api}/myself",
    "/rest/agile/1.0/board",
];
