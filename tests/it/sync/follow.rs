//! What no listing shows: comments, worklogs, remote links, and rows that repeat what others say.

mod children;
mod stale;
