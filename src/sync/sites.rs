use app::connect::NO_SITE;

use super::context::setting;
use crate::{
    jira::site::SiteConfig,
    store::{Selection, mirror::SiteSetting},
};

/// The sites of the settings at one time, including disabled ones.
pub(super) struct Sites(Vec<SiteConfig>);

impl Sites {
    pub(super) fn new(sites: Vec<SiteConfig>) -> Self {
        Self(sites)
    }

    /// As they are registered in the store.
    pub(super) fn settings(&self) -> Vec<SiteSetting> {
        self.0.iter().map(setting).collect()
    }

    /// The enabled sites that are selected, each with its index among all.
    pub(super) fn selected(&self, selection: &Selection) -> impl Iterator<Item = (usize, &SiteConfig)> {
        self.0
            .iter()
            .enumerate()
            .filter(|(_, site)| site.enabled && selection.site.as_ref().is_none_or(|name| *name == site.name))
    }

    /// The error message if no enabled site is selected.
    pub(super) fn none(&self, asked: Option<&str>) -> String {
        match asked {
            Some(name) => {
                let names: Vec<&str> = self.0.iter().map(|site| site.name.as_str()).collect();
                format!("There is no enabled site named {name}. Configured: {}", names.join(", "))
            }
            None => NO_SITE.to_owned(),
        }
    }
}
