use url::Url;

/// The first segments of Jira's own paths. The context path is everything before the first of them.
const JIRA_PATHS: [&str; 13] = [
    "browse",
    "dashboards",
    "filters",
    "issues",
    "login",
    "login.jsp",
    "plugins",
    "projects",
    "rest",
    "secure",
    "servicedesk",
    "software",
    "wiki",
];
/// Domains of Jira Cloud, which has no context path.
const CLOUD: [&str; 3] = [".atlassian.net", ".jira.com", ".jira-dev.com"];

const EXPECTED: &str = "expected http(s)://HOST with a path at most, such as https://example.atlassian.net";

/// The base address of the site, derived from any address that people copy: of an issue, a board or the REST API.
///
/// # Errors
///
/// Returns what is wrong with the address, and what is expected.
pub(super) fn site_address(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text).map_err(|error| format!("url is not an address ({error}); {EXPECTED}"))?;
    if !["http", "https"].contains(&url.scheme()) || url.host_str().is_none() {
        // The text is not repeated, since it may contain a password.
        return Err(format!("url must start with http:// or https://, not {}:; {EXPECTED}", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("url contains more than an address; {EXPECTED}"));
    }
    let found = base_path(&url);
    if let Some(path) = &found {
        url.set_path(path);
    }
    let further = url.query().is_some() || url.fragment().is_some();
    url.set_query(None);
    url.set_fragment(None);
    if further && found.is_none() && url.path() != "/" {
        return Err(format!(
            "url contains more than an address; expected the address of Jira, probably {url}"
        ));
    }
    Ok(url)
}

/// The context path, if `url` is the address of a page or resource of Jira; `None` if it cannot be recognised.
fn base_path(url: &Url) -> Option<String> {
    let host = url.host_str().unwrap_or_default();
    if CLOUD.iter().any(|domain| host.ends_with(domain)) {
        return Some("/".to_owned());
    }
    let folders: Vec<&str> = url.path_segments()?.collect();
    // As the last segment, it may itself be a context path. Project keys are in capitals.
    let is_own = |at: &usize| {
        let next = folders.get(at + 1).copied().unwrap_or_default();
        let follows = if folders[*at] == "projects" {
            next.starts_with(|c: char| c.is_ascii_uppercase())
        } else {
            !next.is_empty() || url.query().is_some() || folders[*at].ends_with(".jsp")
        };
        JIRA_PATHS.contains(&folders[*at]) && follows
    };
    let own = (0..folders.len()).find(is_own)?;
    // Cloud's boards are below /jira/software. Data Center has no such path below its context path.
    let end = if folders[own] == "software" && own > 0 && folders[own - 1] == "jira" { own - 1 } else { own };
    Some(format!("/{}", folders[..end].join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_address_is_found_in_copied_addresses() {
        for (copied, base) in [
            ("https://example.atlassian.net", "https://example.atlassian.net/"),
            (
                "https://example.atlassian.net/browse/KEY-1?focusedCommentId=7",
                "https://example.atlassian.net/",
            ),
            (
                "https://example.atlassian.net/jira/software/projects/KEY/boards/1#x",
                "https://example.atlassian.net/",
            ),
            ("https://example.atlassian.net/jira/your-work", "https://example.atlassian.net/"),
            ("https://jira.example.com/jira/software/c/projects/KEY/boards/1", "https://jira.example.com/"),
            ("https://example.com/jira/browse/KEY-1", "https://example.com/jira"),
            ("https://example.com/jira/projects/KEY/summary", "https://example.com/jira"),
            ("https://example.com/jira/rest/api/2/", "https://example.com/jira"),
            ("https://example.com/a/jira/secure/Dashboard.jspa", "https://example.com/a/jira"),
            ("http://example.com:8080/rest/api/2/issue/1", "http://example.com:8080/"),
            ("https://example.com/issues/?jql=order%20by%20key", "https://example.com/"),
            ("https://example.com/?x=1", "https://example.com/"),
            ("https://example.com/jira/", "https://example.com/jira/"),
            ("https://example.com/tracker", "https://example.com/tracker"),
            ("https://example.com/login.jsp", "https://example.com/"),
            ("https://example.com/issues", "https://example.com/issues"),
            ("https://example.com/projects/jira", "https://example.com/projects/jira"),
        ] {
            assert_eq!(site_address(copied).unwrap().as_str(), base, "{copied}");
        }
    }

    #[test]
    fn unclear_address_is_refused_with_a_suggestion() {
        let message = site_address("https://example.com/tracker/x?y=1").unwrap_err();
        assert!(message.ends_with("probably https://example.com/tracker/x"), "{message}");
        for bad in ["example.com", "ftp://example.com", "https://me:hush@example.com/browse/A-1"] {
            let message = site_address(bad).unwrap_err();
            assert!(message.contains("expected") && !message.contains("hush"), "{message}");
        }
    }
}
