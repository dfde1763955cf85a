use super::*;
use crate::scheduler::schedule::Pause;

mod simulation;

fn run_id() -> RunId {
    "01990000-0000-7000-8000-000000000007".parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("2026-03-01T{text}Z").parse().unwrap()
}

fn minutes(minutes: i64) -> Every {
    Every::Interval { seconds: minutes * 60 }
}

/// Every five minutes, the next slot at 10:00.
fn every_five() -> Schedule {
    Schedule { next_due: Some(at("10:00:00")), ..Schedule::new(1, minutes(5)) }
}

fn quiet() -> Situation<'static> {
    Situation::default()
}

fn only_outcome(plan: &Plan) -> Outcome {
    assert_eq!(plan.decisions.len(), 1, "{plan:?}");
    plan.decisions[0].outcome
}

#[test]
fn new_schedule_gets_its_first_slot_one_step_from_now() {
    let new = Schedule::new(1, minutes(2));
    let plan = decide(&new, &quiet(), at("10:00:17"));
    assert_eq!((plan.next_due, plan.decisions.len()), (Some(at("10:02:17")), 0));

    let cron = Schedule::new(1, Every::cron("*/15 * * * *", "UTC").unwrap());
    assert_eq!(decide(&cron, &quiet(), at("10:00:00")).next_due, Some(at("10:15:00")));
}

#[test]
fn nothing_happens_before_the_slot() {
    let plan = decide(&every_five(), &quiet(), at("09:59:59"));
    assert!(plan.is_empty(), "{plan:?}");
}

#[test]
fn due_slot_starts_a_run_and_the_next_is_on_the_grid() {
    let plan = decide(&every_five(), &quiet(), at("10:00:03"));
    assert_eq!(only_outcome(&plan), Outcome::Run { catches_up: 0 });
    assert_eq!(plan.run_slot(), Some(at("10:00:00")));
    assert_eq!((plan.expected, plan.next_due), (Some(at("10:00:00")), Some(at("10:05:00"))));
}

#[test]
fn slot_is_due_at_its_exact_time() {
    let plan = decide(&every_five(), &quiet(), at("10:05:00"));
    assert_eq!(plan.run_slot(), Some(at("10:05:00")));
    assert_eq!(plan.next_due, Some(at("10:10:00")));
}

#[test]
fn last_of_several_due_slots_runs_and_the_others_are_one_missed_row() {
    let plan = decide(&every_five(), &quiet(), at("10:17:00"));
    let missed = SlotRange { first: at("10:00:00"), last: at("10:10:00"), count: 3 };
    assert_eq!(
        plan.decisions,
        [
            Decision { slots: missed, outcome: Outcome::skip(SkipReason::Missed) },
            Decision { slots: SlotRange::one(at("10:15:00")), outcome: Outcome::Run { catches_up: 3 } },
        ]
    );
    assert_eq!(plan.next_due, Some(at("10:20:00")));
}

#[test]
fn month_of_downtime_is_two_rows() {
    let month = TimeDelta::days(30);
    for every in [minutes(2), Every::cron("*/2 * * * *", "Europe/Berlin").unwrap()] {
        let schedule = Schedule { every, ..every_five() };
        let plan = decide(&schedule, &quiet(), at("10:00:00") + month);
        let counts: Vec<u64> = plan.decisions.iter().map(|row| row.slots.count).collect();
        assert_eq!((counts[0] + counts[1], counts.len()), (30 * 24 * 30 + 1, 2));
    }
}

#[test]
fn cron_backlog_too_long_for_one_plan_is_settled_by_later_plans() {
    let every = Every::cron("* * * * * *", "UTC").unwrap();
    let mut schedule = Schedule { every, ..every_five() };
    let now = at("23:59:59");
    let mut slots = 0;
    for plan_number in 0.. {
        let plan = decide(&schedule, &quiet(), now);
        slots += plan.decisions.iter().map(|row| row.slots.count).sum::<u64>();
        schedule.next_due = plan.next_due;
        if plan.run_slot().is_some() {
            assert!(plan_number > 0);
            break;
        }
        assert!(plan_number < 3, "no run yet");
    }
    assert_eq!((slots, schedule.next_due), (14 * 3600, Some("2026-03-02T00:00:00Z".parse().unwrap())));
}

#[test]
fn skip_names_the_active_run() {
    let situation = Situation { active_run: Some(run_id()), ..quiet() };
    let plan = decide(&every_five(), &situation, at("10:00:01"));
    let blocker = Some(Blocker::Run(run_id()));
    assert_eq!(only_outcome(&plan), Outcome::Skip { reason: SkipReason::AlreadyRunning, blocker });
    assert_eq!(plan.next_due, Some(at("10:05:00")));
}

#[test]
fn sync_within_the_gap_is_too_recent() {
    let decided = |last: &str| {
        let situation = Situation { last_sync: Some(at(last)), ..quiet() };
        only_outcome(&decide(&every_five(), &situation, at("10:00:30")))
    };
    let too_recent = Outcome::skip(SkipReason::TooRecent);
    assert_eq!(decided("09:59:31"), too_recent);
    assert_eq!(decided("09:59:30"), Outcome::Run { catches_up: 0 });
    assert_eq!(decided("10:00:40"), too_recent);
    assert_eq!(
        decided("11:00:00"),
        Outcome::Run { catches_up: 0 },
        "a sync from before the clock was set back"
    );
}

#[test]
fn maintenance_window_excludes_its_end() {
    let window = MaintenanceWindow { id: 3, starts_at: at("10:00:00"), ends_at: at("10:00:10") };
    let decided = |now: &str| {
        let situation = Situation { windows: &[window], ..quiet() };
        only_outcome(&decide(&every_five(), &situation, at(now)))
    };
    let inside = Outcome::Skip { reason: SkipReason::MaintenanceWindow, blocker: Some(Blocker::Window(3)) };
    assert_eq!(decided("10:00:00"), inside);
    assert_eq!(decided("10:00:09"), inside);
    assert_eq!(decided("10:00:10"), Outcome::Run { catches_up: 0 });
}

#[test]
fn pause_lasts_until_its_end_or_without_end() {
    let decided = |until: Option<&str>| {
        let pause = Some(Pause { until: until.map(at) });
        only_outcome(&decide(&Schedule { pause, ..every_five() }, &quiet(), at("10:00:05")))
    };
    let paused = Outcome::skip(SkipReason::Paused);
    assert_eq!(decided(None), paused);
    assert_eq!(decided(Some("10:00:06")), paused);
    assert_eq!(decided(Some("10:00:05")), Outcome::Run { catches_up: 0 });
}

#[test]
fn pause_and_window_are_reported_before_circumstances() {
    let window = MaintenanceWindow { id: 3, starts_at: at("09:00:00"), ends_at: at("11:00:00") };
    let now = at("10:00:00");
    let mut situation = Situation { windows: &[window], active_run: Some(run_id()), last_sync: Some(now) };
    let mut schedule = Schedule { pause: Some(Pause { until: None }), ..every_five() };
    let mut reported = Vec::new();
    let mut report = |schedule: &Schedule, situation: &Situation<'_>| match only_outcome(&decide(
        schedule, situation, now,
    )) {
        Outcome::Skip { reason, .. } => reported.push(reason.as_str()),
        run @ Outcome::Run { .. } => panic!("{run:?}"),
    };
    report(&schedule, &situation);
    schedule.pause = None;
    report(&schedule, &situation);
    situation.windows = &[];
    report(&schedule, &situation);
    situation.active_run = None;
    report(&schedule, &situation);
    assert_eq!(reported, ["paused", "maintenance_window", "already_running", "too_recent"]);
}

#[test]
fn disabled_schedule_settles_due_slots_and_has_no_next_slot() {
    let off = Schedule { enabled: false, ..every_five() };
    let plan = decide(&off, &quiet(), at("10:07:00"));
    let both = SlotRange { first: at("10:00:00"), last: at("10:05:00"), count: 2 };
    assert_eq!(plan.decisions, [Decision { slots: both, outcome: Outcome::skip(SkipReason::Disabled) }]);
    assert_eq!(plan.next_due, None);
    assert_eq!(decide(&off, &quiet(), at("09:00:00")).next_due, None);
    let settled = Schedule { next_due: None, ..off };
    assert!(decide(&settled, &quiet(), at("10:08:00")).is_empty());
}

#[test]
fn new_interval_counts_from_the_change() {
    let now = at("10:01:00");
    let faster = Schedule { every: minutes(2), ..every_five() }.rescheduled(now);
    assert_eq!(faster.next_due, Some(at("10:03:00")));
    let off = Schedule { enabled: false, ..faster }.rescheduled(now);
    assert_eq!(off.next_due, None);
    let on = Schedule { enabled: true, ..off }.rescheduled(at("12:00:00"));
    assert_eq!(on.next_due, Some(at("12:02:00")));
}

#[test]
fn clock_set_back_a_little_is_waited_for() {
    let plan = decide(&every_five(), &quiet(), at("09:50:00"));
    assert!(plan.is_empty() && !plan.clock_went_back, "{plan:?}");
}

#[test]
fn clock_set_back_far_begins_a_new_grid_apart_from_the_old_one() {
    let plan = decide(&every_five(), &quiet(), at("06:00:10"));
    assert_eq!((plan.next_due, plan.clock_went_back), (Some(at("06:05:10")), true));
    let plan = decide(&every_five(), &quiet(), at("06:00:00"));
    assert_eq!(plan.next_due, Some(at("06:05:01")));
}

#[test]
fn cron_schedule_ends_with_its_last_year() {
    let every = Every::cron("0 0 10 1 3 * 2026", "UTC").unwrap();
    let schedule = Schedule { every, ..every_five() };
    let plan = decide(&schedule, &quiet(), at("10:00:00"));
    assert_eq!((plan.run_slot(), plan.next_due), (Some(at("10:00:00")), None));
}

#[test]
fn interval_of_zero_counts_as_one_second() {
    let schedule = Schedule { every: Every::Interval { seconds: 0 }, ..every_five() };
    assert_eq!(decide(&schedule, &quiet(), at("10:00:00")).next_due, Some(at("10:00:01")));
}
