//! The people of a site.

use serde_json::Value;

use super::client::Client;
use super::error::JiraError;
use super::page::List;
use super::reach::Reach;
use super::site::Edition;
use super::wire::{Parsed, Reader, User, document};

/// Users asked for at a time.
const PAGE: u64 = 1000;

impl Client {
    /// All users that the account may see; those who appear in issues are known from there as well.
    pub async fn users(&self) -> Result<List<User>, JiraError> {
        let mut all = List::empty();
        let mut start = 0;
        loop {
            let Parsed { value: items, warnings } = self.users_page(start).await?;
            all.warnings.extend(warnings);
            // Pages hold fewer than asked for while more follow, so only an empty one is the end.
            if items.is_empty() {
                return Ok(all);
            }
            start += items.len() as u64;
            let known = all.value.len();
            all.value.extend(Reader::read_all::<User>(items, "users", &mut all.warnings));
            let repeats =
                known > 0 && all.value.get(known).is_some_and(|first| all.value[..known].contains(first));
            if repeats {
                all.value.truncate(known);
                return Ok(all);
            }
        }
    }

    async fn users_page(&self, start: u64) -> Result<Parsed<Vec<Value>>, JiraError> {
        let request = match self.edition() {
            Edition::Cloud => self.get(Reach::Reference, "users/search"),
            // A dot is in every e-mail address; Data Center takes it for "anyone".
            Edition::DataCenter => self
                .get(Reach::Reference, "user/search")
                .query("username", ".")
                .query("includeInactive", true),
        };
        let request = request.query("startAt", start).query("maxResults", PAGE);
        self.fetch(&request, |body| document::list(body, "users")).await
    }
}
