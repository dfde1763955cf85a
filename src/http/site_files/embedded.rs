use std::{
    borrow::Cow,
    collections::BTreeMap,
    time::{Duration, UNIX_EPOCH},
};

use axum::body::Bytes;
use rust_embed::RustEmbed;

use super::PackedFile;

/// The files that `script/build` prepares for embedding. Compressed files are included only in their compressed form.
#[derive(RustEmbed)]
#[folder = "target/embed"]
// build.rs reports missing files with a better message.
#[allow_missing = true]
struct Site;

/// The embedded files by their path.
pub(super) fn files() -> BTreeMap<String, PackedFile> {
    let file = |path: Cow<'static, str>| {
        let found = Site::get(&path)?;
        let bytes = match found.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        };
        let modified = UNIX_EPOCH + Duration::from_secs(found.metadata.last_modified().unwrap_or_default());
        Some((path.into_owned(), PackedFile { bytes, modified }))
    };
    Site::iter().filter_map(file).collect()
}
