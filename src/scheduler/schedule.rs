//! A schedule, as its row describes it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use jiff::tz::TimeZone;

use super::cron::{CronError, CronExpression};
use super::timezone::{self, UnknownTimeZone};

/// The minimum number of seconds between two syncs, unless the row says otherwise.
pub const DEFAULT_MIN_GAP_SECONDS: i64 = 60;

/// When syncs are due, and whether they may run.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// The row's id.
    pub id: i64,
    /// If off, there are no slots at all.
    pub enabled: bool,
    /// The grid of its slots.
    pub every: Every,
    /// A slot is skipped if the last sync was started less than this many seconds ago.
    pub min_gap_seconds: i64,
    /// The first slot without a recorded outcome. None: never planned, or disabled.
    pub next_due: Option<DateTime<Utc>>,
    /// While paused, slots are recorded as skipped.
    pub pause: Option<Pause>,
}

/// The grid of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum Every {
    /// Every `seconds` seconds, counted from the time it was set.
    Interval {
        /// As stored in the row; at least 1.
        seconds: i64,
    },
    /// Whenever a cron expression matches the wall clock of a zone.
    Cron {
        /// The expression to match.
        expression: Arc<CronExpression>,
        /// The zone of the wall clock.
        zone: TimeZone,
    },
}

/// A pause set by somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it ends by itself; None if somebody has to end it.
    pub until: Option<DateTime<Utc>>,
}

/// A time span in which no sync starts: from `starts_at` until just before `ends_at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaintenanceWindow {
    /// The row's id.
    pub id: i64,
    /// The first instant inside.
    pub starts_at: DateTime<Utc>,
    /// The first instant after.
    pub ends_at: DateTime<Utc>,
}

/// Why a cron schedule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// The expression is wrong.
    #[error(transparent)]
    Cron(#[from] CronError),
    /// The zone is unknown.
    #[error(transparent)]
    TimeZone(#[from] UnknownTimeZone),
}

impl Schedule {
    /// An enabled schedule that was never planned, with the default gap.
    pub fn new(id: i64, every: Every) -> Self {
        Self {
            id,
            enabled: true,
            every,
            min_gap_seconds: DEFAULT_MIN_GAP_SECONDS,
            next_due: None,
            pause: None,
        }
    }

    /// The schedule on a new grid that begins at `now`; without a next slot if it is disabled. Call this after any
    /// change of `enabled` or `every`, so that it takes effect at once.
    ///
    /// A slot that was due before the change still needs its outcome: call [`decide`](super::decide::decide) on the old
    /// row first, in the same transaction.
    #[must_use]
    pub fn rescheduled(mut self, now: DateTime<Utc>) -> Self {
        self.next_due = if self.enabled { self.every.first_after(now) } else { None };
        self
    }

    /// Whether it is paused at `now`.
    pub fn paused(&self, now: DateTime<Utc>) -> bool {
        self.pause.is_some_and(|pause| pause.until.is_none_or(|until| now < until))
    }
}

impl Every {
    /// A cron expression in a zone, both as text.
    ///
    /// # Errors
    ///
    /// If either is wrong. [`Every::first_after`] reports whether it ever fires.
    pub fn cron(expression: &str, zone: &str) -> Result<Self, ScheduleError> {
        Ok(Self::Cron {
            expression: Arc::new(CronExpression::parse(expression)?),
            zone: timezone::lookup(zone)?,
        })
    }

    /// The first slot of a grid that begins at `now`. None: the expression never fires again.
    pub fn first_after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Interval { .. } => now.checked_add_signed(self.step()?),
            Self::Cron { expression, zone } => expression.next_after(zone, now).ok(),
        }
    }

    /// The length of an interval's step; None for cron, whose steps vary.
    pub(super) fn step(&self) -> Option<TimeDelta> {
        match self {
            Self::Interval { seconds } => TimeDelta::try_seconds(*seconds.max(&1)),
            Self::Cron { .. } => None,
        }
    }
}

impl MaintenanceWindow {
    /// Whether `at` lies in the window.
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.starts_at <= at && at < self.ends_at
    }
}
