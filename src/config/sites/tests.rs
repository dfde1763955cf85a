use secrecy::ExposeSecret;

use super::*;

fn sites_of(variables: &[(&str, &str)]) -> Result<Vec<SiteConfig>, SitesError> {
    sites_from(&variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

#[test]
fn no_settings_mean_no_sites() {
    assert!(sites_of(&[]).unwrap().is_empty());
    assert!(sites_of(&[("JIRA_INSTANCES", " "), ("JIRA_URL_1", "")]).unwrap().is_empty());
}

#[test]
fn list_in_the_environment_precedes_numbered_variables() {
    let list = r#"[
        {"url": "https://a.atlassian.net", "username": "me@example.com", "api_token": "t1", "type": "Cloud"},
        {"url": "https://jira.example.com/jira", "password": "t2", "type": "data_center", "name": "dc", "enabled": false}
    ]"#;
    let sites = sites_of(&[("JIRA_INSTANCES", list), ("JIRA_URL_1", "https://other.example.com")]).unwrap();
    assert_eq!(sites.len(), 2);
    assert_eq!((sites[0].name.as_str(), sites[0].enabled), ("a.atlassian.net", true));
    assert_eq!(sites[0].edition_hint, Some(Edition::Cloud));
    let Auth::Basic { user, secret } = &sites[0].auth else { panic!("Basic with a username") };
    assert_eq!((user.as_str(), secret.expose_secret()), ("me@example.com", "t1"));
    assert_eq!((sites[1].name.as_str(), sites[1].enabled), ("dc", false));
    assert_eq!(sites[1].edition_hint, Some(Edition::DataCenter));
    assert!(matches!(&sites[1].auth, Auth::Bearer(token) if token.expose_secret() == "t2"));
}

#[test]
fn file_is_read_if_no_list_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jira.json");
    std::fs::write(&path, r#"{"instances": [{"url": "https://a.example.com", "api_token": "t"}]}"#).unwrap();
    let path = path.display().to_string();
    assert_eq!(sites_of(&[("JIRA_CONFIG_FILE", &path)]).unwrap()[0].name, "a.example.com");
    let message = sites_of(&[("JIRA_CONFIG_FILE", "/nowhere/jira.json")]).unwrap_err().to_string();
    assert!(message.starts_with("JIRA_CONFIG_FILE=\"/nowhere/jira.json\" cannot be read"), "{message}");
}

#[test]
fn numbered_variables_may_have_gaps() {
    let sites = sites_of(&[
        ("JIRA_URL_12", "https://b.example.com"),
        ("JIRA_API_TOKEN_12", "t"),
        ("JIRA_NAME_12", "twelve"),
        ("JIRA_URL_2", "https://a.example.com"),
        ("JIRA_USERNAME_2", "me"),
        ("JIRA_PASSWORD_2", "p"),
        ("JIRA_ENABLED_2", "false"),
        ("JIRA_WEBHOOK_SECRET_2", "s"),
    ])
    .unwrap();
    let secrets =
        [0, 1].map(|at| sites[at].webhook_secret.as_ref().map(|secret| secret.expose_secret().to_owned()));
    assert_eq!(secrets, [Some("s".to_owned()), None]);
    let seen: Vec<_> = sites.iter().map(|site| (site.name.as_str(), site.enabled)).collect();
    assert_eq!(seen, [("a.example.com", false), ("twelve", true)]);
}

#[test]
fn all_mistakes_are_in_one_line_without_secrets() {
    let list = r#"[
        {"username": "me", "api_token": "hush"},
        {"url": "ftp://x", "password": "hush", "type": "mainframe", "enabled": "no"},
        {"url": "https://me:hush@a.example.com", "api_token": "hush"},
        {"url": "https://a.example.com"},
        "hush"
    ]"#;
    let message = sites_of(&[("JIRA_INSTANCES", list)]).unwrap_err().to_string();
    let expected = [
        "site 1: url is missing",
        "site 2: url must start with http:// or https://, not ftp:",
        "site 2: type \"mainframe\"",
        "site 2: enabled",
        "site 3: url contains more",
        "site 4: api_token (or password) is missing",
        "site 5: is not a JSON object",
    ];
    for part in expected {
        assert!(message.contains(part), "{part} in {message}");
    }
    assert!(message.starts_with("JIRA_INSTANCES site 1:"), "{message}");
    assert!(!message.contains("hush") && !message.contains('\n'), "{message}");
}

#[test]
fn duplicate_site_names_are_refused() {
    let list = r#"[{"url": "https://a.example.com", "api_token": "t"},
        {"url": "https://a.example.com/two", "api_token": "t"}]"#;
    let message = sites_of(&[("JIRA_INSTANCES", list)]).unwrap_err().to_string();
    assert!(message.contains("site 2: the name \"a.example.com\" is already taken"), "{message}");
}

#[test]
fn invalid_json_is_not_repeated() {
    let message = sites_of(&[("JIRA_INSTANCES", "[hush]")]).unwrap_err().to_string();
    assert!(message.starts_with("JIRA_INSTANCES is not JSON") && !message.contains("hush"), "{message}");
}

#[test]
fn byte_order_marks_and_line_ends_are_ignored() {
    let list = "\u{feff}[{\"url\": \"https://a.example.com\", \"api_token\": \"t\"}]\r\n";
    assert_eq!(sites_of(&[("JIRA_INSTANCES", list)]).unwrap().len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jira.json");
    std::fs::write(&path, list).unwrap();
    assert_eq!(sites_of(&[("JIRA_CONFIG_FILE", &format!("{}", path.display()))]).unwrap().len(), 1);
}
