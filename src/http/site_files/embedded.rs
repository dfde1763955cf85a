use std::{
    borrow::Cow,
    collections::BTreeMap,
    time::{Duration, UNIX_EPOCH},
};

use axum::body::Bytes;
use rust_embed::RustEmbed;

use super::PackedFile;

/// What `script/build` leaves for the program: files that exist packed are there in that form only.
#[derive(RustEmbed)]
#[folder = "target/embed"]
// build.rs says it better.
#[allow_missing = true]
struct Site;

/// The files that were there when the program was built, by their path.
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
