//! The credentials of a site, and how they are kept out of messages.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::jira::{error::JiraError, site::Auth};

/// The secret, and the value of the `Authorization` header made from it. Prints neither.
#[derive(Debug)]
pub(crate) struct Credentials {
    secret: SecretString,
    scheme: &'static str,
    value: SecretString,
}

impl Credentials {
    pub(crate) fn new(auth: &Auth) -> Self {
        match auth {
            Auth::Basic { user, secret } => {
                let value = BASE64_STANDARD.encode(format!("{user}:{}", secret.expose_secret()));
                Self { secret: secret.clone(), scheme: "Basic", value: value.into() }
            }
            Auth::Bearer(token) => Self { secret: token.clone(), scheme: "Bearer", value: token.clone() },
        }
    }

    /// The value of the `Authorization` header.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, JiraError> {
        let authorization = format!("{} {}", self.scheme, self.value.expose_secret());
        let mut authorization = HeaderValue::try_from(authorization).map_err(|_| {
            JiraError::Settings(
                "the token of this site contains characters that HTTP does not allow".to_owned(),
            )
        })?;
        authorization.set_sensitive(true);
        Ok(authorization)
    }

    /// `text` without the secret, in case the text repeats it.
    pub(crate) fn hide(&self, mut text: String) -> String {
        // A very short secret would match in any text.
        let secrets = [self.value.expose_secret(), self.secret.expose_secret()];
        for secret in secrets.into_iter().filter(|secret| secret.len() > 5) {
            if text.contains(secret) {
                text = text.replace(secret, "***");
            }
        }
        text
    }
}
