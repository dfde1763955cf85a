//! Weeks on a virtual clock with stalls, jumps and changes; the recorded outcomes are checked slot by slot.

use std::collections::HashSet;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

/// The recorded outcomes of one schedule, written as the planner writes them.
struct Ledger {
    schedule: Schedule,
    recorded: HashSet<DateTime<Utc>>,
    runs: u64,
    skips: u64,
    due: u64,
}

impl Ledger {
    fn new(every: Every, now: DateTime<Utc>) -> Self {
        let schedule = Schedule::new(1, every).rescheduled(now);
        Self { schedule, recorded: HashSet::new(), runs: 0, skips: 0, due: 0 }
    }

    /// One beat of the heartbeat.
    fn beat(&mut self, situation: &Situation<'_>, now: DateTime<Utc>) {
        let plan = decide(&self.schedule, situation, now);
        assert_eq!(plan.expected, self.schedule.next_due);
        let mut expected = plan.expected;
        for decision in &plan.decisions {
            self.count(decision);
            assert_eq!(Some(decision.slots.first), expected, "a slot was lost before this row");
            let mut slot = decision.slots.first;
            for place in 1..=decision.slots.count {
                assert!(slot <= now, "{slot} was not due at {now}");
                assert!(self.recorded.insert(slot), "{slot} has two outcomes");
                assert_eq!(slot == decision.slots.last, place == decision.slots.count);
                expected = self.following(slot);
                slot = expected.unwrap_or(slot);
            }
        }
        if !plan.decisions.is_empty() && self.schedule.enabled {
            assert_eq!(plan.next_due, expected, "off the grid");
        }
        assert!(plan.next_due.is_none_or(|next| now < next), "{plan:?}");
        self.schedule.next_due = plan.next_due;
    }

    fn count(&mut self, decision: &Decision) {
        self.due += decision.slots.count;
        match decision.outcome {
            Outcome::Run { .. } => self.runs += decision.slots.count,
            Outcome::Skip { .. } => self.skips += decision.slots.count,
        }
    }

    /// The slot after `slot`, computed without the code under test where that is easy.
    fn following(&self, slot: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match &self.schedule.every {
            Every::Interval { seconds } => Some(slot + TimeDelta::seconds(*seconds)),
            every @ Every::Cron { .. } => every.first_after(slot),
        }
    }

    /// A change of the schedule, after settling what was due.
    fn change(&mut self, now: DateTime<Utc>, change: impl FnOnce(&mut Schedule)) {
        self.beat(&Situation::default(), now);
        change(&mut self.schedule);
        self.schedule = self.schedule.clone().rescheduled(now);
    }

    fn check(&self) {
        assert_eq!(self.due, self.runs + self.skips);
        assert_eq!(self.due, self.recorded.len() as u64);
    }
}

/// The time of the next beat: seconds later, after a stall of hours, or after a backward jump of seconds to days.
fn next_time(random: &mut StdRng, now: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = match random.random_range(0..1000) {
        0..3 => random.random_range(600..200_000),
        3..6 => -random.random_range(1..90_000),
        6..30 => -random.random_range(1..20),
        _ => random.random_range(1..40),
    };
    now + TimeDelta::milliseconds(seconds * 1000 + random.random_range(0..1000))
}

fn situation(random: &mut StdRng, now: DateTime<Utc>) -> Situation<'static> {
    Situation {
        active_run: random.random_bool(0.3).then_some(run_id()),
        last_sync: random.random_bool(0.5).then(|| now - TimeDelta::seconds(random.random_range(0..120))),
        windows: &[],
    }
}

#[test]
fn interval_never_loses_or_repeats_a_slot() {
    for seed in 0..40 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut now = at("00:00:00");
        let mut ledger = Ledger::new(Every::Interval { seconds: random.random_range(60..900) }, now);
        for _ in 0..4_000 {
            let situation = situation(&mut random, now);
            ledger.beat(&situation, now);
            now = next_time(&mut random, now);
        }
        ledger.check();
        assert!(ledger.runs > 20, "seed {seed}: {} runs", ledger.runs);
        assert!(ledger.skips > 20, "seed {seed}: {} skips", ledger.skips);
    }
}

#[test]
fn cron_never_loses_or_repeats_a_slot_over_daylight_saving() {
    for (seed, expression) in ["*/5 * * * *", "30 1,2 * * *", "7 */2 * * *"].into_iter().enumerate() {
        let mut random = StdRng::seed_from_u64(seed as u64);
        let mut now: DateTime<Utc> = "2026-03-27T00:00:00Z".parse().unwrap();
        let mut ledger = Ledger::new(Every::cron(expression, "Europe/Berlin").unwrap(), now);
        for _ in 0..8_000 {
            let situation = situation(&mut random, now);
            ledger.beat(&situation, now);
            now = next_time(&mut random, now);
        }
        ledger.check();
        assert!(ledger.runs > 0, "{expression}");
    }
}

#[test]
fn changes_of_interval_and_switch_lose_no_slot() {
    for seed in 0..40 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut now = at("00:00:00");
        let mut ledger = Ledger::new(minutes(2), now);
        for step in 0..4_000 {
            // Forward only, and not by whole minutes: two grids that begin at the same instant would share slots.
            now += TimeDelta::milliseconds(random.random_range(1_000..30_000));
            if random.random_range(0..100) == 0 {
                let seconds = random.random_range(60..600);
                ledger.change(now, |row| row.every = Every::Interval { seconds });
                let next = ledger.schedule.next_due.filter(|_| ledger.schedule.enabled);
                assert!(next.is_none_or(|next| next == now + TimeDelta::seconds(seconds)));
            }
            if step % 500 == 250 {
                ledger.change(now, |row| row.enabled = !row.enabled);
                assert_eq!(ledger.schedule.next_due.is_some(), ledger.schedule.enabled);
            }
            let situation = situation(&mut random, now);
            ledger.beat(&situation, now);
        }
        ledger.check();
    }
}
