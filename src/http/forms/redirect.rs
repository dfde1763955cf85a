use app::model::FormMessage;
use axum::{
    http::{HeaderMap, header},
    response::Redirect,
};
use url::Url;

/// Redirects (303) to the page with the form, with the code of the result as `?message=`.
///
/// The page is `next`, or else the path of `Referer`, or else `/`. It is never on another origin.
pub(super) fn back(headers: &HeaderMap, next: Option<&str>, message: FormMessage) -> Redirect {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    Redirect::to(&destination(next, referer, message))
}

fn destination(next: Option<&str>, referer: Option<&str>, message: FormMessage) -> String {
    let Some(mut page) =
        next.and_then(local).or_else(|| referer.and_then(|url| Url::parse(url).ok())).or_else(|| local("/"))
    else {
        return "/".to_owned();
    };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let earlier = page.query_pairs().filter(|(name, _)| name != FormMessage::MEMBER);
    query.extend_pairs(earlier).append_pair(FormMessage::MEMBER, message.as_str());
    let query = query.finish();
    page.set_query(Some(&query));
    // A location such as //host would lead to another server.
    format!("/{}?{query}", page.path().trim_start_matches('/'))
}

/// The page at `path` on this server, or None if it leads to another origin.
fn local(path: &str) -> Option<Url> {
    let here = Url::parse("http://localhost/").ok()?;
    let page = here.join(path).ok()?;
    (page.origin() == here.origin()).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after_success(next: Option<&str>, referer: Option<&str>) -> String {
        destination(next, referer, FormMessage::ScheduleSaved)
    }

    #[test]
    fn redirects_to_the_page_with_the_message() {
        assert_eq!(
            after_success(Some("/admin/scheduler?a=1"), None),
            "/admin/scheduler?a=1&message=schedule_saved"
        );
        assert_eq!(
            after_success(None, Some("http://h:1/history?status=failed")),
            "/history?status=failed&message=schedule_saved"
        );
        assert_eq!(after_success(None, None), "/?message=schedule_saved");
        let failed = destination(Some("/?message=schedule_saved"), None, FormMessage::Refused);
        assert_eq!(failed, "/?message=refused");
    }

    #[test]
    fn never_redirects_to_another_origin() {
        for next in ["https://evil.example/x", "//evil.example/x", "/\\evil.example/x", "\\\\evil.example"] {
            assert!(after_success(Some(next), None).starts_with("/?"), "{next}");
        }
        assert_eq!(
            after_success(None, Some("https://evil.example//evil.example/x")),
            "/evil.example/x?message=schedule_saved"
        );
    }
}
