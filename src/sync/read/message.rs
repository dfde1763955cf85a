//! What the readers of both editions send to the writer.

use tokio::sync::mpsc;

use super::tally::Tally;
use crate::sync::batch::Batch;

/// A message of a reader to the writer.
pub(in crate::sync) enum Message {
    /// How many issues will come, as far as Jira says.
    Expect(u64),
    Batch(Batch),
    /// How many issues Jira finally listed, and how many it counts, if both are known.
    Compared(Tally),
}

/// The reader's end of the channel; a reader whose writer is gone ends quietly.
pub(in crate::sync) type BatchSender = mpsc::Sender<Message>;
