//! The people of a site.

use app::model::Edition;
use serde_json::Value;

use super::{loop_guard::LoopGuard, page::List};
use crate::jira::{
    client::Client,
    error::JiraError,
    transport::{reach::Reach, request::Request},
    wire::{Parsed, Reader, User, Warning, document},
};

/// Number of users per request.
const PAGE: u64 = 1000;

impl Client {
    /// All users that the account may see. Others are known only from the issues that name them.
    pub async fn users(&self) -> Result<List<User>, JiraError> {
        let mut all = List::empty();
        let mut start = 0;
        let mut loop_guard = LoopGuard::new();
        loop {
            let Parsed { value: items, warnings } = self.users_page(start).await?;
            all.warnings.extend(warnings);
            // A page that is not full may still be followed by another, so only an empty one ends the list.
            if items.is_empty() {
                return Ok(all);
            }
            // Some servers ignore the offset and repeat themselves.
            if let Err(error) = loop_guard.page(&self.users_request(start), &items) {
                all.whole = false;
                all.warnings.push(Warning { path: "users".to_owned(), problem: error.to_string() });
                return Ok(all);
            }
            start += items.len() as u64;
            all.value.extend(Reader::read_all::<User>(items, "users", &mut all.warnings));
        }
    }

    async fn users_page(&self, start: u64) -> Result<Parsed<Vec<Value>>, JiraError> {
        self.fetch(&self.users_request(start), |body| document::list(body, "users")).await
    }

    fn users_request(&self, start: u64) -> Request {
        let request = match self.edition() {
            Edition::Cloud => self.get(Reach::Reference, "users/search"),
            // Every e-mail address contains a dot; Data Center takes it for "anyone".
            Edition::DataCenter => self
                .get(Reach::Reference, "user/search")
                .query("username", ".")
                .query("includeInactive", true),
        };
        request.query("startAt", start).query("maxResults", PAGE)
    }
}
