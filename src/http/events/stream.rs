use std::{convert::Infallible, sync::Arc, time::Duration};

use app::{
    error::ApiError,
    model::Event,
    service::{CallerServices, Principal},
};
use axum::{
    Extension,
    http::{HeaderMap, HeaderName},
    response::{
        IntoResponse,
        sse::{Event as SseEvent, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt, future, stream};
use tokio_stream::wrappers::BroadcastStream;

use super::{EventHub, Shared, log::Entry};
use crate::http::problem::Problem;

/// How long a browser waits before it reconnects.
const RETRY: Duration = Duration::from_secs(2);

/// The fields of an event. The first event has only `retry`.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "only used for the OpenAPI document")]
struct ServerSentEvent {
    /// `progress`, `scheduler` or `run`.
    event: Option<String>,
    /// JSON.
    data: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
}

/// Server-sent events: the current state first, then every change. `Last-Event-ID` replays missed events.
#[utoipa::path(get, path = "/api/events", tag = "status",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event received")),
    responses((status = 200, content_type = "text/event-stream", body = ServerSentEvent,
        description = "Events `progress`, `scheduler` and `run`; their data is the JSON of the endpoint of that name")))]
pub(crate) async fn get_events(
    Extension(hub): Extension<EventHub>,
    Extension(services): Extension<CallerServices>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let last_seen =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let closing = hub.shared.closing.clone();
    let stream = live(&hub, &services.caller, last_seen).await?.take_until(closing.cancelled_owned());
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((unbuffered, Sse::new(stream).keep_alive(KeepAlive::default())))
}

async fn live(
    hub: &EventHub,
    listener: &Principal,
    last_seen: Option<u64>,
) -> Result<impl Stream<Item = Result<SseEvent, Infallible>> + use<>, ApiError> {
    let (current, receiver) = hub.subscribe(listener, last_seen).await?;
    // The stream of a listener that is too far behind ends; it reconnects and gets the events it missed.
    let further = BroadcastStream::new(receiver)
        .map(|entry| entry.ok().flatten())
        .take_while(|entry| future::ready(entry.is_some()))
        .filter_map(future::ready);
    let shared = Arc::clone(&hub.shared);
    let hello = stream::once(async { SseEvent::default().retry(RETRY).comment("jira-sync") });
    let events =
        stream::iter(current).chain(further).filter_map(move |entry| future::ready(to_sse(entry, &shared)));
    Ok(hello.chain(events).map(Ok))
}

/// Writes the event, with the time of writing as the server's time.
fn to_sse((id, mut event): Entry, shared: &Shared) -> Option<SseEvent> {
    if let Event::Scheduler(status) = &mut event
        && let Some(now) = shared.clock.now()
    {
        status.server_time = now;
    }
    let data = match &event {
        Event::Progress(progress) => serde_json::to_string(progress),
        Event::Scheduler(status) => serde_json::to_string(status),
        Event::Run(run) => serde_json::to_string(run),
    };
    match data {
        Ok(data) => Some(SseEvent::default().id(id.to_string()).event(event.name()).data(data)),
        Err(error) => {
            tracing::error!("an event could not be serialized: {error}");
            None
        }
    }
}
