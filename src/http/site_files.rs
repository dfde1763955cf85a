//! The files for the browser, served from a folder or from the program in the same way.

#[cfg(feature = "embed")]
mod embedded;
mod packed;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::{
    ServeDir,
    fs::{Backend, DefaultServeDirFallback},
};

pub use packed::PackedFile;

use packed::Packed;

/// The folder of scripts, WASM and styles below the root.
pub(in crate::http) const PACKAGE: &str = "pkg";

/// The name of these files without their extension.
pub(super) const PROGRAM: &str = "jira-sync";

/// A copy of the request without its body, for serving a file. A request with its body cannot be cloned.
pub(super) fn without_body(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy
}

/// The source of the browser's files (`pkg/`, icons).
#[derive(Clone, Debug)]
pub struct SiteFiles {
    source: Source,
    /// Names the content of `pkg/`. Pages link to `pkg/VERSION/NAME`, which browsers keep without asking again. None if
    /// the content may change while the server runs.
    version: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
enum Source {
    Folder(Arc<Path>),
    Packed(Packed),
}

impl SiteFiles {
    /// The files in this folder, read at each request.
    pub fn folder(folder: PathBuf) -> Self {
        Self { source: Source::Folder(folder.into()), version: None }
    }

    /// The files in this map, by their path without a leading slash. A file may exist only as `NAME.br` and `NAME.gz`.
    pub fn packed(files: BTreeMap<String, PackedFile>) -> Self {
        let version = packed::version(&files).into();
        Self { source: Source::Packed(Packed::new(files)), version: Some(version) }
    }

    /// The files embedded in the program, if it was built with `embed`.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Option<Self> {
        Some(Self::packed(embedded::files()))
    }

    /// The files embedded in the program, if it was built with `embed`.
    #[cfg(not(feature = "embed"))]
    pub fn embedded() -> Option<Self> {
        None
    }

    /// The folder that pages link to, without slashes at its ends.
    pub(super) fn package(&self) -> String {
        match &self.version {
            Some(version) => format!("{PACKAGE}/{version}"),
            None => PACKAGE.to_owned(),
        }
    }

    /// The path without a version, and whether the version is the current one.
    fn without_version(&self, path: &str) -> Option<(String, bool)> {
        let current = self.version.as_ref()?;
        let (version, name) =
            path.strip_prefix('/')?.strip_prefix(PACKAGE)?.strip_prefix('/')?.split_once('/')?;
        packed::is_version(version).then(|| (format!("/{PACKAGE}/{name}"), version == &**current))
    }

    /// The requested file, if it exists. Browsers keep a file with the current version in its path for a year, and
    /// revalidate any other each time (`ETag`). A path with another version also works: while servers are upgraded one by
    /// one, a page and its files may come from different ones.
    pub(super) async fn answer(&self, mut request: Request) -> Option<Response> {
        let mut caching = "no-cache";
        if let Some((path, is_current)) = self.without_version(request.uri().path()) {
            *request.uri_mut() = path.parse().ok()?;
            if is_current {
                caching = "public, max-age=31536000, immutable";
            }
        }
        let mut response = match &self.source {
            Source::Folder(folder) => serve(ServeDir::new(folder), request).await,
            Source::Packed(packed) => serve(ServeDir::with_backend("", packed.clone()), request).await,
        }?;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Some(response)
    }

    /// The response if `path` is a file in `pkg/` that does not exist.
    pub(super) fn missing(&self, path: &str) -> Option<Response> {
        path.strip_prefix('/')?.strip_prefix(PACKAGE)?.starts_with('/').then(|| {
            let text = match &self.source {
                Source::Folder(folder) => format!(
                    "{path} is not in {}. Run `script/build`, or set LEPTOS_SITE_ROOT to the folder with the browser's \
                     files.\n",
                    folder.display()
                ),
                Source::Packed(_) => format!("{path} is not part of this version of jira-sync.\n"),
            };
            (StatusCode::NOT_FOUND, text).into_response()
        })
    }

    /// A warning for the log if the files are missing.
    pub(super) fn problem(&self) -> Option<String> {
        let Source::Folder(folder) = &self.source else { return None };
        let script = folder.join(PACKAGE).join(PROGRAM).with_extension("js");
        (!script.is_file()).then(|| {
            format!(
                "{} is missing, so pages have no style and no live updates. Run `script/build`, or set \
                 LEPTOS_SITE_ROOT to the folder with the browser's files.",
                script.display()
            )
        })
    }
}

/// The response of `files`, or None if they do not contain the requested file.
async fn serve<B>(files: ServeDir<DefaultServeDirFallback, B>, request: Request) -> Option<Response>
where
    B: Backend,
{
    let files = files.append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let Ok(response) = files.oneshot(request).await;
    let found = [
        StatusCode::OK,
        StatusCode::PARTIAL_CONTENT,
        StatusCode::NOT_MODIFIED,
        StatusCode::PRECONDITION_FAILED,
        StatusCode::RANGE_NOT_SATISFIABLE,
    ];
    found.contains(&response.status()).then(|| response.map(Body::new))
}
