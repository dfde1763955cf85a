use chrono::TimeDelta;

use super::plain::plain;

const DETAILS: i64 = 14;
const RUNS: i64 = 400;
const MAX_DAYS: i64 = 36_500;

/// How long runs are kept in the history, and deleted issues in the database.
#[derive(Clone, Debug, clap::Args)]
pub struct RetentionSettings {
    /// Days for which runs keep their projects, metrics and warnings, or forever [default: 14]
    /// [env JIRA_SYNC_KEEP_DETAILS_DAYS]
    #[arg(long, env = "JIRA_SYNC_KEEP_DETAILS_DAYS", hide_env = true, value_name = "DAYS", default_value = "", hide_default_value = true, value_parser = details)]
    pub keep_details_days: Days,
    /// Days for which runs stay in the history, or forever; their sums by day always stay [default: 400]
    /// [env JIRA_SYNC_KEEP_RUNS_DAYS]
    #[arg(long, env = "JIRA_SYNC_KEEP_RUNS_DAYS", hide_env = true, value_name = "DAYS", default_value = "", hide_default_value = true, value_parser = runs)]
    pub keep_runs_days: Days,
    /// Days after which issues that Jira has deleted are removed from the database, or never [default: never]
    /// [env JIRA_SYNC_PURGE_DELETED_DAYS]
    #[arg(long, env = "JIRA_SYNC_PURGE_DELETED_DAYS", hide_env = true, value_name = "DAYS", default_value = "", hide_default_value = true, value_parser = purge)]
    pub purge_deleted_days: Days,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            keep_details_days: Days::some(DETAILS),
            keep_runs_days: Days::some(RUNS),
            purge_deleted_days: Days(None),
        }
    }
}

/// A number of whole days. `None` = forever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub Option<TimeDelta>);

impl Days {
    fn some(days: i64) -> Self {
        Self(Some(TimeDelta::days(days)))
    }
}

fn details(text: &str) -> Result<Days, String> {
    days(text, "forever", Days::some(DETAILS))
}

fn runs(text: &str) -> Result<Days, String> {
    days(text, "forever", Days::some(RUNS))
}

fn purge(text: &str) -> Result<Days, String> {
    days(text, "never", Days(None))
}

fn days(text: &str, without_end: &str, default: Days) -> Result<Days, String> {
    match plain(text) {
        "" => Ok(default),
        word if word.eq_ignore_ascii_case(without_end) => Ok(Days(None)),
        number => match number.parse() {
            Ok(days @ 1..=MAX_DAYS) => Ok(Days::some(days)),
            _ => Err(format!("expected a whole number of days from 1 to {MAX_DAYS}, or {without_end}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_days_or_the_word_for_no_limit_are_accepted() {
        assert_eq!(details(" 30\r"), Ok(Days::some(30)));
        assert_eq!(runs(""), Ok(Days::some(400)));
        assert_eq!(runs("Forever"), Ok(Days(None)));
        assert_eq!([purge(""), purge("never")], [Ok(Days(None)), Ok(Days(None))]);
        for bad in ["0", "-1", "1.5", "36501", "a week", "never", "99999999999999999999"] {
            assert!(runs(bad).is_err(), "{bad}");
        }
    }
}
