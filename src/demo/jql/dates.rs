//! Dates in JQL.

use jiff::civil;
use jiff::tz::TimeZone;

use super::Operand;

/// The moment that an operand of a time clause denotes, in milliseconds since 1970. Text is read in the account's time
/// zone, to the minute; unquoted numbers are milliseconds; `-3d` is relative to `now`.
pub(super) fn moment(field: &str, operand: &Operand, zone: &TimeZone, now: i64) -> Result<i64, String> {
    match operand {
        Operand::Function(name) if name == "now" => Ok(now),
        Operand::Value(text, quoted) => {
            let number = if *quoted { None } else { text.parse::<i64>().ok() };
            number
                .or_else(|| relative(text, now))
                .or_else(|| local(text, zone))
                .ok_or_else(|| invalid(field, text))
        }
        _ => Err(invalid(field, "EMPTY")),
    }
}

fn invalid(field: &str, text: &str) -> String {
    format!(
        "Date value '{text}' for field '{field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
    )
}

fn local(text: &str, zone: &TimeZone) -> Option<i64> {
    let text = text.replace('/', "-");
    let at = civil::DateTime::strptime("%Y-%m-%d %H:%M", &text)
        .or_else(|_| civil::Date::strptime("%Y-%m-%d", &text).map(|d| d.at(0, 0, 0, 0)))
        .ok()?;
    Some(zone.to_ambiguous_zoned(at).compatible().ok()?.timestamp().as_millisecond())
}

fn relative(text: &str, now: i64) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut total = 0i64;
    for part in rest.split_whitespace() {
        let unit = part.chars().last()?;
        let minutes = match unit {
            'm' => 1,
            'h' => 60,
            'd' => 24 * 60,
            'w' => 7 * 24 * 60,
            _ => return None,
        };
        total += part[..part.len() - 1].parse::<i64>().ok()? * minutes * 60_000;
    }
    (!rest.trim().is_empty()).then_some(now + sign * total)
}
