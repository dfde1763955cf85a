use super::*;

fn text(interval: u32, runs: &[f64]) -> String {
    advise(interval, runs, 1000).text
}

#[test]
fn every_second_slot_is_skipped_when_runs_take_almost_two_steps() {
    let advice = advise(2, &[220.0; 20], 50_000);
    assert_eq!(
        advice.text,
        "The median run takes 3 min 40 s: at 2 min every second slot will be skipped; 5 min skips none."
    );
    assert_eq!(advice.skipped_share, 0.5);
    assert_eq!(advice.median_seconds, Some(220.0));
    assert_eq!(advice.recommended_minutes, (5, 30));
}

#[test]
fn an_interval_longer_than_all_runs_skips_none() {
    let advice = advise(2, &[10.0, 14.0, 12.0], 1000);
    assert_eq!(advice.text, "The median run takes 12 s: 2 min skips none.");
    assert_eq!((advice.skipped_share, advice.recommended_minutes), (0.0, (2, 15)));
    assert_eq!(advise(2, &[120.0], 0).skipped_share, 0.0, "a run that ends with its step");
    assert_eq!(advise(2, &[120.5], 0).skipped_share, 0.5);
}

#[test]
fn long_runs_skip_many_slots() {
    assert!(text(2, &[350.0]).contains("at 2 min 2 of 3 slots will be skipped; 8 min skips none."));
    assert!(text(2, &[130.0, 30.0, 30.0, 30.0]).contains("about 1 slot in 5 will be skipped"));
}

#[test]
fn nothing_on_the_slider_fits_runs_of_hours() {
    let advice = advise(120, &[11_000.0], 0);
    assert_eq!(advice.recommended_minutes, (120, 120));
    assert_eq!(
        advice.text,
        "The median run takes 3 h 3 min: at 120 min every second slot will be skipped; no interval up to \
         120 min skips none."
    );
}

#[test]
fn a_rare_slow_run_does_not_set_the_recommendation() {
    let mut runs = vec![20.0; 19];
    runs.push(9_000.0);
    assert_eq!(advise(5, &runs, 0).recommended_minutes, (2, 15));
    assert!(text(2, &runs).ends_with("only the slowest runs outlast 2 min."), "{}", text(2, &runs));
}

#[test]
fn runs_that_are_often_slow_set_the_recommendation() {
    assert_eq!(advise(2, &[60.0, 60.0, 60.0, 600.0, 600.0], 0).recommended_minutes.0, 10);
}

#[test]
fn without_runs_the_size_of_the_site_decides() {
    let advice = advise(2, &[], 1200);
    assert_eq!(advice.text, "No run has completed yet: 2 to 15 min suits a site of 1200 issues.");
    assert_eq!((advice.median_seconds, advice.skipped_share), (None, 0.0));
    assert_eq!(advise(2, &[], 1_000_000).recommended_minutes, (11, 66));
    assert!(advise(2, &[], 1).text.ends_with("of 1 issue."));
}

#[test]
fn the_median_of_an_even_number_is_the_middle_and_nonsense_is_left_out() {
    assert_eq!(advise(2, &[40.0, 10.0, 20.0, 30.0], 0).median_seconds, Some(25.0));
    assert_eq!(advise(2, &[f64::NAN, -1.0, 5.0], 0).median_seconds, Some(5.0));
}

#[test]
fn durations_read_as_people_say_them() {
    for (seconds, said) in
        [(0.2, "less than 1 s"), (59.6, "1 min"), (61.0, "1 min 1 s"), (3600.0, "1 h"), (7500.0, "2 h 5 min")]
    {
        assert_eq!(duration(seconds), said);
    }
}
