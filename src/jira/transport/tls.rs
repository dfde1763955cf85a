//! Which certificates are trusted: those of the system's CAs or of `SSL_CERT_FILE`, and of a site's `ca_file`.

use std::{fs::File, path::Path, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, OtherError, RootCertStore,
    SignatureScheme, WantsVerifier,
    client::{
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
    server::ParsedCertificate,
};
use rustls_platform_verifier::Verifier;

use crate::jira::error::JiraError;

/// The environment variable whose file replaces the system's CAs.
const CERT_FILE: &str = "SSL_CERT_FILE";

/// The certificates in a file: PEM, or a single one in DER. At least one.
///
/// # Errors
///
/// Returns the reason, without the path.
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    // DER begins with the tag of an ASN.1 sequence.
    let found = if bytes.starts_with(&[0x30]) {
        vec![CertificateDer::from(bytes)]
    } else {
        CertificateDer::pem_slice_iter(&bytes)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("is not PEM ({error})"))?
    };
    let usable = found.iter().all(|certificate| ParsedCertificate::try_from(certificate).is_ok());
    if found.is_empty() || !usable { Err("contains no certificate".to_owned()) } else { Ok(found) }
}

/// The TLS settings of a site's client.
///
/// # Errors
///
/// If a file of certificates cannot be read, or no CA certificate is found.
pub(crate) fn client_config(ca_file: Option<&Path>) -> Result<ClientConfig, JiraError> {
    let extra = match ca_file {
        None => Vec::new(),
        Some(path) => certificates(path)
            .map_err(|reason| JiraError::Settings(format!("ca_file \"{}\" {reason}", path.display())))?,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let system = Verifier::new_with_extra_roots(extra.clone(), provider.clone()).map_err(no_authorities)?;
    let verifier = Arc::new(SiteVerifier { system, extra });
    let mut config =
        builder(provider)?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The TLS settings of a client that does not use TLS. They need no CA certificates, and trust none.
///
/// # Errors
///
/// If TLS cannot be set up.
pub(crate) fn unused() -> Result<ClientConfig, JiraError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(builder(provider)?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn builder(provider: Arc<CryptoProvider>) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, JiraError> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(no_authorities)
}

/// The file that [`CERT_FILE`] names, with the reason if it cannot be read.
fn cert_file() -> Option<String> {
    let path = std::env::var_os(CERT_FILE)?;
    let shown = format!("\"{}\"", path.display());
    Some(match File::open(&path) {
        Ok(_) => shown,
        Err(error) => format!("{shown}, which cannot be read ({error})"),
    })
}

fn no_authorities(error: Error) -> JiraError {
    let remedy = match cert_file() {
        Some(file) => format!("{CERT_FILE} is {file}: set it to a PEM file of CA certificates"),
        None => format!(
            "Install the system's CA certificates (package ca-certificates), or set {CERT_FILE} to a PEM file"
        ),
    };
    JiraError::Settings(format!("cannot set up HTTPS: {error}. {remedy}"))
}

/// The standard verifier, which also accepts a self-signed certificate that is itself trusted.
///
/// Certificates made by `openssl req -x509` are marked as CA certificates, which WebPKI does not accept from a server.
#[derive(Debug)]
struct SiteVerifier {
    system: Verifier,
    extra: Vec<CertificateDer<'static>>,
}

impl SiteVerifier {
    fn trusts(&self, certificate: &CertificateDer<'_>) -> bool {
        self.extra.iter().any(|known| known == certificate)
            || rustls_native_certs::load_native_certs().certs.iter().any(|known| known == certificate)
    }
}

impl ServerCertVerifier for SiteVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.system.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // WebPKI has checked the dates before this, but not the name.
            Err(error) if is_of_a_ca(&error) && self.trusts(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            result => result,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

fn is_of_a_ca(error: &Error) -> bool {
    matches!(error, Error::InvalidCertificate(CertificateError::Other(cause)) if is_ca_as_server(cause))
}

fn is_ca_as_server(OtherError(cause): &OtherError) -> bool {
    matches!(cause.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}

/// What is wrong with the certificate and how to fix it, if this is why a request failed.
pub(crate) fn certificate_fault(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(Error::InvalidCertificate(reason)) = error.downcast_ref() {
            return Some(explain(reason));
        }
        // An I/O error's `source` skips the error that it wraps.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next =
            wrapped.map(|wrapped| wrapped as &(dyn std::error::Error + 'static)).or_else(|| error.source());
    }
    None
}

fn explain(reason: &CertificateError) -> String {
    use CertificateError as Reason;
    let remedy = match reason {
        Reason::Expired | Reason::ExpiredContext { .. } => {
            "Ask the administrator of the site to renew it, or check the clock of this machine".to_owned()
        }
        Reason::NotValidYet | Reason::NotValidYetContext { .. } => {
            "Check the clock of this machine".to_owned()
        }
        Reason::NotValidForName | Reason::NotValidForNameContext { .. } => {
            "Check the address of the site: it must be a name in the certificate".to_owned()
        }
        _ => {
            let present = cert_file().map(|file| format!(" (now {file})")).unwrap_or_default();
            format!(
                "If it is from your company's own CA, or self-signed, set ca_file of this site to its PEM file, \
                 or {CERT_FILE}{present} to a PEM file of all trusted CAs"
            )
        }
    };
    let reason = match reason {
        Reason::UnknownIssuer => "it is from a CA that is not trusted".to_owned(),
        Reason::Other(cause) if is_ca_as_server(cause) => "it is self-signed".to_owned(),
        other => other.to_string(),
    };
    format!("{reason}. {remedy}")
}
