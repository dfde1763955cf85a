use serde_json::json;

use super::*;

/// A JSON list `levels` deep.
fn nested(levels: usize) -> String {
    "[".repeat(levels) + &"]".repeat(levels)
}

fn places(warnings: &[Warning]) -> Vec<&str> {
    warnings.iter().map(|warning| warning.path.as_str()).collect()
}

#[test]
fn only_members_that_are_not_stored_are_skipped() {
    let user = json!({"self": "u", "avatarUrls": {"48x48": "x"}, "displayName": "A", "email": null});
    let document = json!({
        "self": "u", "id": "1", "n": [1, -2, 2.5, null, true],
        "fields": {
            "assignee": user, "customfield_1": user, "customfield_2": null, "description": {"self": null},
            "parent": {"id": "2", "fields": {"summary": "x"}}, "subtasks": [{"id": "3"}],
        },
    });
    let lean = json!({
        "id": "1", "n": [1, -2, 2.5, null, true],
        "fields": {
            "assignee": {"displayName": "A"}, "customfield_1": user, "description": {"self": null},
            "parent": {"id": "2"},
        },
    });
    let body = document.to_string();
    assert_eq!(whole(body.as_bytes()).unwrap(), lean.clone().into());
    assert_eq!(verbatim(body.as_bytes()).unwrap(), document.into());
    // A byte order mark makes the careful parser read it.
    let marked = whole(format!("\u{FEFF}{body}").as_bytes()).unwrap();
    assert_eq!((marked.value, places(&marked.warnings)), (lean, vec!["the answer"]));
}

#[test]
fn characters_that_cannot_be_stored_are_replaced() {
    let document = whole(br#"{"a\u0000": ["x\u0000y", "z"], "self": "\u0000"}"#).unwrap();
    assert_eq!(document.value, json!({"a\u{FFFD}": ["x\u{FFFD}y", "z"]}));
    assert_eq!(places(&document.warnings), ["a\u{FFFD}", "a\u{FFFD}[0]"]);
}

#[test]
fn invalid_text_is_replaced_with_a_warning() {
    let mut body = br#"{"id": "7", "n\ud800": 1, "self": "\udc00", "keep": "\\ud83d \ud83d\ude00",
        "fields": {"summary": "cut \ud83d", "labels": ["a", "b"#
        .to_vec();
    body.extend_from_slice(
        b"\xff\"], \"description\": [{\"text\": \"caf\xe9\"}], \"reporter\": {\"displayName\": \"\xc3\"}}}",
    );
    let document = whole(&body).unwrap();
    let expected = json!({
        "id": "7", "n\u{FFFD}": 1, "keep": "\\ud83d 😀",
        "fields": {
            "summary": "cut \u{FFFD}", "labels": ["a", "b\u{FFFD}"], "description": [{"text": "caf\u{FFFD}"}],
            "reporter": {"displayName": "\u{FFFD}"},
        },
    });
    assert_eq!(document.value, expected);
    let named = [
        "n\u{FFFD}",
        "fields.summary",
        "fields.labels[1]",
        "fields.description",
        "fields.reporter.displayName",
    ];
    assert_eq!(places(&document.warnings), named);
    let items = list(br#"[{"name": "\udfff"}]"#, "status").unwrap();
    assert_eq!(
        (items.value, places(&items.warnings)),
        (vec![json!({"name": "\u{FFFD}"})], vec!["status[0].name"])
    );
}

#[test]
fn number_too_large_for_a_float_is_left_out() {
    let document = verbatim(br#"{"a": [1e400, -1e400, 1e-400, 7]}"#).unwrap();
    assert_eq!(document.value, json!({"a": [null, null, 0.0, 7]}));
    assert_eq!(document.warnings.len(), 2);
}

#[test]
fn truncated_bodies_and_trailing_bytes_are_errors() {
    let bodies: [&[u8]; 14] = [
        b"",
        b"{",
        br#"{"a":1"#,
        b"{} x",
        b"<html>",
        b"[1 2]",
        b"[1,]",
        br#"{"a":1,}"#,
        br#"{"a" 1}"#,
        b"[01]",
        b"[tru]",
        b"[\"a\nb\"]",
        br#"["\x"]"#,
        b"\xef\xbb\xbf",
    ];
    for body in bodies {
        assert!(verbatim(body).is_err(), "{}", String::from_utf8_lossy(body));
        assert!(verbatim(&[b"\xef\xbb\xbf", body].concat()).is_err(), "{}", String::from_utf8_lossy(body));
    }
    assert_eq!(object(b"[]").unwrap_err(), "expected an object, found a list");
    assert_eq!(whole(b"7").unwrap_err(), "expected an object, found a number");
    assert_eq!(list(b"null", "x").unwrap_err(), "expected a list, found null");
}

#[test]
fn page_passes_on_its_items_and_returns_the_rest() {
    let mut items = Vec::new();
    let page = br#"{"self": "x", "issues": [{"id": "1", "self": "x"}, 7], "isLast": true}"#;
    let rest = each(page, "issues", |item| items.push(item.value)).unwrap();
    assert_eq!(items, [json!({"id": "1"}), json!(7)]);
    assert_eq!(Value::Object(rest), json!({"isLast": true}));
    for (body, problem) in [
        ("{}", "issues is missing"),
        (r#"{"issues": null}"#, "expected a list in issues"),
        (r#"{"issues": [1"#, "EOF"),
        (r#"{"issues": []} x"#, "trailing"),
        ("[]", "expected an object"),
    ] {
        let error = each(body.as_bytes(), "issues", |_| ()).unwrap_err();
        assert!(error.contains(problem), "{body}: {error}");
    }
}

#[test]
fn page_passes_on_each_item_once_even_if_invalid() {
    let body = format!(
        r#"{{"names": {{"x": "\ud800"}}, "issues": [{{"id": "1"}}, {{"id": "2", "a": "\udc00"}}, {{"id": "3", "a": {}}},
            {{"id": "4", "a": {}}}], "issues": [5], "total": 5}}"#,
        nested(400),
        nested(100_000),
    );
    let mut items = Vec::new();
    let rest = each(body.as_bytes(), "issues", |item| items.push(item)).unwrap();
    assert_eq!(rest["total"], 5);
    let ids: Vec<&Value> = items.iter().map(|item| item.value.get("id").unwrap_or(&item.value)).collect();
    assert_eq!(ids, [&json!("1"), &json!("2"), &json!("3"), &json!("4"), &json!(5)]);
    assert_eq!((places(&items[0].warnings), places(&items[1].warnings)), (vec!["x"], vec!["a"]));
    let too_deep: Vec<Option<&str>> = items.iter().map(|item| item.too_deep.as_deref()).collect();
    assert_eq!(too_deep, [None, None, None, Some(places(&items[3].warnings)[0]), None]);
}

#[test]
fn parts_nested_too_deep_are_left_out() {
    let level = |levels: usize| verbatim(nested(levels).as_bytes()).unwrap();
    for levels in [100, 127, 128, 200, MAX_DEPTH] {
        let document = level(levels);
        assert_eq!((document.value.to_string(), document.too_deep), (nested(levels), None));
    }
    for levels in [MAX_DEPTH + 1, 100_000] {
        let document = level(levels);
        assert_eq!(document.value.to_string(), nested(MAX_DEPTH).replace("[]", "[null]"));
        assert!(document.too_deep.is_some() && document.warnings.len() == 1, "{document:?}");
    }
    let body = format!(r#"{{"values": [{{"body": {}}}]}}"#, nested(5000));
    assert_eq!(object(body.as_bytes()).unwrap_err(), "values[0].body is nested more than 512 levels deep");
    let items =
        list(format!(r#"[{{"id": 1, "x": {}}}, {{"id": 2}}]"#, nested(5000)).as_bytes(), "status").unwrap();
    assert_eq!((items.value.len(), items.warnings.len()), (2, 1));
    // Objects, and a truncated body.
    assert!(verbatim(r#"{"a":"#.repeat(100_000).as_bytes()).unwrap_err().contains("EOF"));
}

#[test]
fn number_and_length_of_warnings_are_limited() {
    let many = format!("[{}0]", r#""\ud800","#.repeat(5000));
    assert_eq!(list(many.as_bytes(), "x").unwrap().warnings.len(), 100);
    let long = format!(r#"{{"{}": "\ud800"}}"#, "ä".repeat(5000));
    let path = &whole(long.as_bytes()).unwrap().warnings[0].path;
    assert!(path.ends_with("ä...") && path.chars().count() == 203, "{path}");
}
