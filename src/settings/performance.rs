//! Changing individual performance settings.

use app::{
    error::FieldError,
    model::{
        FirstSync, PerformanceSettings,
        ranges::{DECIMAL, WHOLE},
        whole,
    },
};
use serde_json::Value;

/// `current` with the members of the JSON object `changes`; the other members stay.
///
/// # Errors
///
/// One entry for each member that is unknown, of the wrong type or out of range.
pub fn merged(
    current: &PerformanceSettings,
    changes: &Value,
) -> Result<PerformanceSettings, Vec<FieldError>> {
    let Value::Object(changes) = changes else {
        return Err(vec![error("body", "must be a JSON object of settings")]);
    };
    let mut settings = current.clone();
    let errors: Vec<FieldError> =
        changes.iter().filter_map(|(name, value)| set(&mut settings, name, value).err()).collect();
    if errors.is_empty() { Ok(settings) } else { Err(errors) }
}

/// Whether there is a setting of that name.
pub fn is_setting(name: &str) -> bool {
    WHOLE.iter().any(|setting| setting.name == name)
        || DECIMAL.iter().any(|setting| setting.name == name)
        || ["connection_pool_block", "first_sync"].contains(&name)
}

fn set(settings: &mut PerformanceSettings, name: &str, value: &Value) -> Result<(), FieldError> {
    if let Some(setting) = WHOLE.iter().find(|setting| setting.name == name) {
        let number = whole(value).and_then(|n| u32::try_from(n).ok());
        let number = number.filter(|number| setting.allowed.contains(number));
        let (least, most) = (setting.allowed.start(), setting.allowed.end());
        *(setting.field)(settings) =
            number.ok_or_else(|| error(name, format!("must be a whole number of {least} to {most}")))?;
    } else if let Some(setting) = DECIMAL.iter().find(|setting| setting.name == name) {
        let number = value.as_f64().filter(|number| setting.allowed.contains(number));
        let (least, most) = (setting.allowed.start(), setting.allowed.end());
        *(setting.field)(settings) =
            number.ok_or_else(|| error(name, format!("must be a number of {least} to {most}")))?;
    } else if name == "connection_pool_block" {
        settings.connection_pool_block =
            value.as_bool().ok_or_else(|| error(name, "must be true or false"))?;
    } else if name == "first_sync" {
        settings.first_sync = serde_json::from_value::<FirstSync>(value.clone())
            .map_err(|_| error(name, "must be \"everything\" or \"lookback\""))?;
    } else {
        return Err(error(name, "is not a performance setting"));
    }
    Ok(())
}

fn error(field: &str, message: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn given_members_change_and_the_others_stay() {
        let current = PerformanceSettings { max_workers: 3, ..PerformanceSettings::default() };
        let changes = json!({"batch_size": 50.0, "backoff_factor": 5, "first_sync": "lookback"});
        let settings = merged(&current, &changes).unwrap();
        let expected = PerformanceSettings {
            batch_size: 50,
            backoff_factor: 5.0,
            first_sync: FirstSync::Lookback,
            ..current
        };
        assert_eq!(settings, expected);
    }

    #[test]
    fn every_invalid_member_is_named() {
        let changes = json!({"max_workers": 0, "max_retries": 11, "rate_limit_pause": -0.1, "batch_size": "200",
            "lookback_days": 1.5, "connection_pool_block": 1, "first_sync": "some", "colour": "red"});
        let errors = merged(&PerformanceSettings::default(), &changes).unwrap_err();
        let mut named: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        named.sort_unstable();
        let expected = [
            "batch_size",
            "colour",
            "connection_pool_block",
            "first_sync",
            "lookback_days",
            "max_retries",
            "max_workers",
            "rate_limit_pause",
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn every_member_of_the_settings_has_a_rule() {
        let Value::Object(all) = serde_json::to_value(PerformanceSettings::default()).unwrap() else {
            panic!("an object");
        };
        assert!(all.keys().all(|name| is_setting(name)));
        assert!(merged(&PerformanceSettings::default(), &Value::Object(all)).is_ok());
    }
}
