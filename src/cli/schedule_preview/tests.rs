use clap::{Args, Command, FromArgMatches};

use super::*;

/// Runs `jira-sync schedule preview` with `arguments`, and returns its status, stdout and stderr.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let command = SchedulePreview::augment_args(Command::new("preview"));
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let matches = match command.try_get_matches_from([&["preview"], arguments].concat()) {
        Ok(matches) => matches,
        Err(error) => return (error.exit_code() as u8, String::new(), error.to_string()),
    };
    let preview = SchedulePreview::from_arg_matches(&matches).unwrap();
    let status = preview.run(now, &mut out, &mut err).unwrap();
    let status = u8::from(status != ExitCode::SUCCESS) * INVALID;
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn json_is_an_array_of_times_with_the_offset_of_the_zone() {
    let arguments = ["--cron", "0 2 * * *", "--tz", "Europe/Berlin", "--from", "2026-03-27T12:00:00Z"];
    let (status, out, err) = run(&[&arguments[..], &["--count", "3", "--json"]].concat());
    assert_eq!((status, err.as_str()), (0, ""));
    let times: Vec<String> = serde_json::from_str(&out).unwrap();
    assert_eq!(
        times,
        ["2026-03-28T02:00:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00"]
    );
}

#[test]
fn text_has_one_time_per_line_from_now_in_utc() {
    let (status, out, _) = run(&["--cron", "@daily", "--count", "2"]);
    assert_eq!((status, out.as_str()), (0, "2026-01-02T00:00:00+00:00\n2026-01-03T00:00:00+00:00\n"));
}

#[test]
fn invalid_arguments_exit_with_2_and_a_reason_on_stderr() {
    for (arguments, reason) in [
        (&["--cron", "61 * * * *", "--json"][..], "minute `61`"),
        (&["--cron", "-90 * * * *"], "minute `-90`"),
        (&["--cron", "0 0 30 2 *"], "never fires"),
        (&["--cron", "@daily", "--tz", "Mars/Base"], "unknown time zone `Mars/Base`"),
        (&["--cron", "@daily", "--from", "2026-01-01T00:00:00"], "RFC 3339 with an offset"),
        (&["--cron", "@daily", "--count", "0"], "--count"),
        (&["--cron", "@daily", "--count", "x"], "--count"),
    ] {
        let (status, out, err) = run(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(reason), "{arguments:?}: {err}");
    }
}

#[test]
fn warnings_are_printed_to_stderr() {
    let (status, out, err) = run(&["--cron", "*/90 * * * *", "--json", "--count", "1"]);
    assert_eq!((status, out.as_str()), (0, "[\"2026-01-01T01:00:00+00:00\"]\n"));
    assert!(err.starts_with("warning: minute `*/90`"), "{err}");
}
