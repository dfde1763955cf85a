//! Reading a project of a Data Center site by windows: the lower bound moves to the last `updated` that can be trusted
//! (see [`watermark_of`]); an offset is used only inside one second that more issues share than a page holds, and among
//! what changed just now.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    batch::{Batch, Message, Outlet, Source},
    bounds::watermark_of,
    children,
    window::{Shape, Window, second},
};
use crate::jira::{JiraError, SearchPage, wire::Issue};

/// Offsets stay below this one: Data Center 11 gives no more than 10,000 results of a query.
const FAR: u64 = 9_000;

/// Sends the whole project, from the source's bound on.
pub(super) async fn read(source: &Source, outlet: &Outlet) -> Result<(), JiraError> {
    let started = source.client.server_now();
    let mut window = Window::from(source.from);
    let mut seen: HashMap<u64, Option<DateTime<Utc>>> = HashMap::new();
    let mut first = true;
    loop {
        let permit = source.permit().await?;
        let jql = source.query(window.from).to_string();
        // Pages overlap by one issue.
        let size = source.batch_size().max(2);
        let page = source.client.search_page(&jql, window.offset, size, &source.catalog).await?;
        if std::mem::take(&mut first) {
            let _ = outlet.send(Message::Expect(page.total)).await;
        }
        let shape = shape_of(&page);
        // Should Jira's clock be put back meanwhile, what it dates from then on is no older than now.
        let listed_at = started.min(source.client.server_now());
        let passed = watermark_of(page.issues.iter().map(|issue| &issue.updated), listed_at);
        let watermark = passed.filter(|_| !window.unsure && window.follows(&shape));
        let last = page.issues.iter().filter_map(|issue| issue.updated).max();
        // What is passed over by going on at `last` lies above the watermark, so that the next run reads it.
        let is_far = window.offset + shape.places >= FAR && passed.map(second) <= window.from;
        let passed = if is_far { last } else { passed };
        let brings_new = page.issues.iter().any(|issue| !seen.contains_key(&issue.id));
        let mut fresh: Vec<Issue> = page
            .issues
            .into_iter()
            .filter(|issue| seen.insert(issue.id, issue.updated) != Some(issue.updated))
            .collect();
        children::complete(&source.client, &mut fresh).await?;
        let batch =
            Batch { issues: fresh, failed: 0, unreadable: page.unreadable, watermark, _permit: permit };
        if outlet.send(Message::Batch(batch)).await.is_err() {
            return Ok(());
        }
        match window.next(&shape, passed) {
            // What only changed again since this began is the next run's: an issue that changes all the time would
            // otherwise keep this one going for ever. But Jira's clock may have been ahead before, so that what is
            // dated later than now may yet bring something new.
            Some(next) if brings_new || next.offset > 0 || next.from.is_none_or(|from| from <= started) => {
                window = next;
            }
            _ => return Ok(()),
        }
    }
}

fn shape_of(page: &SearchPage) -> Shape {
    let received = (page.issues.len() + page.unreadable.len()) as u64;
    // Among issues that cannot be read, nobody knows which came first.
    let ends = page.issues.first().zip(page.issues.last()).filter(|_| page.unreadable.is_empty());
    Shape::of(ends.map(|(first, last)| (first.id, last.id)), received, page.max_results, page.total)
}
