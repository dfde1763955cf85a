//! Settings of a sample Jira.

use std::net::SocketAddr;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::site::SiteSettings;

/// The edition of Jira.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Jira Cloud: `/rest/api/3` and `/rest/api/2`, token paging, ADF texts in version 3.
    Cloud,
    /// Jira Data Center 11: `/rest/api/2`, offset paging, wiki markup.
    #[value(name = "datacenter")]
    DataCenter,
}

/// The format of `created` in `changelog/bulkfetch`: text according to Atlassian's schema, a number according to its
/// example; real sites have sent seconds and milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum ChangelogDates {
    /// `"2024-07-04T05:41:00.089-0700"`.
    Text,
    /// Seconds since 1970, rounded down.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
}

/// Settings of a sample Jira. The same settings generate the same data.
#[derive(Clone, Debug)]
pub struct DemoConfig {
    /// The edition of Jira.
    pub edition: Edition,
    /// Number of projects, at least 1.
    pub projects: u32,
    /// Issues per project.
    pub issues: u64,
    /// The seed of everything random.
    pub seed: u64,
    /// The end of the generated history, which covers the two years before it. The newest change is moments before it.
    pub epoch: DateTime<Utc>,
    /// The time at which the site's clock (and its `Date` header) starts, running at normal speed. `None` = the machine's
    /// clock.
    pub clock_starts_at: Option<DateTime<Utc>>,
    /// Delay before every response, in milliseconds.
    pub latency_ms: u64,
    /// IANA time zone of the account, in which dates in JQL are read and times are written.
    pub account_time_zone: String,
    /// Address to listen on; port 0 = any free port.
    pub listen: SocketAddr,
    /// Data Center: maximum number of issues per page of `search`.
    pub search_page_cap: u64,
    /// Data Center: a search beyond this offset is answered with 500, as by Data Center 11. `None` = no limit.
    pub search_window: Option<u64>,
    /// Data Center: send `X-RateLimit-*` in every response.
    pub rate_limit_headers: bool,
    /// Delay until searches find a change, in milliseconds of the site's clock. Issues requested by id are always current.
    pub index_lag_ms: u64,
    /// Format of `created` in `changelog/bulkfetch`.
    pub changelog_dates: ChangelogDates,
    /// If set, an issue changes by itself at this interval, in milliseconds of the site's clock since `epoch`. After a
    /// restart with the same settings, the same changes have happened.
    pub activity_ms: Option<u64>,
    /// Imitates real sites, depending on the seed: users with varying members, missing authors, one-sided links, lists that
    /// are refused, slow or fail at first, secured and archived issues, unusual texts and names, feeds whose pages split
    /// entries of the same time, and with `activity_ms` also changes of everything that issues refer to.
    pub realistic: bool,
    /// Settings that can be changed while the site runs.
    pub settings: SiteSettings,
}

impl DemoConfig {
    /// A Cloud site with 5 projects of 200 issues, whose history ends at `epoch`.
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

    /// The default end of the history for a start at `now`: the current hour's beginning.
    pub fn epoch_for(now: DateTime<Utc>) -> DateTime<Utc> {
        now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
    }
}
