//! Boards and sprints (`/rest/agile/1.0`).

use super::page::List;
use crate::jira::{
    client::Client,
    error::{JiraError, if_shown},
    transport::{reach::Reach, request::Request},
    wire::{Board, Read, Sprint, document},
};

/// Maximum number of items per page of the agile API.
const PAGE: u32 = 50;

impl Client {
    /// All boards. [`JiraError::NotFound`] where Jira Software is not installed, or not licensed to the account.
    pub async fn boards(&self) -> Result<List<Board>, JiraError> {
        self.agile("rest/agile/1.0/board".to_owned()).await
    }

    /// Whether Jira shows this board.
    pub async fn has_board(&self, board_id: u64) -> Result<bool, JiraError> {
        let request = Request::get(Reach::Reference, format!("rest/agile/1.0/board/{board_id}"));
        let shown = if_shown(self.fetch(&request, |body| document::object(body).map(drop)).await)?;
        Ok(shown.is_some())
    }

    /// The sprints of a board. A kanban board has none, so no request is sent. For any other board without sprints, Jira
    /// returns 400 with a localised message, which is an error for scrum boards only.
    pub async fn sprints(&self, board: &Board) -> Result<List<Sprint>, JiraError> {
        let kind = board.kind.as_deref();
        if kind == Some("kanban") {
            return Ok(List::empty());
        }
        match self.agile(format!("rest/agile/1.0/board/{}/sprint", board.id)).await {
            Err(JiraError::BadRequest { status: 400, .. }) if kind != Some("scrum") => Ok(List::empty()),
            answer => answer,
        }
    }

    async fn agile<T: Read>(&self, path: String) -> Result<List<T>, JiraError> {
        self.list_of_pages(Request::get(Reach::Reference, path), "values", PAGE).await
    }
}
