use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Exit status after a second Ctrl-C.
const IMPATIENT: i32 = 130;

/// Cancelled at the first SIGTERM or Ctrl-C; the second ends the process at once. They are heard from now on.
pub(super) fn shutdown() -> io::Result<CancellationToken> {
    let mut signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        next(&mut signals).await;
        tracing::info!("stopping: the active run ends at its next page boundary");
        stop.cancel();
        next(&mut signals).await;
        std::process::exit(IMPATIENT);
    });
    Ok(token)
}

async fn next((terminate, interrupt): &mut (Signal, Signal)) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
