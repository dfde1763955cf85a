use super::*;

fn every(minutes: i64) -> ScheduleSetting {
    ScheduleSetting { enabled: true, interval_seconds: minutes * 60 }
}

fn off(setting: ScheduleSetting) -> ScheduleSetting {
    ScheduleSetting { enabled: false, ..setting }
}

/// A file with both members of the schedule.
fn scheduled(setting: ScheduleSetting) -> SyncConfig {
    let minutes = whole_minutes(setting).unwrap();
    SyncConfig { enabled: Some(setting.enabled), interval_minutes: Some(minutes), ..SyncConfig::default() }
}

fn workers(max_workers: u32) -> PerformanceSettings {
    PerformanceSettings { max_workers, ..PerformanceSettings::default() }
}

fn performing(settings: PerformanceSettings) -> SyncConfig {
    SyncConfig { performance: Some(settings), ..SyncConfig::default() }
}

#[test]
fn only_hand_edits_of_the_file_change_the_schedule() {
    let nothing = SyncConfig::default();
    let interval = |minutes| SyncConfig { interval_minutes: Some(minutes), ..SyncConfig::default() };
    for (name, known, in_file, held, expected) in [
        ("as it was", scheduled(every(5)), Some(scheduled(every(5))), every(9), every(9)),
        ("the interval", scheduled(every(5)), Some(scheduled(every(7))), off(every(9)), off(every(7))),
        ("the switch", scheduled(every(5)), Some(scheduled(off(every(5)))), every(9), off(every(9))),
        ("never read", nothing.clone(), Some(scheduled(off(every(7)))), every(9), off(every(7))),
        ("half of it", nothing.clone(), Some(interval(7)), off(every(9)), every(7)),
        ("half of it goes", scheduled(off(every(5))), Some(interval(5)), off(every(9)), every(9)),
        ("all of it goes", scheduled(every(5)), Some(nothing.clone()), every(9), every(9)),
        ("the file goes", scheduled(every(5)), None, every(9), every(9)),
    ] {
        assert_eq!(edited_schedule(&known, in_file.as_ref(), held), expected, "{name}");
    }
}

#[test]
fn only_hand_edits_of_the_file_change_performance_settings() {
    let nothing = SyncConfig::default();
    let held = PerformanceSettings { batch_size: 500, ..workers(6) };
    let edited = |known: &SyncConfig, in_file: Option<SyncConfig>| {
        edited_performance(known, in_file.as_ref(), held.clone())
    };
    assert_eq!(edited(&performing(workers(4)), Some(performing(workers(4)))), held, "as it was");
    let five = PerformanceSettings { max_workers: 5, ..held.clone() };
    assert_eq!(edited(&performing(workers(4)), Some(performing(workers(5)))), five);
    assert_eq!(edited(&nothing, Some(performing(workers(4)))), workers(4), "never read");
    let default =
        PerformanceSettings { max_workers: PerformanceSettings::default().max_workers, ..held.clone() };
    assert_eq!(edited(&performing(workers(4)), Some(nothing.clone())), default, "a member goes");
    assert_eq!(edited(&nothing, Some(nothing.clone())), held);
    assert_eq!(edited(&performing(workers(4)), None), held, "the file goes");
}

#[test]
fn settings_missing_in_the_file_are_written_to_it() {
    let nothing = SyncConfig::default();
    let default = PerformanceSettings::default();
    let missing_in_file =
        |known: &SyncConfig, in_file: Option<&SyncConfig>, held, performance: &PerformanceSettings| {
            super::missing_in_file(known, in_file, Some(held), performance)
        };
    assert_eq!(
        missing_in_file(&nothing, None, DEFAULT_SCHEDULE, &default),
        nothing,
        "a missing file counts as the defaults"
    );
    assert_eq!(
        missing_in_file(&nothing, None, every(5), &workers(4)),
        SyncConfig { performance: Some(workers(4)), ..scheduled(every(5)) }
    );
    let five = scheduled(every(5));
    assert_eq!(missing_in_file(&five, Some(&five), every(5), &default), nothing);
    assert_eq!(missing_in_file(&five, Some(&five), off(every(5)), &default), scheduled(off(every(5))));
    assert_eq!(
        missing_in_file(&five, Some(&scheduled(every(7))), every(5), &default),
        nothing,
        "a person changed it"
    );
    let odd = ScheduleSetting { interval_seconds: 90, ..every(5) };
    assert_eq!(
        missing_in_file(&five, Some(&five), odd, &workers(4)),
        performing(workers(4)),
        "the file cannot express 90 s"
    );
}

#[test]
fn hand_edits_made_meanwhile_remain_to_be_imported() {
    let known = SyncConfig { performance: Some(workers(4)), ..scheduled(every(5)) };
    let before = SyncConfig { performance: Some(workers(7)), ..known.clone() };
    let after = SyncConfig { performance: Some(workers(7)), ..scheduled(every(30)) };
    let known_after_write = known_after_write(&known, Some(&before), &after);
    assert_eq!(known_after_write, SyncConfig { performance: Some(workers(4)), ..scheduled(every(30)) });
    assert_eq!(edited_performance(&known_after_write, Some(&after), workers(4)), workers(7));
}
