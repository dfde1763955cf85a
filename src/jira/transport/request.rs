//! Requests to Jira, before they are sent.

use std::fmt::Display;

use serde::Serialize;

use super::retry::Budget;
use crate::jira::{JiraError, Limits, Reach};

/// A GET, or a POST with a JSON body. All requests only read, so each may be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// What its failure affects.
    reach: Reach,
    /// Relative to the site's address, without a leading slash.
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    divisible: bool,
    anonymous: bool,
}

impl Request {
    pub(crate) fn get(reach: Reach, path: impl Into<String>) -> Self {
        Self { reach, path: path.into(), query: Vec::new(), body: None, divisible: false, anonymous: false }
    }

    /// `body` must be serialisable as JSON.
    pub(crate) fn post(
        reach: Reach,
        path: impl Into<String>,
        body: &impl Serialize,
    ) -> Result<Self, JiraError> {
        let body = serde_json::to_vec(body).map_err(|error| JiraError::Settings(error.to_string()))?;
        Ok(Self { body: Some(body), ..Self::get(reach, path) })
    }

    pub(crate) fn query(mut self, name: &'static str, value: impl Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// For requests that the caller halves when they fail. A failure that the requested data may cause (a 500, an invalid
    /// response) is retried only once, and a timeout not at all.
    pub(crate) fn divisible(self) -> Self {
        Self { divisible: true, ..self }
    }

    /// Sends it without the credentials.
    pub(crate) fn anonymous(self) -> Self {
        Self { anonymous: true, ..self }
    }

    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }

    /// Its retries within `limits`.
    pub(crate) fn budget(&self, limits: &Limits) -> Budget {
        limits.budget(self.reach, self.divisible)
    }

    pub(crate) fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// Method and path, for messages.
    pub(crate) fn describe(&self) -> String {
        format!("{} {}", if self.body.is_some() { "POST" } else { "GET" }, self.path)
    }

    /// The request to a site. `base` ends in a slash.
    pub(crate) fn build(&self, http: &reqwest::Client, base: &str) -> reqwest::RequestBuilder {
        let url = format!("{base}{}", self.path);
        let builder = match &self.body {
            Some(body) => {
                http.post(url).header(http::header::CONTENT_TYPE, "application/json").body(body.clone())
            }
            None => http.get(url),
        };
        if self.query.is_empty() { builder } else { builder.query(&self.query) }
    }
}
