//! Whether Jira's search answers at all. A site may sign us in and answer for its lists at once while its search index
//! is down: then every project would be waited for in vain, one after the other.

use app::model::Edition;
use serde_json::json;

use crate::jira::{
    client::Client,
    error::{JiraError, NetworkFault},
    transport::reach::Reach,
    wire::document,
};

impl Client {
    /// Sends the smallest search there is. Any response counts, even a refusal.
    ///
    /// # Errors
    ///
    /// If no response arrives in time; the client then sends no more requests. Also if the client had stopped before.
    pub async fn check_search(&self) -> Result<(), JiraError> {
        let path = match self.edition() {
            Edition::Cloud => "search/jql",
            Edition::DataCenter => "search",
        };
        // Cloud refuses a search without a bound.
        let body = json!({"jql": "created >= -1d", "fields": ["id"], "maxResults": 1});
        let request = self.post(Reach::Reference, path, &body)?;
        match self.fetch(&request, |body| document::object(body).map(drop)).await {
            Err(error) if error.is_late() => {
                let fault = NetworkFault::Silent;
                let detail = "sign-in succeeds, but searches are not answered".to_owned();
                let silent = JiraError::Network { request: request.describe(), attempts: 1, fault, detail };
                Err(self.transport().pulse.end(silent))
            }
            _ => self.check(),
        }
    }
}
