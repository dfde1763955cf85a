use leptos_router::params::ParamsMap;

use crate::{base_path::at, model::RunFilter};

/// Number of runs on one page: runs without changes take up hardly any space.
pub(super) const PAGE_SIZE: u64 = 50;
/// No history has as many pages.
const MAX_PAGE: u64 = 1_000_000;

/// The filter in the URL's query. Empty members count as absent, because the form sends all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HistoryFilter {
    pub(super) status: String,
    pub(super) sync_type: String,
    pub(super) start_date: String,
    pub(super) end_date: String,
    /// Starts at 1.
    pub(super) page: u64,
}

impl HistoryFilter {
    /// Reads the URL's query.
    pub(super) fn from_query(query: &ParamsMap) -> Self {
        let text = |name| query.get(name).unwrap_or_default().trim().to_owned();
        let page: u64 = text("page").parse().unwrap_or(1);
        Self {
            status: text("status"),
            sync_type: text("sync_type"),
            start_date: text("start_date"),
            end_date: text("end_date"),
            page: page.clamp(1, MAX_PAGE),
        }
    }

    /// Whether any filter is set.
    pub(super) fn narrows(&self) -> bool {
        self.members().iter().any(|(_, value)| !value.is_empty())
    }

    /// The URL of another page with the same filter.
    pub(super) fn href(&self, page: u64) -> String {
        let mut query = ParamsMap::new();
        for (name, value) in self.members() {
            if !value.is_empty() {
                query.insert(name, value.to_owned());
            }
        }
        if page > 1 {
            query.insert("page", page.to_string());
        }
        at(&format!("/history{}", query.to_query_string()))
    }

    /// The page to show if there are `total` runs: the last one if there are fewer pages.
    pub(super) fn shown_page(&self, total: u64) -> u64 {
        self.page.min(total.div_ceil(PAGE_SIZE)).max(1)
    }

    /// The filter and a page as the API takes them.
    pub(super) fn request(&self, page: u64) -> RunFilter {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        RunFilter {
            start_date: some(&self.start_date),
            end_date: some(&self.end_date),
            status: some(&self.status),
            sync_type: some(&self.sync_type),
            limit: Some(PAGE_SIZE),
            offset: Some((page - 1) * PAGE_SIZE),
        }
    }

    fn members(&self) -> [(&'static str, &str); 4] {
        [
            ("status", &self.status),
            ("sync_type", &self.sync_type),
            ("start_date", &self.start_date),
            ("end_date", &self.end_date),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&'static str, &str)]) -> HistoryFilter {
        let mut query = ParamsMap::new();
        for (name, value) in pairs {
            query.insert(*name, (*value).to_owned());
        }
        HistoryFilter::from_query(&query)
    }

    #[test]
    fn empty_members_do_not_filter() {
        let filter = from(&[("status", ""), ("start_date", " "), ("page", "x")]);
        assert!(!filter.narrows());
        let everything = RunFilter { limit: Some(50), offset: Some(0), ..RunFilter::default() };
        assert_eq!(filter.request(filter.page), everything);
    }

    #[test]
    fn another_page_keeps_the_filter() {
        let filter = from(&[("status", "failed"), ("page", "3")]);
        assert_eq!(filter.request(filter.page).offset, Some(100));
        assert_eq!(filter.href(2), "/history?status=failed&page=2");
        assert_eq!(filter.href(1), "/history?status=failed");
    }

    #[test]
    fn page_after_the_last_one_is_the_last_one() {
        let page = |text, total| from(&[("page", text)]).shown_page(total);
        assert_eq!([page("99", 51), page("99", 50), page("99", 0), page("0", 51)], [2, 1, 1, 1]);
        assert_eq!(page("18446744073709551615", 51), 2);
    }
}
