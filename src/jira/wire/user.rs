//! Users: people and apps.

use super::{Read, Reader};

/// A user of either edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// `accountId` on Cloud; on Data Center the `key`, or the `name` if there is no key.
    pub key: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// E-mail address; often hidden on Cloud.
    pub email: Option<String>,
    /// Whether the account is active.
    pub active: Option<bool>,
    /// IANA name of the time zone.
    pub time_zone: Option<String>,
    /// Cloud: `atlassian`, `app` or `customer`.
    pub account_type: Option<String>,
}

impl Read for User {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let key = ["accountId", "key", "name"].into_iter().find_map(|member| reader.text(member));
        if key.is_none() {
            reader.warn("accountId", "is missing, and so are key and name");
        }
        Some(Self {
            key: key?,
            display_name: reader.text("displayName"),
            email: reader.text("emailAddress").filter(|email| !email.is_empty()),
            active: reader.flag("active"),
            time_zone: reader.text("timeZone"),
            account_type: reader.text("accountType"),
        })
    }
}
