use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json, PutJson};

use crate::{
    error::ApiError,
    model::{Acknowledgement, IntervalAdvice, SchedulerConfig, SchedulerStatus, SlotList, UpcomingRuns},
};

/// The scheduler's current status.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/scheduler/status", tag = "scheduler",
    responses((status = 200, body = SchedulerStatus))))]
#[server(name = GetSchedulerStatus, prefix = "/api", endpoint = "scheduler/status", input = GetUrl, output = Json)]
pub async fn get_scheduler_status() -> Result<SchedulerStatus, ApiError> {
    super::services()?.scheduler.status().await
}

/// The scheduler's current status, for callers without credentials.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/scheduler/status/public", tag = "scheduler",
    responses((status = 200, body = SchedulerStatus))))]
#[server(name = GetPublicSchedulerStatus, prefix = "/api", endpoint = "scheduler/status/public", input = GetUrl, output = Json)]
pub async fn get_public_scheduler_status() -> Result<SchedulerStatus, ApiError> {
    super::services()?.scheduler.status().await
}

/// Saves the switch and the interval together.
#[cfg_attr(feature = "ssr", utoipa::path(put, path = "/api/scheduler/config", tag = "scheduler", request_body = SchedulerConfig,
    responses((status = 200, body = Acknowledgement), (status = 422, body = ApiError))))]
#[server(name = SaveSchedulerConfig, prefix = "/api", endpoint = "scheduler/config", input = PutJson, output = Json)]
pub async fn save_scheduler_config(
    #[server(flatten)] config: SchedulerConfig,
) -> Result<Acknowledgement, ApiError> {
    super::services()?.scheduler.save(config).await
}

/// Turns the schedule on.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/scheduler/enable", tag = "scheduler",
    responses((status = 200, body = Acknowledgement))))]
#[server(name = EnableScheduler, prefix = "/api", endpoint = "scheduler/enable", input = Json, output = Json)]
pub async fn enable_scheduler() -> Result<Acknowledgement, ApiError> {
    super::services()?.scheduler.set_enabled(true).await
}

/// Turns the schedule off.
#[cfg_attr(feature = "ssr", utoipa::path(post, path = "/api/scheduler/disable", tag = "scheduler",
    responses((status = 200, body = Acknowledgement))))]
#[server(name = DisableScheduler, prefix = "/api", endpoint = "scheduler/disable", input = Json, output = Json)]
pub async fn disable_scheduler() -> Result<Acknowledgement, ApiError> {
    super::services()?.scheduler.set_enabled(false).await
}

/// Advice on an interval before it is saved.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/scheduler/advice", tag = "scheduler",
    params(("interval_minutes" = i64, Query)),
    responses((status = 200, body = IntervalAdvice), (status = 422, body = ApiError))))]
#[server(name = GetIntervalAdvice, prefix = "/api", endpoint = "scheduler/advice", input = GetUrl, output = Json)]
pub async fn get_interval_advice(interval_minutes: i64) -> Result<IntervalAdvice, ApiError> {
    // Wider than what is allowed, so that a number out of range is answered with the range.
    super::services()?.scheduler.advice(crate::model::ranges::nearest_minutes(interval_minutes)).await
}

/// The most recent slots with their outcomes. `limit` defaults to 20.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/scheduler/slots", tag = "scheduler",
    params(("limit" = Option<u64>, Query, minimum = 1, maximum = 500)),
    responses((status = 200, body = SlotList), (status = 422, body = ApiError))))]
#[server(name = ListSlots, prefix = "/api", endpoint = "scheduler/slots", input = GetUrl, output = Json)]
pub async fn list_slots(#[server(default)] limit: Option<u64>) -> Result<SlotList, ApiError> {
    super::services()?.scheduler.slots(limit.unwrap_or(20)).await
}

/// The next times of the schedule. `count` defaults to 6. With `interval_minutes`, the times that the schedule would have
/// if it were saved with this interval now.
#[cfg_attr(feature = "ssr", utoipa::path(get, path = "/api/scheduler/upcoming", tag = "scheduler",
    params(("count" = Option<u64>, Query, minimum = 1, maximum = 500), ("interval_minutes" = Option<i64>, Query)),
    responses((status = 200, body = UpcomingRuns), (status = 422, body = ApiError))))]
#[server(name = GetUpcomingRuns, prefix = "/api", endpoint = "scheduler/upcoming", input = GetUrl, output = Json)]
pub async fn get_upcoming_runs(
    #[server(default)] count: Option<u64>,
    #[server(default)] interval_minutes: Option<i64>,
) -> Result<UpcomingRuns, ApiError> {
    let minutes = interval_minutes.map(crate::model::ranges::nearest_minutes);
    super::services()?.scheduler.upcoming(count.unwrap_or(6), minutes).await
}
