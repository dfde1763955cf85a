//! Whether Jira's search responds at all. While its search index is down, a site may still accept sign-ins and deliver
//! its lists, and a run would wait in vain for one project after another.

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
    /// If no response arrives in time; the client then sends no more requests. Also if the client had already stopped.
    pub async fn check_search(&self) -> Result<(), JiraError> {
        let path = match self.edition() {
            Edition::Cloud => "search/jql",
            Edition::DataCenter => "search",
        };
        // Cloud refuses a search without a restriction.
        let body = json!({"jql": "created >= -1d", "fields": ["id"], "maxResults": 1});
        let request = self.post(Reach::Reference, path, &body)?;
        match self.fetch(&request, |body| document::object(body).map(drop)).await {
            Err(error) if error.is_late() => {
                let fault = NetworkFault::Silent;
                let detail = "sign-in succeeds, but searches are not answered".to_owned();
                let silent = JiraError::Network { request: request.describe(), attempts: 1, fault, detail };
                Err(self.transport().pulse.stop(silent))
            }
            _ => self.check(),
        }
    }
}
