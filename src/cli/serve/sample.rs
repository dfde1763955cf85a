use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::json;

use crate::{
    cli::Failure,
    demo::{DemoConfig, DemoHandle, DemoJira},
    jira::{
        Edition,
        site::{Auth, SiteConfig},
    },
    store::Database,
};

/// The setting with the end of the sample's history, so that it has the same issues after a restart.
const EPOCH: &str = "demo_epoch";

/// Starts the built-in sample Jira, always with the same data for the same database.
pub(super) async fn start(database: &Database) -> Result<DemoHandle, Failure> {
    let known = database.settings().get(EPOCH).await?.and_then(|value| serde_json::from_value(value).ok());
    let epoch: DateTime<Utc> = match known {
        Some(epoch) => epoch,
        None => {
            let epoch = DemoConfig::epoch_for(Utc::now());
            database.settings().save(EPOCH, &json!(epoch)).await?;
            epoch
        }
    };
    Ok(DemoJira::start(DemoConfig::cloud(epoch)).await?)
}

/// The settings of the sample as a site.
pub(super) fn site(sample: &DemoHandle) -> Result<SiteConfig, Failure> {
    Ok(SiteConfig {
        name: "demo".to_owned(),
        base_url: sample.base_url().parse()?,
        auth: Auth::Basic { user: "demo@example.com".to_owned(), secret: SecretString::from("demo") },
        edition_hint: Some(Edition::Cloud),
        enabled: true,
        webhook_secret: None,
        ca_file: None,
    })
}
