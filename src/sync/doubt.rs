//! Why a run does not trust what a site shows. Each message names the remedy.

use std::fmt;

use app::model::Doubt;

use crate::jira::RosterDoubt;

/// Why a run leaves a site, or rows that are missing there, unchanged.
#[derive(Debug, thiserror::Error)]
pub(super) enum SiteDoubt {
    #[error(
        "{address} is not recognised as the Jira that {site} was read from: {why}. Nothing was written. Correct the \
         address of the site; or, if {site} is to follow another Jira, accept it on the Data check page, or run: \
         jira-sync sync --accept-site {}. What was read so far then stays under a different site name, and is no longer \
         live", Argument(.site)
    )]
    AnotherJira { site: String, address: String, why: String },
    #[error(
        "{site} accepts the sign-in of {account} and lists no project, and {known} are mirrored: the account may not \
         browse any. Nothing was marked as gone. Grant it Browse Projects; if the projects no longer exist, confirm \
         that on the Data check page, or run: jira-sync sync --site {} --accept-losses", Argument(.site)
    )]
    AllLost { site: String, account: String, known: usize },
    #[error(
        "{lost} of {known} projects of {site}, with {lost_issues} of {known_issues} issues, disappeared at once, \
         which is more often a lost right than a deletion. Nothing was marked as gone. Look at {examples} in Jira as \
         the account of this site and grant it Browse Projects; if they no longer exist, confirm that on the Data check \
         page, or run: jira-sync sync --site {} --accept-losses", Argument(.site)
    )]
    TooManyLost {
        site: String,
        lost: usize,
        known: usize,
        lost_issues: u64,
        known_issues: u64,
        examples: String,
    },
    #[error(
        "{site} lists no project: {account} may not browse any. Grant the account Browse Projects in the projects that \
         are to be mirrored"
    )]
    NoProjects { site: String, account: String },
    #[error(
        "The list of projects of {site} is inconsistent: {0}. Projects that it lacks were left unchanged; \
         the next run reads it again", .reason
    )]
    Roster { site: String, reason: RosterDoubt },
    #[error(
        "The list of projects of {site} lacks {projects}, and Jira did not say what became of them: {reason}. They were \
         left unchanged; the next run asks again"
    )]
    Unanswered { site: String, projects: String, reason: String },
}

impl SiteDoubt {
    /// The doubt and its message, which are stored with the site until a run trusts it again. None if it concerns this
    /// run alone.
    pub(super) fn stays(&self) -> Option<(Doubt, String)> {
        let kind = match self {
            Self::AnotherJira { .. } => Doubt::AnotherJira,
            Self::AllLost { .. } | Self::TooManyLost { .. } => Doubt::ProjectsLost,
            Self::NoProjects { .. } => Doubt::NoProjects,
            Self::Roster { .. } | Self::Unanswered { .. } => return None,
        };
        Some((kind, self.to_string()))
    }
}

/// A name as an argument on the command line.
struct Argument<'a>(&'a str);

impl fmt::Display for Argument<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |c: char| c.is_alphanumeric() || "-_.@".contains(c);
        if self.0.chars().all(is_plain) {
            f.write_str(self.0)
        } else {
            write!(f, "'{}'", self.0.replace('\'', r"'\''"))
        }
    }
}

/// The first few names, and the number of the others.
pub(super) fn first_names(names: &[&str]) -> String {
    const MAX_NAMES: usize = 5;
    let more = names.len().saturating_sub(MAX_NAMES);
    let mut text = names.iter().take(MAX_NAMES).copied().collect::<Vec<_>>().join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_name_is_quoted_for_the_shell() {
        let doubt = |site: &str| {
            SiteDoubt::AllLost { site: site.to_owned(), account: "Me".to_owned(), known: 3 }.to_string()
        };
        assert!(doubt("work-1").ends_with("sync --site work-1 --accept-losses"));
        assert!(doubt("my site's").ends_with(r"sync --site 'my site'\''s' --accept-losses"));
    }

    #[test]
    fn long_lists_of_names_are_cut_short() {
        assert_eq!(first_names(&["A", "B"]), "A, B");
        assert_eq!(first_names(&["A", "B", "C", "D", "E", "F", "G"]), "A, B, C, D, E and 2 more");
    }
}
