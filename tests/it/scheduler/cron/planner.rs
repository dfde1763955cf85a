//! What the Kubernetes CronJob controller does about due, missed and suspended schedules, mapped
//! onto our planner: `Forbid` is our only concurrency policy, `suspend` is a pause.

use chrono::{DateTime, Utc};
use jira_sync::scheduler::decide::{Plan, Situation, decide};
use jira_sync::scheduler::schedule::{Every, Pause, Schedule};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Differences, cases, run};

#[derive(Deserialize)]
struct Case {
    id: String,
    kind: String,
    expr: String,
    tz: String,
    #[serde(default)]
    suspend: bool,
    #[serde(default)]
    run_active: bool,
    created_at: DateTime<Utc>,
    last_schedule_time: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    expect: Value,
}

fn check_file(file: &str, expected_count: usize, differences: Differences) {
    if let Some(cases) = cases::<Case>(file) {
        run(&cases, expected_count, differences, |case| &case.id, check);
    }
}

fn check(case: &Case) -> Result<(), String> {
    let Some(plan) = plan(case) else {
        return expect("error", &refusal(case), &json!(true));
    };
    let slot = json!(plan.run_slot());
    let wait = json!(plan.next_due.map(|next| (next - case.now).num_seconds()));
    match case.kind.as_str() {
        "most_recent_missed" => expect("most recent", &slot, &utc(&case.expect["most_recent"])),
        "due_time" if case.expect == "not-null" => expect("due", &json!(slot.is_null()), &json!(false)),
        "due_time" => expect("due", &slot, &utc(&case.expect)),
        "wait_until_next_s" => expect("wait", &wait, &case.expect),
        "sync_decision" => {
            expect("start", &json!(plan.run_slot().is_some()), &case.expect["start"])?;
            // Null: a suspended job is not requeued, but a paused schedule keeps its slots.
            let wanted = &case.expect["wait_s"];
            expect("wait", &wait, if wanted.is_null() && case.suspend { &wait } else { wanted })
        }
        other => panic!("{}: unknown kind {other}", case.id),
    }
}

/// `None` if the schedule is refused or never fires.
fn plan(case: &Case) -> Option<Plan> {
    let every = match case.expr.as_str() {
        "@every 1h" => Every::Interval { seconds: 3600 },
        cron => Every::cron(cron, &case.tz).ok()?,
    };
    let earliest = case.last_schedule_time.map_or(case.created_at, |last| last.max(case.created_at));
    let schedule = Schedule {
        next_due: Some(every.first_after(earliest)?),
        pause: case.suspend.then_some(Pause { until: None }),
        ..Schedule::new(1, every)
    };
    let active_run = case.run_active.then(|| "01990000-0000-7000-8000-000000000001".parse().unwrap());
    Some(decide(&schedule, &Situation { active_run, ..Situation::default() }, case.now))
}

/// Whether a case expects its schedule to be refused.
fn refusal(case: &Case) -> Value {
    let expect = &case.expect;
    let refused = expect == "error"
        || expect["error"] == true
        || (expect["start"] == false && expect["wait_s"].is_null() && expect["warnings"] == 1);
    json!(refused)
}

fn utc(time: &Value) -> Value {
    json!(time.as_str().map(|text| text.parse::<DateTime<Utc>>().unwrap()))
}

fn expect(what: &str, ours: &Value, wanted: &Value) -> Result<(), String> {
    if ours == wanted { Ok(()) } else { Err(format!("{what}: ours {ours}, wanted {wanted}")) }
}

#[test]
fn missed_slots_match_kubernetes_cronjob() {
    let differences: Differences = &[(
        "Kubernetes judges by the distance of the first two slots and overlooks 12:30 of the same day",
        &["k8s-recent-05"],
    )];
    check_file("k8s_missed_schedules.jsonl", 25, differences);
}

#[test]
fn run_decisions_match_kubernetes_cronjob() {
    let differences: Differences = &[
        (
            "we have no deadline: a late slot is caught up, once",
            &["k8s-sync-12", "k8s-sync-21", "k8s-sync-46", "k8s-sync-50", "k8s-sync-56"],
        ),
        (
            "we neither let runs overlap nor stop one for the next",
            &["k8s-sync-26", "k8s-sync-28", "k8s-sync-31", "k8s-sync-52", "k8s-sync-54"],
        ),
    ];
    check_file("k8s_sync_decisions.jsonl", 57, differences);
}
