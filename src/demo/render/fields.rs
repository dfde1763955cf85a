//! The fields in a response.

/// The requested fields.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    all: bool,
    navigable: bool,
    named: Vec<String>,
    excluded: Vec<String>,
}

/// Fields that `*navigable` leaves out.
const NOT_NAVIGABLE: [&str; 5] = ["comment", "worklog", "attachment", "timetracking", "environment"];

impl Wanted {
    /// From the names in a request; `default` if there are none.
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>, default: &str) -> Self {
        let mut names: Vec<&str> = names.into_iter().map(str::trim).filter(|n| !n.is_empty()).collect();
        if names.is_empty() {
            names.push(default);
        }
        let (excluded, named): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|n| n.starts_with('-'));
        let only_exclusions = named.is_empty();
        Self {
            all: named.contains(&"*all") || only_exclusions && default == "*all",
            navigable: named.contains(&"*navigable") || only_exclusions && default == "*navigable",
            named: named.iter().map(|n| (*n).to_owned()).collect(),
            excluded: excluded.iter().map(|n| n[1..].to_owned()).collect(),
        }
    }

    /// Whether a field is requested.
    pub(crate) fn has(&self, id: &str) -> bool {
        let named = || self.named.iter().any(|n| n == id);
        let included = self.all || self.navigable && !NOT_NAVIGABLE.contains(&id) || named();
        included && !self.excluded.iter().any(|n| n == id)
    }

    /// Whether only the id is requested. Such issues have neither key nor address.
    pub(crate) fn only_id(&self) -> bool {
        !self.all && !self.navigable && self.named.iter().all(|n| n == "id")
    }

    /// Whether only id and key are requested.
    pub(crate) fn only_key(&self) -> bool {
        let bare = |n: &String| matches!(n.as_str(), "id" | "key" | "issuekey");
        !self.all && !self.navigable && self.named.iter().all(bare)
    }

    /// Whether the complete issue is needed.
    pub(crate) fn needs_children(&self) -> bool {
        const CHEAP: [&str; 14] = [
            "summary",
            "status",
            "issuetype",
            "priority",
            "project",
            "created",
            "updated",
            "assignee",
            "reporter",
            "labels",
            "resolution",
            "resolutiondate",
            "id",
            "key",
        ];
        self.all || self.navigable || self.named.iter().any(|n| !CHEAP.contains(&n.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_wildcards_and_exclusions_select_fields() {
        let wanted = Wanted::new(["*all", "-comment"], "id");
        assert!(wanted.has("worklog") && !wanted.has("comment"));
        let wanted = Wanted::new([], "*navigable");
        assert!(wanted.has("summary") && !wanted.has("comment"));
        assert!(Wanted::new(["id"], "*all").only_id());
        assert!(!Wanted::new(["key"], "*all").only_id());
        assert!(Wanted::new(["-summary"], "*all").has("status"));
    }
}
