//! What a sample Jira is made from.

use std::net::SocketAddr;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::site::SiteSettings;

/// Which Jira is imitated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Jira Cloud: `/rest/api/3` and `/rest/api/2`, token paging, ADF texts in version 3.
    Cloud,
    /// Jira Data Center 11: `/rest/api/2`, offset paging, wiki markup.
    #[value(name = "datacenter")]
    DataCenter,
}

/// How `changelog/bulkfetch` writes `created`: Atlassian's schema says text, its example says a
/// number, live sites have sent seconds and milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum ChangelogDates {
    /// `"2024-07-04T05:41:00.089-0700"`.
    Text,
    /// Whole seconds since 1970: the milliseconds are lost.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
}

/// Settings of one sample Jira. The same settings give the same data.
#[derive(Clone, Debug)]
pub struct DemoConfig {
    /// Which Jira is imitated.
    pub edition: Edition,
    /// Number of projects, at least 1.
    pub projects: u32,
    /// Issues per project.
    pub issues: u64,
    /// Everything that is random follows from this.
    pub seed: u64,
    /// The end of the generated history: two years of it lie before, its newest change moments before.
    pub epoch: DateTime<Utc>,
    /// Where the site's clock starts. `None` follows the machine's clock; a value makes the site live
    /// at that time (its `Date` header too), running on at normal speed.
    pub clock_starts_at: Option<DateTime<Utc>>,
    /// Delay before every answer, in milliseconds.
    pub latency_ms: u64,
    /// IANA zone of the account: text dates in JQL are read in it, and times are written in it.
    pub account_time_zone: String,
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Data Center: the most `search` returns in one page, whatever is asked.
    pub search_page_cap: u64,
    /// Data Center: results past this many are answered with 500, as Data Center 11 does. `None` has no end.
    pub search_window: Option<u64>,
    /// Data Center: send `X-RateLimit-*` on every answer.
    pub rate_limit_headers: bool,
    /// How long searches do not know of a change, in milliseconds of the site's clock. What is asked for by id is
    /// always as it is.
    pub index_lag_ms: u64,
    /// Form of `created` in `changelog/bulkfetch`.
    pub changelog_dates: ChangelogDates,
    /// When set, an issue changes by itself every so many milliseconds of the site's clock, counted
    /// from `epoch`: after a restart with the same settings the same changes have happened.
    pub activity_ms: Option<u64>,
    /// As real sites are: people in forms that vary by place, authors that are missing, links that one side knows,
    /// lists that are refused, slow or fail at first, secured and archived issues, odd texts and names, equal stamps
    /// torn apart in feeds, and all that refers to others changing in the course of `activity_ms`. By the seed.
    pub realistic: bool,
    /// What can be changed while the site runs.
    pub settings: SiteSettings,
}

impl DemoConfig {
    /// A Cloud site of 5 projects with 200 issues each whose history ends at `epoch`.
    pub fn cloud(epoch: DateTime<Utc>) -> Self {
        Self {
            edition: Edition::Cloud,
            projects: 5,
            issues: 200,
            seed: 1,
            epoch,
            clock_starts_at: None,
            latency_ms: 0,
            account_time_zone: "America/New_York".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            search_page_cap: 1000,
            search_window: Some(10_000),
            rate_limit_headers: false,
            index_lag_ms: 0,
            changelog_dates: ChangelogDates::Millis,
            activity_ms: None,
            realistic: false,
            settings: SiteSettings::default(),
        }
    }

    /// The same as [`DemoConfig::cloud`], as Data Center.
    pub fn data_center(epoch: DateTime<Utc>) -> Self {
        Self { edition: Edition::DataCenter, ..Self::cloud(epoch) }
    }

    /// The default end of history for somebody who looks at the site at `now`: the hour that began last.
    pub fn epoch_for(now: DateTime<Utc>) -> DateTime<Utc> {
        now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
    }
}
