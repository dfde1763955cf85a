use std::io::Write;
use std::net::SocketAddr;

use chrono::{DateTime, Utc};

use super::Failure;
use crate::demo::{ChangelogDates, DemoConfig, DemoJira, Edition, Fault, FaultKind, SiteSettings};

/// Runs only the sample Jira (user demo@example.com, token demo)
#[derive(Debug, clap::Args)]
pub(super) struct DemoJiraArgs {
    /// Address to listen on; port 0 selects a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8988")]
    listen: SocketAddr,
    /// Number of projects
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    projects: u32,
    /// Issues per project
    #[arg(long, default_value_t = 200)]
    issues: u64,
    /// Random seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Edition of Jira to imitate
    #[arg(long, value_enum, default_value = "cloud")]
    edition: Edition,
    /// Delay before each response, in milliseconds
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// Time until searches find a change, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    index_lag_ms: u64,
    /// Time zone of the account, used for dates in JQL
    #[arg(long, value_name = "ZONE", default_value = "America/New_York")]
    time_zone: String,
    /// End of the generated history (RFC 3339) [default: start of the current hour]. The same value generates the same
    /// site again
    #[arg(long, value_name = "TIME")]
    epoch: Option<DateTime<Utc>>,
    /// Changes an issue every MS milliseconds
    #[arg(long, value_name = "MS")]
    activity_ms: Option<u64>,
    /// Format of the dates in changelog/bulkfetch
    #[arg(long, value_enum, default_value = "millis")]
    changelog_dates: ChangelogDates,
    /// Imitates the irregularities of real sites: incomplete people, denied and failing lists, secured and archived issues,
    /// unusual texts, one-sided links, and changes to everything that issues refer to
    #[arg(long)]
    realistic: bool,
    /// Turns time tracking off: no worklogs or estimates
    #[arg(long)]
    no_time_tracking: bool,
    /// Generates no comments
    #[arg(long)]
    no_comments: bool,
    /// Time that the server takes per issue in a response, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    issue_ms: u64,
    /// Cloud: error of the approximate count of issues
    #[arg(long, value_name = "NUMBER", default_value_t = 0, allow_negative_numbers = true)]
    count_error: i64,
    /// Locks the account after NUMBER failed sign-ins (Data Center: requires a CAPTCHA)
    #[arg(long, value_name = "NUMBER")]
    lock_after: Option<u32>,
    /// Beginning of a path that the token has no scope for (repeatable), such as /rest/agile or
    /// '/rest/api/*/users/search'
    #[arg(long = "no-scope", value_name = "PATH")]
    no_scopes: Vec<String>,
    /// Data Center: sends X-RateLimit headers with every response
    #[arg(long)]
    rate_limit_headers: bool,
    /// Percentage of responses that are 429 with Retry-After: 1
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    rate_limit_percent: u64,
    /// Percentage of responses that are 503
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    error_percent: u64,
    /// Fault rule as JSON, as accepted by POST /__control/faults (repeatable), such as
    /// {"path": "/rest/api/3/search", "times": 2, "fault": {"kind": "html", "status": 503}}
    #[arg(long = "fault", value_name = "JSON", value_parser = fault)]
    faults: Vec<Fault>,
}

fn fault(text: &str) -> Result<Fault, serde_json::Error> {
    serde_json::from_str(text)
}

impl DemoJiraArgs {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let config = DemoConfig {
            edition: self.edition,
            projects: self.projects,
            issues: self.issues,
            seed: self.seed,
            latency_ms: self.latency_ms,
            index_lag_ms: self.index_lag_ms,
            account_time_zone: self.time_zone,
            listen: self.listen,
            activity_ms: self.activity_ms,
            changelog_dates: self.changelog_dates,
            rate_limit_headers: self.rate_limit_headers,
            realistic: self.realistic,
            settings: SiteSettings {
                time_tracking: !self.no_time_tracking,
                comments: !self.no_comments,
                issue_ms: self.issue_ms,
                count_error: self.count_error,
                lock_after: self.lock_after,
                ..SiteSettings::default()
            },
            ..DemoConfig::cloud(self.epoch.unwrap_or_else(|| DemoConfig::epoch_for(Utc::now())))
        };
        let demo = DemoJira::start(config).await?;
        for rule in self.faults {
            demo.faults().add(rule);
        }
        for path in self.no_scopes {
            demo.faults().add(Fault::on(&path, FaultKind::ScopeMismatch));
        }
        if self.rate_limit_percent > 0 {
            let fault =
                FaultKind::RateLimited { retry_after: Some(1), reason: Some("jira-burst-based".to_owned()) };
            demo.faults().add(Fault::on("/rest", fault).percent(self.rate_limit_percent));
        }
        if self.error_percent > 0 {
            demo.faults()
                .add(Fault::on("/rest", FaultKind::Html { status: 503 }).percent(self.error_percent));
        }
        writeln!(std::io::stdout().lock(), "The sample Jira listens on {}", demo.base_url())?;
        demo.wait().await;
        Ok(())
    }
}
