//! Checks that a site's Jira is the one its mirror was read from, before anything is written, and only if something
//! about the site has changed.

use app::model::Doubt;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    context::{RunContext, Site},
    doubt::SiteDoubt,
    error::SiteError,
};
use crate::{
    jira::{Client, Edition, IssueMark},
    store::{
        Database, SiteId, Stored,
        mirror::{KnownIssue, ListedProject, Others, SiteRow, SiteSetting, bind},
    },
};

/// How many stored sites a new one is compared with at its first contact.
const MOST_CANDIDATES: usize = 3;

/// Creation times that differ by less count as equal, because not every Jira sends milliseconds.
const SAME_MOMENT: TimeDelta = TimeDelta::seconds(1);

/// What a Jira says about itself. It proves nothing, but a change triggers the check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    /// Its address.
    address: String,
    edition: Edition,
    server_url: Option<String>,
    server_title: Option<String>,
    /// The id of the sync account.
    account: String,
    /// Cloud's id of the site, requested only when something else has changed.
    cloud_id: Option<String>,
}

impl Identity {
    fn of(client: &Client, address: &str) -> Self {
        let info = client.server_info();
        Self {
            address: address.to_owned(),
            edition: client.edition(),
            server_url: info.base_url.clone(),
            server_title: info.title.clone(),
            account: client.account().id.clone(),
            cloud_id: None,
        }
    }

    /// Fills in earlier values for those that are missing now.
    fn or_earlier_values(self, before: Option<Self>) -> Self {
        let Some(before) = before else { return self };
        Self {
            server_url: self.server_url.or(before.server_url),
            server_title: self.server_title.or(before.server_title),
            cloud_id: self.cloud_id.or(before.cloud_id),
            ..self
        }
    }

    /// Whether everything that a sign-in shows is unchanged. A value that is missing now has not changed.
    fn is_same_site_as(&self, before: &Self) -> bool {
        let cloud_id = before.cloud_id.clone();
        Self { cloud_id, ..self.clone().or_earlier_values(Some(before.clone())) } == *before
    }
}

/// Checks that the site's rows are from this Jira, before anything is written. May give the site another row: at its
/// first contact it takes over the rows of a stored site that proves to be the same Jira, and if another Jira was
/// accepted, it gets a new row.
///
/// # Errors
///
/// [`SiteDoubt::AnotherJira`].
pub(super) async fn recognise(
    context: &RunContext,
    site: &mut Site,
    client: &Client,
) -> Result<(), SiteError> {
    ensure_recognised(context, site, client).await?;
    if site.known.doubt == Some(Stored(Doubt::AnotherJira)) {
        context.database.mirror(site.id).note_doubt(&context.run, None).await?;
    }
    Ok(())
}

async fn ensure_recognised(context: &RunContext, site: &mut Site, client: &Client) -> Result<(), SiteError> {
    let mut accepted = context.order.selection.accept_site.as_ref() == Some(&site.config.name);
    loop {
        match inspect(&context.database, site, client).await? {
            Finding::AsBefore => return Ok(()),
            Finding::Same(now) => return note(context, site, &now).await,
            Finding::Empty(now) => {
                adopt(context, site, client, &now).await?;
                return note(context, site, &now).await;
            }
            Finding::Another(doubt) if !accepted => return Err(doubt.into()),
            Finding::Another(doubt) => {
                tracing::warn!(%doubt, "another Jira was accepted for the site");
                accepted = false;
                let displaced = site.known.base_url == site.address();
                context.database.sites().retire(&context.run, &site.known, displaced).await?;
                let rows = context.database.sites().register(&context.sites, Others::Stay).await?;
                use_row(site, rows.into_iter().find(|row| row.name == site.config.name));
            }
        }
    }
}

async fn note(context: &RunContext, site: &Site, now: &Identity) -> Result<(), SiteError> {
    let identity = serde_json::json!(now);
    Ok(context.database.mirror(site.id).note_identity(&context.run, &site.address(), identity).await?)
}

/// The same check for a comparison, which writes nothing.
pub(super) async fn check(database: &Database, site: &Site, client: &Client) -> Result<(), SiteError> {
    match inspect(database, site, client).await? {
        Finding::Another(doubt) => Err(doubt.into()),
        Finding::AsBefore | Finding::Same(_) | Finding::Empty(_) => Ok(()),
    }
}

enum Finding {
    /// Nothing has changed that triggers the check.
    AsBefore,
    Same(Identity),
    /// There are no rows that could be mixed up.
    Empty(Identity),
    Another(SiteDoubt),
}

async fn inspect(database: &Database, site: &Site, client: &Client) -> Result<Finding, SiteError> {
    let address = site.address();
    let mut now = Identity::of(client, &address);
    let before = before(&site.known);
    if before.as_ref().is_some_and(|before| now.is_same_site_as(before)) {
        return Ok(Finding::AsBefore);
    }
    now.cloud_id = client.cloud_id().await;
    if !site.known.holds_rows {
        return Ok(Finding::Empty(now));
    }
    let another =
        |why| SiteDoubt::AnotherJira { site: site.config.name.clone(), address: address.clone(), why };
    if let Some(same) = same_cloud(before.as_ref(), &now) {
        let why = "Cloud's own id of the site is another".to_owned();
        return Ok(if same { Finding::Same(now) } else { Finding::Another(another(why)) });
    }
    let evidence = Evidence::gather(database, site.id, client).await?;
    Ok(match evidence.verdict() {
        Verdict::Same => Finding::Same(now.or_earlier_values(before)),
        Verdict::Another(why) => Finding::Another(another(why)),
        // On the same Jira an account may see less than before; that is for roster and census to judge.
        Verdict::Unclear(_) if only_the_account_changed(&site.known, before.as_ref(), &now) => {
            Finding::Same(now)
        }
        Verdict::Unclear(why) => Finding::Another(another(why)),
    })
}

/// What the site's Jira said about itself when it was last recognised.
fn before(known: &SiteRow) -> Option<Identity> {
    known.identity.clone().and_then(|stored| serde_json::from_value(stored).ok())
}

/// Whether Cloud's ids of the site are equal; None unless both are known.
fn same_cloud(before: Option<&Identity>, now: &Identity) -> Option<bool> {
    let before = before?.cloud_id.as_ref()?;
    now.cloud_id.as_ref().map(|now| now == before)
}

/// Whether only the account has changed, which does not suggest another Jira.
fn only_the_account_changed(known: &SiteRow, before: Option<&Identity>, now: &Identity) -> bool {
    match before {
        Some(before) => now.is_same_site_as(&Identity { account: now.account.clone(), ..before.clone() }),
        None => known.base_url == now.address && known.edition.is_none_or(|edition| edition.0 == now.edition),
    }
}

/// Checks at a site's first contact whether it is a stored site with a new name and address, and takes over its rows if
/// so.
async fn adopt(
    context: &RunContext,
    site: &mut Site,
    client: &Client,
    now: &Identity,
) -> Result<(), SiteError> {
    if site.known.identity.is_some() {
        return Ok(());
    }
    for candidate in candidates(&context.database.sites().all().await?, &context.sites, now) {
        let same = match same_cloud(before(&candidate).as_ref(), now) {
            Some(same) => same,
            None => {
                Evidence::gather(&context.database, candidate.id, client).await?.verdict() == Verdict::Same
            }
        };
        if same {
            tracing::info!(known = candidate.name, "the site is a known Jira with a new name");
            let setting = SiteSetting {
                name: site.config.name.clone(),
                base_url: site.address(),
                enabled: site.config.enabled,
            };
            context.database.sites().adopt(&context.run, site.id, candidate.id, &setting).await?;
            let rows = context.database.sites().all().await?;
            use_row(site, rows.into_iter().find(|row| row.id == candidate.id));
            return Ok(());
        }
    }
    Ok(())
}

/// Sites that have rows but are not in this process's settings; the most recently used first.
fn candidates(stored: &[SiteRow], settings: &[SiteSetting], now: &Identity) -> Vec<SiteRow> {
    let claimed: Vec<SiteId> = bind(stored, settings).into_iter().flatten().map(|row| row.id).collect();
    let of_edition = |row: &SiteRow| row.edition.is_none_or(|edition| edition.0 == now.edition);
    let mut candidates: Vec<SiteRow> = stored
        .iter()
        .filter(|row| row.holds_rows && !claimed.contains(&row.id) && of_edition(row))
        .cloned()
        .collect();
    candidates.sort_by_key(|row| std::cmp::Reverse(row.last_contact_at));
    candidates.truncate(MOST_CANDIDATES);
    candidates
}

fn use_row(site: &mut Site, row: Option<SiteRow>) {
    if let Some(row) = row {
        site.id = row.id;
        site.known = row;
    }
}

/// What a Jira shows of a sample of known issues. An id alone proves nothing, since every Jira counts from the same
/// number; an id with its creation time does. A copy of a Jira has the old issues, but lacks the newest ones or has
/// given their ids to others.
#[derive(Debug, Default)]
struct Evidence {
    asked: usize,
    same: usize,
    /// A known issue, and the different one that has the same id in this Jira.
    other: Option<String>,
}

/// A missing value is not a difference.
fn may_be_same(here: &Option<String>, there: &Option<String>) -> bool {
    here.is_none() || there.is_none() || here == there
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Same,
    Another(String),
    Unclear(String),
}

impl Evidence {
    async fn gather(database: &Database, site_id: SiteId, client: &Client) -> Result<Self, SiteError> {
        // One request on Cloud, one for each on Data Center.
        let most = if client.edition() == Edition::Cloud { 20 } else { 8 };
        let known = database.mirror(site_id).known_issues(most).await?;
        if known.is_empty() {
            return Self::of_projects(database, site_id, client).await;
        }
        let ids: Vec<u64> = known.iter().map(|issue| issue.id.to_jira()).collect();
        Ok(Self::of_issues(&known, &client.issue_marks(&ids).await?))
    }

    fn of_issues(known: &[KnownIssue], shown: &[IssueMark]) -> Self {
        let mut evidence = Self { asked: known.len(), ..Self::default() };
        for known in known {
            let Some(shown) = shown.iter().find(|shown| shown.id == known.id.to_jira()) else {
                continue;
            };
            let key = shown.key.as_deref().unwrap_or("an issue without a key");
            match (known.created_at, shown.created) {
                (Some(here), Some(there)) if (here - there).abs() < SAME_MOMENT => {
                    evidence.same += usize::from(may_be_same(&known.creator_id, &shown.creator));
                }
                (Some(here), Some(there)) => {
                    let moment = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC");
                    evidence.other.get_or_insert_with(|| {
                        format!(
                            "the issue {} is {} of {} here, and {key} of {} there",
                            known.id,
                            known.key,
                            moment(here),
                            moment(there)
                        )
                    });
                }
                _ => evidence.same += usize::from(key == known.key),
            }
        }
        evidence
    }

    /// For a site without issues: its projects, by id and key.
    async fn of_projects(database: &Database, site_id: SiteId, client: &Client) -> Result<Self, SiteError> {
        let known = database.mirror(site_id).listed_projects().await?;
        let shown = client.projects().await?.value;
        let is_shown = |known: &&ListedProject| {
            shown.iter().any(|shown| shown.id == known.id.to_jira() && shown.key == known.key)
        };
        Ok(Self { asked: known.len(), same: known.iter().filter(is_shown).count(), other: None })
    }

    fn verdict(&self) -> Verdict {
        if let Some(other) = &self.other {
            return Verdict::Another(other.clone());
        }
        // Some may have been deleted since.
        if self.same > 0 && self.asked - self.same <= (self.asked / 10).max(1) {
            return Verdict::Same;
        }
        Verdict::Unclear(match self.asked {
            0 => "nothing that was read is left to compare".to_owned(),
            asked => format!("of {asked} that are known the account sees {} there", self.same),
        })
    }
}

#[cfg(test)]
mod tests;
