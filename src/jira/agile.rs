//! Boards and sprints (`/rest/agile/1.0`).

use super::client::Client;
use super::error::JiraError;
use super::reach::Reach;
use super::request::Request;
use super::wire::{Board, Parsed, Read, Sprint, Warning};

/// The most items that a page of the agile API holds.
const PAGE: u32 = 50;

impl Client {
    /// All boards. Empty, with a warning, where Jira Software is not installed or not licensed to the account.
    pub async fn boards(&self) -> Result<Parsed<Vec<Board>>, JiraError> {
        self.agile("rest/agile/1.0/board".to_owned()).await
    }

    /// The sprints of a board. Empty, with a warning, for a board that has none: kanban boards answer 400.
    pub async fn sprints(&self, board_id: u64) -> Result<Parsed<Vec<Sprint>>, JiraError> {
        self.agile(format!("rest/agile/1.0/board/{board_id}/sprint")).await
    }

    async fn agile<T: Read>(&self, path: String) -> Result<Parsed<Vec<T>>, JiraError> {
        match self.all_pages(Request::get(Reach::Reference, &path), "values", PAGE).await {
            Err(
                error @ (JiraError::BadRequest { .. }
                | JiraError::NotFound { .. }
                | JiraError::Forbidden { .. }),
            ) => {
                let warning = Warning { path, problem: error.to_string() };
                Ok(Parsed { value: Vec::new(), warnings: vec![warning] })
            }
            answer => answer,
        }
    }
}
