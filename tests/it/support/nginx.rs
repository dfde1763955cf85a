//! Debian's nginx as a reverse proxy in front of a server, configured as an operator would.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
};

use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use tempfile::TempDir;

use super::limit::eventually;

/// A running nginx; killed on drop.
pub(crate) struct Nginx {
    pub(crate) address: SocketAddr,
    client: Client,
    child: Child,
    _folder: TempDir,
}

impl Nginx {
    /// Starts nginx with `locations` in its only server, where `UPSTREAM` stands for `upstream`.
    pub(crate) async fn before(upstream: SocketAddr, locations: &str) -> Self {
        Self::start("", &locations.replace("UPSTREAM", &upstream.to_string())).await
    }

    /// Starts nginx with TLS, using the key and the certificate in these files.
    pub(crate) async fn with_tls(upstream: SocketAddr, key: &Path, certificate: &Path) -> Self {
        let (key, certificate) = (key.display(), certificate.display());
        let settings = format!(
            "ssl_certificate {certificate}; ssl_certificate_key {key}; location / {{ proxy_pass http://{upstream}; }}"
        );
        Self::start("ssl", &settings).await
    }

    async fn start(kind: &str, settings: &str) -> Self {
        // Another process may take the port before nginx does.
        for _ in 0..10 {
            if let Some(nginx) = Self::try_start(kind, settings).await {
                return nginx;
            }
        }
        panic!("nginx did not start; its error is above");
    }

    async fn try_start(kind: &str, server: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let place = folder.path().display();
        let settings = format!(
            "daemon off;\nmaster_process off;\npid {place}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n\
             access_log off;\nclient_body_temp_path {place}/body;\nproxy_temp_path {place}/proxy;\n\
             fastcgi_temp_path {place}/fastcgi;\nuwsgi_temp_path {place}/uwsgi;\nscgi_temp_path {place}/scgi;\n\
             server {{\nlisten {address} {kind};\n{server}\n}}\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, settings).unwrap();
        // Not every user has it in PATH.
        let mut child = Command::new("/usr/sbin/nginx")
            .arg("-c")
            .arg(&file)
            .arg("-p")
            .arg(folder.path())
            .args(["-e", "stderr"])
            .stdin(Stdio::null())
            .spawn()
            .expect("nginx: run `script/setup test`");
        let mut ended = false;
        eventually("nginx", async || {
            ended = child.try_wait().unwrap().is_some();
            ended || TcpStream::connect(address).is_ok()
        })
        .await;
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        (!ended).then_some(Self { address, client, child, _folder: folder })
    }

    /// A request to nginx by a browser at `origin`: with its `Host`, and with `Origin` unless it is a GET.
    pub(crate) fn request(&self, method: Method, origin: &str, path: &str) -> RequestBuilder {
        let host = origin.split_once("://").unwrap().1;
        let request = self.client.request(method.clone(), format!("http://{}{path}", self.address));
        let request = request.header("host", host);
        if method == Method::GET { request } else { request.header("origin", origin) }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
