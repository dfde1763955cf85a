//! Renders the site's data as Jira's JSON.

mod catalog;
mod changelog;
mod comment;
mod custom;
mod fields;
mod issue;
mod project;
mod user;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

pub(crate) use fields::Wanted;
pub(crate) use issue::{Caps, Expand, IssueShape, schemas};
pub(crate) use user::Place;

use super::config::Edition;
use super::site::State;
use super::text::Text;

/// An object under construction.
pub(crate) type Object = Map<String, Value>;

/// How a response is rendered: for which client, and in which edition and version of the API.
pub(crate) struct View<'a> {
    pub(crate) state: &'a State,
    pub(crate) edition: Edition,
    /// `http://host:port` as the client named it.
    pub(crate) base: &'a str,
    /// `2` or `3`; `2` renders wiki markup.
    pub(crate) version: &'static str,
    pub(crate) zone: &'a TimeZone,
    /// End of the generated history, in milliseconds since 1970.
    pub(crate) epoch: i64,
}

impl View<'_> {
    pub(crate) fn cloud(&self) -> bool {
        self.edition == Edition::Cloud
    }

    /// An address in this version of the API.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/rest/api/{}/{path}", self.base, self.version)
    }

    /// Such as `2024-07-04T05:41:00.089-0700`, in the account's time zone.
    pub(crate) fn time(&self, at: i64) -> String {
        time(at, self.zone)
    }

    /// A rich text: ADF in version 3, wiki markup in version 2.
    pub(crate) fn text(&self, text: &Text) -> Value {
        if self.version == "3" {
            text.adf(&|p| self.mention(p))
        } else {
            text.wiki(&|p| self.mention(p)).into()
        }
    }

    fn mention(&self, person: usize) -> (String, String) {
        let person = &self.state.people[person];
        let id = match (self.edition, self.version) {
            (Edition::Cloud, "3") => person.account_id.clone(),
            (Edition::Cloud, _) => format!("accountid:{}", person.account_id),
            (Edition::DataCenter, _) => person.name.clone(),
        };
        (id, person.display_name.clone())
    }
}

/// A time in Jira's format: with milliseconds, and an offset without a colon.
pub(crate) fn time(at: i64, zone: &TimeZone) -> String {
    let zoned = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone());
    zoned.strftime("%Y-%m-%dT%H:%M:%S.%3f%z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_offset_of_the_account_without_colon() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        assert_eq!(time(1_720_096_860_089, &zone), "2024-07-04T05:41:00.089-0700");
        assert_eq!(time(1_720_096_860_000, &TimeZone::UTC), "2024-07-04T12:41:00.000+0000");
    }
}
