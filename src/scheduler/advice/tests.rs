use super::*;

fn text(interval: u32, runs: &[f64]) -> String {
    advise(interval, runs, 1000).text
}

#[test]
fn every_second_slot_is_skipped_when_runs_take_almost_two_steps() {
    let advice = advise(2, &[220.0; 20], 50_000);
    assert_eq!(advice.text, "Typical sync: 3 min 40 s. Every 2 min skips 1 in 2. Nothing skipped at 5 min.");
    assert_eq!(advice.skipped_share, 0.5);
    assert_eq!(advice.median_seconds, Some(220.0));
    assert_eq!(advice.recommended_minutes, (5, 30));
}

#[test]
fn interval_longer_than_all_runs_skips_nothing() {
    let advice = advise(2, &[10.0, 14.0, 12.0], 1000);
    assert_eq!(advice.text, "Typical sync: 12 s. Nothing skipped at 2 min.");
    assert_eq!((advice.skipped_share, advice.recommended_minutes), (0.0, (2, 15)));
    assert_eq!(advise(2, &[120.0], 0).skipped_share, 0.0, "a run that ends with its step");
    assert_eq!(advise(2, &[120.5], 0).skipped_share, 0.5);
}

#[test]
fn long_runs_skip_many_slots() {
    assert!(text(2, &[350.0]).contains("Every 2 min skips 2 in 3. Nothing skipped at 8 min."));
    assert!(text(2, &[130.0, 30.0, 30.0, 30.0]).contains("Every 2 min skips about 1 in 5."));
}

#[test]
fn no_slider_interval_fits_runs_of_hours() {
    let advice = advise(120, &[11_000.0], 0);
    assert_eq!(advice.recommended_minutes, (120, 120));
    assert_eq!(
        advice.text,
        "Typical sync: 3 h 3 min. Every 120 min skips 1 in 2. Every interval up to 120 min skips some."
    );
}

#[test]
fn rare_slow_run_does_not_change_the_recommendation() {
    let mut runs = vec![20.0; 19];
    runs.push(9_000.0);
    assert_eq!(advise(5, &runs, 0).recommended_minutes, (2, 15));
    assert!(text(2, &runs).ends_with("Only the slowest syncs take longer than 2 min."), "{}", text(2, &runs));
}

#[test]
fn frequent_slow_runs_change_the_recommendation() {
    assert_eq!(advise(2, &[60.0, 60.0, 60.0, 600.0, 600.0], 0).recommended_minutes.0, 10);
}

#[test]
fn recommendation_without_runs_follows_the_number_of_issues() {
    let advice = advise(2, &[], 1200);
    assert_eq!(advice.text, "No sync has completed yet. Recommended for 1,200 issues: 2-15 min.");
    assert_eq!((advice.median_seconds, advice.skipped_share), (None, 0.0));
    assert_eq!(advise(2, &[], 1_000_000).recommended_minutes, (11, 66));
    assert!(advise(2, &[], 1).text.contains(" for 1 issue: "));
}

#[test]
fn median_averages_the_middle_two_and_ignores_invalid_durations() {
    assert_eq!(advise(2, &[40.0, 10.0, 20.0, 30.0], 0).median_seconds, Some(25.0));
    assert_eq!(advise(2, &[f64::NAN, -1.0, 5.0], 0).median_seconds, Some(5.0));
}

#[test]
fn durations_are_written_in_seconds_minutes_and_hours() {
    for (seconds, said) in
        [(0.2, "less than 1 s"), (59.6, "1 min"), (61.0, "1 min 1 s"), (3600.0, "1 h"), (7500.0, "2 h 5 min")]
    {
        assert_eq!(duration(seconds), said);
    }
}
