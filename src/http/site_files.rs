//! The files for the browser: from a folder or out of the program, answered alike.

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

/// Where scripts, WASM and styles are, below the root of the files.
pub(super) const PACKAGE: &str = "pkg";

/// What they are called, before the dot.
pub(super) const PROGRAM: &str = "jira-sync";

/// The request without its body, to ask for a file with: a body cannot be shared while files are looked for.
pub(super) fn without_body(request: &Request) -> Request {
    let mut asked = Request::new(Body::empty());
    asked.method_mut().clone_from(request.method());
    asked.uri_mut().clone_from(request.uri());
    asked.headers_mut().clone_from(request.headers());
    asked
}

/// Where the browser's files (`pkg/`, icons) come from.
#[derive(Clone, Debug)]
pub struct SiteFiles(Source);

#[derive(Clone, Debug)]
enum Source {
    Folder(Arc<Path>),
    Packed(Packed),
}

impl SiteFiles {
    /// Those in this folder, looked for at each request.
    pub fn folder(folder: PathBuf) -> Self {
        Self(Source::Folder(folder.into()))
    }

    /// Those in this map, by path without a leading slash. A file may exist only as `NAME.br` and `NAME.gz`.
    pub fn packed(files: BTreeMap<String, PackedFile>) -> Self {
        Self(Source::Packed(Packed::new(files)))
    }

    /// Those in the program, if it was built with `embed`.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Option<Self> {
        Some(Self::packed(embedded::files()))
    }

    /// Those in the program, if it was built with `embed`.
    #[cfg(not(feature = "embed"))]
    pub fn embedded() -> Option<Self> {
        None
    }

    /// The file that is asked for, if there is one.
    ///
    /// Names carry no hash, so browsers ask each time whether their copy is still good (`ETag`).
    pub(super) async fn answer(&self, asked: Request) -> Option<Response> {
        let mut response = match &self.0 {
            Source::Folder(folder) => sent(ServeDir::new(folder), asked).await,
            Source::Packed(packed) => sent(ServeDir::with_backend("", packed.clone()), asked).await,
        }?;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Some(response)
    }

    /// The answer where a file that belongs to every page is not there.
    pub(super) fn missing(&self, path: &str) -> Option<Response> {
        path.strip_prefix('/')?.strip_prefix(PACKAGE)?.starts_with('/').then(|| {
            let text = match &self.0 {
                Source::Folder(folder) => format!(
                    "{path} is not in {}. Build the browser half with `script/build`, or name the folder that holds it \
                     in LEPTOS_SITE_ROOT.\n",
                    folder.display()
                ),
                Source::Packed(_) => format!("{path} is not among the files of this jira-sync.\n"),
            };
            (StatusCode::NOT_FOUND, text).into_response()
        })
    }

    /// Why pages will look bare, if they will: for the log at the start.
    pub(super) fn complaint(&self) -> Option<String> {
        let Source::Folder(folder) = &self.0 else { return None };
        let script = folder.join(PACKAGE).join(PROGRAM).with_extension("js");
        (!script.is_file()).then(|| {
            format!(
                "{} is missing: pages will have no style and no live updates. Build the browser half with \
                 `script/build`, or name the folder that holds it in LEPTOS_SITE_ROOT.",
                script.display()
            )
        })
    }
}

/// What the files answer, unless they have nothing of that name.
async fn sent<B>(files: ServeDir<DefaultServeDirFallback, B>, asked: Request) -> Option<Response>
where
    B: Backend,
{
    let files = files.append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let Ok(response) = files.oneshot(asked).await;
    let found = [
        StatusCode::OK,
        StatusCode::PARTIAL_CONTENT,
        StatusCode::NOT_MODIFIED,
        StatusCode::PRECONDITION_FAILED,
        StatusCode::RANGE_NOT_SATISFIABLE,
    ];
    found.contains(&response.status()).then(|| response.map(Body::new))
}
