use std::sync::{Arc, Mutex, PoisonError};

/// Current problems of the file. Each is logged once, and again when it changes. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Complaints(Arc<Mutex<Present>>);

#[derive(Debug, Default)]
struct Present {
    refused: Option<String>,
    unwritten: Option<String>,
}

impl Complaints {
    /// Why the file was not imported; None if it was, or did not have to be.
    pub(super) fn refused(&self, reason: Option<String>) {
        self.report(reason, "The settings in the database apply until then.", |present| &mut present.refused);
    }

    /// Why the file was not written; None if it was, or did not have to be.
    pub(super) fn unwritten(&self, reason: Option<String>) {
        self.report(reason, "The settings apply nevertheless; jira-sync retries the write.", |present| {
            &mut present.unwritten
        });
    }

    pub(super) fn all(&self) -> Vec<String> {
        let present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        [&present.refused, &present.unwritten].into_iter().flatten().cloned().collect()
    }

    fn report(&self, reason: Option<String>, meanwhile: &str, of: fn(&mut Present) -> &mut Option<String>) {
        let complaint = reason.map(|reason| format!("{}. {meanwhile}", reason.trim_end_matches('.')));
        let mut present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = of(&mut present);
        if *before != complaint {
            match &complaint {
                Some(complaint) => tracing::error!("{complaint}"),
                None => tracing::info!("sync_config.json is valid and up to date again"),
            }
            *before = complaint;
        }
    }
}
