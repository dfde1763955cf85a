//! Webhooks: verifies that Jira sent one, and reads which issues it names.
//!
//! Webhooks get lost, repeat and arrive late. They only make a sync pick up a change earlier.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::wire::{document, id_of};

/// The event that a webhook reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookEvent {
    /// Its type, such as `jira:issue_updated`; empty if absent.
    pub name: String,
    /// Ids of the changed issues; empty for events of projects, users, boards and the like.
    pub issues: Vec<u64>,
    /// Whether the issue was deleted.
    pub deleted: bool,
}

/// Whether `signature`, the header `X-Hub-Signature`, is the signature of `body` with `secret`. Jira signs as WebSub
/// does: `sha256=` and the HMAC in hexadecimal digits. Weaker methods are not accepted.
pub fn verify_signature(body: &[u8], signature: &str, secret: &str) -> bool {
    let Some(Ok(digest)) = signature.trim().strip_prefix("sha256=").map(hex::decode) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(body);
    // Compares in constant time.
    mac.verify_slice(&digest).is_ok()
}

impl WebhookEvent {
    /// Reads the body of a webhook. The place of the issue's id depends on the event: `issue.id` for issues and, on
    /// Cloud, for comments; the address of the comment on Data Center; `worklog.issueId`; both ends of an `issueLink`.
    ///
    /// # Errors
    ///
    /// If the body is not JSON.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        let body = document::verbatim(body)?.value;
        let name = body["webhookEvent"].as_str().unwrap_or_default().to_owned();
        let places = [
            id_of(&body["issue"]["id"]),
            id_of(&body["worklog"]["issueId"]),
            id_of(&body["issueLink"]["sourceIssueId"]),
            id_of(&body["issueLink"]["destinationIssueId"]),
            of_address(&body["comment"]["self"]),
            of_address(&body["worklog"]["self"]),
        ];
        let mut issues: Vec<u64> = places.into_iter().flatten().collect();
        issues.sort_unstable();
        issues.dedup();
        let deleted = name == "jira:issue_deleted";
        Ok(Self { name, issues, deleted })
    }
}

/// The issue in `…/rest/api/2/issue/10001/comment/10100`.
fn of_address(value: &Value) -> Option<u64> {
    id_of(&value.as_str()?.split_once("/issue/")?.1.split('/').next()?.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Atlassian's published example: developer.atlassian.com/cloud/jira/platform/webhooks.
    const SECRET: &str = "It's a Secret to Everybody";
    const SIGNATURE: &str = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";

    #[test]
    fn atlassian_example_verifies() {
        assert!(verify_signature(b"Hello World!", SIGNATURE, SECRET));
    }

    #[test]
    fn other_body_secret_or_method_is_refused() {
        assert!(!verify_signature(b"Hello World?", SIGNATURE, SECRET));
        assert!(!verify_signature(b"Hello World!", SIGNATURE, "another"));
        assert!(!verify_signature(b"Hello World!", &SIGNATURE.replace("sha256", "sha1"), SECRET));
        assert!(!verify_signature(b"Hello World!", &SIGNATURE[..20], SECRET));
        assert!(!verify_signature(b"Hello World!", "sha256=", SECRET));
        assert!(!verify_signature(b"Hello World!", "", SECRET));
    }

    fn parsed(body: serde_json::Value) -> WebhookEvent {
        WebhookEvent::parse(body.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn issue_id_is_found_in_every_kind_of_event() {
        let event =
            parsed(json!({"webhookEvent": "jira:issue_updated", "issue": {"id": "10001", "key": "A-1"}}));
        assert_eq!((event.issues, event.deleted), (vec![10001], false));
        let event = parsed(json!({"webhookEvent": "jira:issue_deleted", "issue": {"id": "10001"}}));
        assert_eq!((event.issues, event.deleted), (vec![10001], true));
        // Comment events of Data Center contain no issue.
        let comment =
            json!({"self": "https://jira.example.com/jira/rest/api/2/issue/10002/comment/7", "id": "7"});
        assert_eq!(parsed(json!({"webhookEvent": "comment_deleted", "comment": comment})).issues, [10002]);
        let worklog = json!({"issueId": "10003", "id": "8"});
        assert_eq!(parsed(json!({"webhookEvent": "worklog_created", "worklog": worklog})).issues, [10003]);
        let link = json!({"id": 5, "sourceIssueId": 10005, "destinationIssueId": 10004});
        assert_eq!(
            parsed(json!({"webhookEvent": "issuelink_created", "issueLink": link})).issues,
            [10004, 10005]
        );
    }

    #[test]
    fn invalid_text_does_not_hide_the_issue() {
        let body =
            br#"{"webhookEvent": "jira:issue_updated", "issue": {"id": "10001", "key": "cut \ud83d"}}"#;
        assert_eq!(WebhookEvent::parse(body).unwrap().issues, [10001]);
        let deep = format!(r#"{{"issue": {{"fields": {}, "id": 7}}}}"#, "[".repeat(9000) + &"]".repeat(9000));
        assert_eq!(WebhookEvent::parse(deep.as_bytes()).unwrap().issues, [7]);
    }

    #[test]
    fn events_of_projects_and_boards_name_no_issue() {
        let event = parsed(json!({"webhookEvent": "project_updated", "project": {"id": 10000, "key": "A"}}));
        assert_eq!((event.name.as_str(), event.issues.len()), ("project_updated", 0));
        assert_eq!(parsed(json!([1, "text", null])), WebhookEvent::default());
        for id in [json!(0), json!(-1), json!(u64::MAX), json!(1.5), json!("x")] {
            assert_eq!(parsed(json!({"issue": {"id": id}})), WebhookEvent::default());
        }
        assert!(WebhookEvent::parse(b"not json").is_err());
    }
}
