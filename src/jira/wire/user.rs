//! A person or an app.

use super::{Read, Reader};

/// A user of either edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// `accountId` on Cloud; on Data Center the `key`, or the `name` where there is no key.
    pub key: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// Often hidden on Cloud.
    pub email: Option<String>,
    /// `false` = deactivated.
    pub active: Option<bool>,
    /// IANA name.
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
