use chrono::DateTime;
use xxhash_rust::xxh3::Xxh3;

use super::{
    digest::Digest,
    rows::{
        AttachmentRow, ChangelogItemRow, ChangelogRow, CommentRow, IssueAffectedVersionRow,
        IssueComponentRow, IssueFixVersionRow, IssueKeyRow, IssueLinkRow, IssuePersonRow, IssueRow,
        IssueSprintRow, WorklogRow,
    },
};

/// The rows of one issue. The lists are complete: stored rows that are missing from them are gone.
#[derive(Clone, Debug)]
pub struct IssueRows {
    pub issue: IssueRow,
    pub keys: Vec<IssueKeyRow>,
    pub comments: Vec<CommentRow>,
    pub worklogs: Vec<WorklogRow>,
    pub changelogs: Vec<ChangelogRow>,
    pub changelog_items: Vec<ChangelogItemRow>,
    pub links: Vec<IssueLinkRow>,
    pub attachments: Vec<AttachmentRow>,
    pub components: Vec<IssueComponentRow>,
    pub fix_versions: Vec<IssueFixVersionRow>,
    pub affected_versions: Vec<IssueAffectedVersionRow>,
    pub sprints: Vec<IssueSprintRow>,
    /// The people named in its custom fields.
    pub people: Vec<IssuePersonRow>,
}

impl IssueRows {
    /// Sets `content_hash` from everything that is to be stored.
    pub fn seal(mut self) -> Self {
        let synced_at = std::mem::replace(&mut self.issue.synced_at, DateTime::UNIX_EPOCH);
        self.issue.content_hash = 0;
        let mut hash = Xxh3::new();
        self.issue.digest(&mut hash);
        self.keys.digest(&mut hash);
        self.comments.digest(&mut hash);
        self.worklogs.digest(&mut hash);
        self.changelogs.digest(&mut hash);
        self.changelog_items.digest(&mut hash);
        self.links.digest(&mut hash);
        self.attachments.digest(&mut hash);
        self.components.digest(&mut hash);
        self.fix_versions.digest(&mut hash);
        self.affected_versions.digest(&mut hash);
        self.sprints.digest(&mut hash);
        self.issue.content_hash = hash.digest().cast_signed();
        self.issue.synced_at = synced_at;
        self
    }

    /// The number of rows.
    pub(in crate::store::mirror) fn count(&self) -> usize {
        1 + self.keys.len()
            + self.comments.len()
            + self.worklogs.len()
            + self.changelogs.len()
            + self.changelog_items.len()
            + self.links.len()
            + self.attachments.len()
            + self.components.len()
            + self.fix_versions.len()
            + self.affected_versions.len()
            + self.sprints.len()
            + self.people.len()
    }
}
