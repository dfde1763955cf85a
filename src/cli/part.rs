use crate::store::Selection;

/// The part of the mirror that a command applies to
#[derive(Debug, clap::Args)]
pub(super) struct Part {
    /// Only this site
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Only the project with this key (repeatable)
    #[arg(long = "project", value_name = "KEY")]
    projects: Vec<String>,
}

impl Part {
    pub(super) fn selection(self) -> Selection {
        let mut projects = self.projects;
        projects.sort();
        projects.dedup();
        Selection { site: self.site, projects, ..Selection::default() }
    }

    /// Whether it covers the whole mirror.
    pub(super) fn is_whole(&self) -> bool {
        self.site.is_none() && self.projects.is_empty()
    }
}
