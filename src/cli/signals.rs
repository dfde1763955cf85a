use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Exit status after a second signal.
const INTERRUPTED: i32 = 130;

/// Starts handling SIGTERM and Ctrl-C: the first signal cancels the returned token, the second ends the process.
pub(super) fn shutdown() -> io::Result<CancellationToken> {
    let mut signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        next(&mut signals).await;
        tracing::info!("stopping: a running sync ends after its current page");
        stop.cancel();
        next(&mut signals).await;
        std::process::exit(INTERRUPTED);
    });
    Ok(token)
}

async fn next((terminate, interrupt): &mut (Signal, Signal)) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
