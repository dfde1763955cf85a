use std::io::Write;

use super::Failure;

/// Prints the OpenAPI document
#[derive(Debug, clap::Args)]
pub(super) struct OpenApi {}

impl OpenApi {
    pub(super) fn run(self) -> Result<(), Failure> {
        let text = crate::http::openapi::document().to_pretty_json()?;
        writeln!(std::io::stdout().lock(), "{text}")?;
        Ok(())
    }
}
