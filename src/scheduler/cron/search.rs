//! From wall-clock slots to instants.
//!
//! croner finds the slots on a plain wall clock; this search maps them to instants, one stretch of constant zone offset
//! after another. croner's own search in a zone fires a list of fixed times twice in a repeated hour, and drops a time
//! whose gap ends on the next day or lasts over two hours.

use chrono::{DateTime, Utc};
use croner::Cron;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::scheduler::timezone::instant;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// The first fire strictly after `from`; None if there is none. With `fixed_time`, slots do not fire again in the
/// second pass of a repeated hour.
pub(super) fn next_after(
    cron: &Cron,
    fixed_time: bool,
    zone: &TimeZone,
    from: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let mut slots = WallClock { cron, known: None };
    // An instant of the current stretch, and where in that stretch the search begins: a second after `from`, on the
    // clock of `from`, since a gap may end at just that second.
    let mut stretch = instant(from);
    let mut begin = stretch.checked_add(SECOND).ok()?;
    let mut from_its_start = false;
    loop {
        let offset = zone.to_offset(stretch);
        let mut wall = offset.to_datetime(begin);
        if fixed_time && let Some(fresh) = end_of_repetition(zone, stretch, offset) {
            wall = wall.max(fresh);
        }
        let slot = slots.first_at_or_after(wall);
        let fire = slot.and_then(|slot| offset.to_timestamp(slot).ok());
        let Some(change) = zone.following(stretch).next() else {
            return fire.and_then(utc);
        };
        if let (Some(slot), Some(fire)) = (slot, fire) {
            let in_gap = slot < change.offset().to_datetime(change.timestamp());
            if fire < change.timestamp() || in_gap {
                return utc(fire.min(change.timestamp()));
            }
        } else if from_its_start {
            return None;
        }
        stretch = change.timestamp();
        begin = stretch;
        from_its_start = true;
    }
}

/// The wall time from which the clock shows new times again, after repeating those of the previous stretch.
fn end_of_repetition(zone: &TimeZone, stretch: Timestamp, offset: Offset) -> Option<civil::DateTime> {
    let change = zone.preceding(stretch.checked_add(SECOND).ok()?).next()?.timestamp();
    let before = zone.to_offset(change.checked_sub(SECOND).ok()?);
    (before > offset).then(|| before.to_datetime(change))
}

/// croner's results on a wall clock without a zone. The last one is cached: it stays the same over the many stretches
/// that lead to a distant slot.
struct WallClock<'a> {
    cron: &'a Cron,
    known: Option<(civil::DateTime, Option<civil::DateTime>)>,
}

impl WallClock<'_> {
    fn first_at_or_after(&mut self, wall: civil::DateTime) -> Option<civil::DateTime> {
        if let Some((sought, found)) = self.known
            && sought <= wall
            && found.is_none_or(|slot| wall <= slot)
        {
            return found;
        }
        let found = self.cron.find_next_occurrence(&wall, true).ok();
        self.known = Some((wall, found));
        found
    }
}

fn utc(at: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(at.as_second(), 0)
}
