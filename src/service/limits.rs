use app::error::ApiError;

/// Most rows of a page.
const MAX_LIMIT: u64 = 500;

/// How many rows are wanted.
///
/// # Errors
///
/// 422 outside 1..=500.
pub(super) fn limit(asked: Option<u64>, default: u64) -> Result<u64, ApiError> {
    bounded("limit", asked, default)
}

/// The same of a member of another name.
pub(super) fn bounded(name: &str, asked: Option<u64>, default: u64) -> Result<u64, ApiError> {
    let limit = asked.unwrap_or(default);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(ApiError::invalid_field(name, format!("{limit} is not allowed; allowed is 1 to {MAX_LIMIT}")))
    }
}
