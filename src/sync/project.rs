//! Syncs one project: its batches are committed as they come.

use std::{sync::Arc, time::Duration};

use app::model::SyncMode;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

use super::{
    context::SiteRun,
    error::ProjectError,
    read::{
        bounds::{Moment, Reading, reading},
        cloud, datacenter,
        message::Message,
        source::{ProjectSource, Source},
    },
    reconcile::census,
    rows::{id, place_of},
    write::commit::commit,
};
use crate::{
    jira::{Edition, JiraError, wire::Project},
    store::{RunProjectRow, mirror::CompletedRead},
};

/// How syncing a project ended, if not with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Completed,
    Stopped,
}

/// Syncs one project within `project_timeout`, and sets `row`'s count of expected issues.
pub(super) async fn sync(
    site: &SiteRun,
    project: &Project,
    row: &mut RunProjectRow,
) -> Result<Ended, ProjectError> {
    let began = Moment { jira: site.client.server_now(), ours: site.database.now().await? };
    let project_id = id(project.id);
    let read = site.mirror().project_read(project_id).await?;
    let reading = reading(site.order.mode, read, &site.order.settings, began);
    if reading.begins {
        site.mirror().begin_project_read(&site.run, project_id, reading.holds_from, began.ours).await?;
    }
    let source = site.source(place_of(project), began.ours);
    let mut ended = in_time(site, read_and_write(site, project, &source, row, reading)).await?;
    if site.order.mode == SyncMode::Census && ended == Ended::Completed {
        let counting = async {
            tokio::select! {
                biased;
                () = site.stop.cancelled() => Ok(Ended::Stopped),
                counted = census::take(site, project, &source, reading.holds_from) =>
                    counted.map(|()| Ended::Completed),
            }
        };
        ended = in_time(site, counting).await?;
    }
    match site.database.runs().quarantined_by(site.run.run_id, site.site_id, &project.key).await? {
        0 => Ok(ended),
        quarantined => Err(ProjectError::Quarantined(quarantined)),
    }
}

/// Runs the work, but no longer than `project_timeout`.
pub(super) async fn in_time<T>(
    site: &SiteRun,
    work: impl Future<Output = Result<T, ProjectError>>,
) -> Result<T, ProjectError> {
    let seconds = site.order.settings.project_timeout;
    let timed = tokio::time::timeout(Duration::from_secs(seconds.into()), work).await;
    timed.unwrap_or(Err(ProjectError::Timeout(seconds)))
}

async fn read_and_write(
    site: &SiteRun,
    project: &Project,
    source: &Arc<Source>,
    row: &mut RunProjectRow,
    reading: Reading,
) -> Result<Ended, ProjectError> {
    let reader = ProjectSource {
        source: Arc::clone(source),
        project_id: project.id,
        from: reading.from,
        compared: reading.compared,
    };
    let (tx, mut rx) = mpsc::channel(1);
    // The reader continues while a batch is being written.
    let read = async move {
        match reader.client.edition() {
            Edition::Cloud => cloud::read(&reader, &tx).await,
            Edition::DataCenter => datacenter::read(&reader, &tx).await,
        }
    };
    let reader = AbortOnDropHandle::new(tokio::spawn(read.in_current_span()));
    let mut compared = None;
    loop {
        // A stop does not wait for Jira: pending requests are dropped, and the next run repeats them.
        let message = tokio::select! {
            biased;
            () = site.stop.cancelled() => return Ok(Ended::Stopped),
            message = rx.recv() => message,
        };
        let Some(message) = message else { break };
        match message {
            Message::Expect(issues) => {
                site.tracker.expect(issues);
                row.issues_total = Some(issues.cast_signed());
                site.database.runs().upsert_project(&site.run, row).await?;
            }
            Message::Batch(batch) => tokio::select! {
                biased;
                () = site.stop.cancelled() => return Ok(Ended::Stopped),
                committed = commit(site, &source.place, batch) => committed?,
            },
            Message::Compared(tally) => compared = Some(tally),
        }
    }
    match reader.await {
        Ok(result) => result?,
        Err(panicked) => return Err(JiraError::Settings(format!("The reader failed: {panicked}")).into()),
    }
    if let Some(tally) = compared {
        tally.judge(&site.warnings, &source.place)?;
    }
    let read = CompletedRead {
        began: source.began,
        read_from: reading.holds_from,
        listed_whole: compared.is_some(),
    };
    site.mirror().note_project_read(&site.run, id(project.id), read).await?;
    Ok(Ended::Completed)
}
