use app::error::ApiError;

/// The maximum number of rows on a page.
const MAX_LIMIT: u64 = 500;

/// The number of rows to return.
///
/// # Errors
///
/// 422 outside 1..=500.
pub(super) fn limit(asked: Option<u64>, default: u64) -> Result<u64, ApiError> {
    bounded("limit", asked, default)
}

/// The same for a member with another name.
pub(super) fn bounded(name: &str, asked: Option<u64>, default: u64) -> Result<u64, ApiError> {
    let limit = asked.unwrap_or(default);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(ApiError::invalid_field(name, format!("{limit} is not allowed; allowed is 1 to {MAX_LIMIT}")))
    }
}
