//! Changes that no listing shows: comments, worklogs, remote links, and rows that repeat values of other things.

mod children;
mod stale;
