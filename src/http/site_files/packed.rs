use std::{
    collections::BTreeMap,
    future::{Ready, ready},
    io::{self, Cursor, Read, SeekFrom},
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::SystemTime,
};

use axum::body::Bytes;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

/// A file in memory.
#[derive(Clone, Debug)]
pub struct PackedFile {
    /// The content, as sent.
    pub bytes: Bytes,
    /// The time of the last change.
    pub modified: SystemTime,
}

/// Number of hexadecimal digits of a version.
const VERSION_LENGTH: usize = 12;

/// Whether a text has the form of a version.
pub(super) fn is_version(text: &str) -> bool {
    text.len() == VERSION_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A name for the content of the files: equal for equal files, and different after any change.
pub(super) fn version(files: &BTreeMap<String, PackedFile>) -> String {
    let mut hash = Sha256::new();
    for (path, file) in files {
        hash.update(path);
        hash.update((file.bytes.len() as u64).to_le_bytes());
        hash.update(&file.bytes);
    }
    hex::encode(&hash.finalize()[..VERSION_LENGTH / 2])
}

/// Files in memory, by their path below the root.
///
/// A file that exists only as `NAME.gz` is decompressed for clients that do not accept compression. All browsers do.
#[derive(Clone, Debug)]
pub(super) struct Packed(Arc<BTreeMap<String, PackedFile>>);

impl Packed {
    pub(super) fn new(files: BTreeMap<String, PackedFile>) -> Self {
        Self(Arc::new(files))
    }

    fn plain(&self, path: &Path) -> Option<&PackedFile> {
        self.0.get(path.strip_prefix(".").unwrap_or(path).to_str()?)
    }

    fn gzip(&self, path: &Path) -> Option<&PackedFile> {
        let mut name = path.as_os_str().to_owned();
        name.push(".gz");
        self.plain(Path::new(&name))
    }

    fn attributes(&self, path: &Path) -> io::Result<Attributes> {
        let attributes = |file: &PackedFile, size| Attributes { size, modified: file.modified };
        self.plain(path)
            .map(|file| attributes(file, file.bytes.len() as u64))
            .or_else(|| self.gzip(path).map(|file| attributes(file, unpacked_size(&file.bytes))))
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn opened(&self, path: &Path) -> io::Result<Opened> {
        let attributes = self.attributes(path)?;
        let bytes = match (self.plain(path), self.gzip(path)) {
            (Some(file), _) => file.bytes.clone(),
            (None, Some(packed)) => {
                let mut bytes = Vec::new();
                GzDecoder::new(&*packed.bytes).read_to_end(&mut bytes)?;
                bytes.into()
            }
            (None, None) => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(Opened { content: Cursor::new(bytes), attributes })
    }
}

/// The uncompressed size, which gzip stores at the end of files below 4 GiB.
fn unpacked_size(gzip: &[u8]) -> u64 {
    gzip.last_chunk().map_or(0, |size| u32::from_le_bytes(*size).into())
}

impl Backend for Packed {
    type File = Opened;
    type Metadata = Attributes;
    type OpenFuture = Ready<io::Result<Opened>>;
    type MetadataFuture = Ready<io::Result<Attributes>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(self.opened(&path))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.attributes(&path))
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Attributes {
    size: u64,
    modified: SystemTime,
}

impl Metadata for Attributes {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(self.modified)
    }

    fn len(&self) -> u64 {
        self.size
    }
}

#[derive(Debug)]
pub(super) struct Opened {
    content: Cursor<Bytes>,
    attributes: Attributes,
}

impl File for Opened {
    type Metadata = Attributes;
    type MetadataFuture<'a> = Ready<io::Result<Attributes>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.attributes))
    }
}

impl AsyncRead for Opened {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.content).poll_read(cx, buffer)
    }
}

impl AsyncSeek for Opened {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.content).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.content).poll_complete(cx)
    }
}
