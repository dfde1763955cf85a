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
pub(super) const PACKAGE: &str = "pkg";

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
pub struct SiteFiles(Source);

#[derive(Clone, Debug)]
enum Source {
    Folder(Arc<Path>),
    Packed(Packed),
}

impl SiteFiles {
    /// The files in this folder, read at each request.
    pub fn folder(folder: PathBuf) -> Self {
        Self(Source::Folder(folder.into()))
    }

    /// The files in this map, by their path without a leading slash. A file may exist only as `NAME.br` and `NAME.gz`.
    pub fn packed(files: BTreeMap<String, PackedFile>) -> Self {
        Self(Source::Packed(Packed::new(files)))
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

    /// The requested file, if it exists.
    ///
    /// The file names contain no hash, so browsers revalidate their copy each time (`ETag`).
    pub(super) async fn answer(&self, request: Request) -> Option<Response> {
        let mut response = match &self.0 {
            Source::Folder(folder) => serve(ServeDir::new(folder), request).await,
            Source::Packed(packed) => serve(ServeDir::with_backend("", packed.clone()), request).await,
        }?;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Some(response)
    }

    /// The response if `path` is a file in `pkg/` that does not exist.
    pub(super) fn missing(&self, path: &str) -> Option<Response> {
        path.strip_prefix('/')?.strip_prefix(PACKAGE)?.starts_with('/').then(|| {
            let text = match &self.0 {
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
        let Source::Folder(folder) = &self.0 else { return None };
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
