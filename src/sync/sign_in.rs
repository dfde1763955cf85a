//! Signs in to a site, unless a pause is in effect, and stores what a failed contact means for the next one.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::Sha256;

use super::{context::Site, error::SiteError};
use crate::{
    jira::{
        Client, JiraError, Limits, NetworkFault, SignIn,
        site::{Auth, SiteConfig},
    },
    store::{
        Database, StoreError,
        mirror::{NewPause, PauseKind, SiteContact, SitePause},
    },
};

/// Minutes until refused credentials are tried again, after the first refusal, the second, and so on; the last for all
/// further ones. Directories lock accounts after three to ten failures within half an hour or so.
const PAUSES: [i64; 5] = [2, 5, 15, 60, 180];

/// Every so many attempts, a site that does not respond gets the full time limits: it may be slow rather than dead.
const PATIENT_EVERY: i64 = 5;

/// Signs in. `by_hand`: somebody started the run, so refused credentials are retried before their pause ends. A wait
/// that Jira asked for always applies.
pub(super) async fn sign_in(
    database: &Database,
    site: &Site,
    limits: Limits,
    by_hand: bool,
) -> Result<Client, SiteError> {
    let (pauses, now) = database.mirror(site.id).pauses().await?;
    let lasts = |kind| pauses.iter().find(|pause| pause.is(kind) && pause.lasts_at(now));
    if let Some(asked) = lasts(PauseKind::Asked) {
        return Err(SiteError::LeftAlone(waits(asked)));
    }
    let same = |pause: &&SitePause| pause.settings.as_deref().is_some_and(|known| is_of(&site.config, known));
    if let Some(refused) = lasts(PauseKind::SignIn).filter(same).filter(|_| !by_hand) {
        return Err(SiteError::LeftAlone(refusal(refused)));
    }
    let silent = pauses.iter().find(|pause| pause.is(PauseKind::Silent));
    let limits = match silent {
        Some(silent) if silent.attempts % PATIENT_EVERY != 0 => probing(limits),
        _ => limits,
    };
    let known =
        database.sites().all().await?.into_iter().find(|row| row.id == site.id).and_then(|row| row.edition);
    let hint = site.config.edition_hint.or_else(|| known.map(|edition| edition.0));
    let client = Client::connect(SiteConfig { edition_hint: hint, ..site.config.clone() }, limits).await?;
    if silent.is_some() {
        client.check_search().await?;
    }
    if !pauses.is_empty() {
        let mine = pauses.iter().find(same).and_then(|pause| pause.settings.as_deref());
        database.mirror(site.id).end_pauses(mine).await?;
    }
    Ok(client)
}

/// Stores what a failed contact means for the next one. Returns the message for people.
pub(super) async fn note_failure(
    database: &Database,
    site: &Site,
    error: &JiraError,
) -> Result<String, StoreError> {
    let said = error.to_string();
    let message = match error {
        JiraError::Waiting { until, reason } => {
            let pause = NewPause { kind: PauseKind::Asked, reason, settings: None };
            let left = (*until - Utc::now()).max(TimeDelta::zero());
            // A site that asks for a wait counts as connected.
            return Ok(waits(&database.mirror(site.id).pause(pause, |_| left).await?));
        }
        JiraError::Auth { .. } => refused(database, site, &said).await?,
        JiraError::Network { fault, .. } if *fault != NetworkFault::Broken => {
            let pause = NewPause { kind: PauseKind::Silent, reason: &said, settings: None };
            database.mirror(site.id).pause(pause, |_| TimeDelta::zero()).await?;
            said
        }
        _ => said,
    };
    let contact = SiteContact::Failed { problem: error.problem(), error_message: message.clone() };
    database.mirror(site.id).note_contact(contact, Utc::now()).await?;
    Ok(message)
}

async fn refused(database: &Database, site: &Site, said: &str) -> Result<String, StoreError> {
    let (pauses, _) = database.mirror(site.id).pauses().await?;
    let before = pauses.iter().find(|pause| pause.is(PauseKind::SignIn)).and_then(|p| p.settings.as_deref());
    let settings = match before.filter(|before| is_of(&site.config, before)) {
        Some(before) => before.to_owned(),
        None => fingerprint(&site.config, &uuid::Uuid::new_v4().simple().to_string()),
    };
    let length = |attempt: i64| {
        let place = usize::try_from(attempt - 1).unwrap_or_default().min(PAUSES.len() - 1);
        TimeDelta::minutes(PAUSES[place])
    };
    let pause = |reason| NewPause { kind: PauseKind::SignIn, reason, settings: Some(&settings) };
    Ok(refusal(&database.mirror(site.id).pause(pause(said), length).await?))
}

fn refusal(pause: &SitePause) -> String {
    let times = match pause.attempts {
        1 => "once".to_owned(),
        times => format!("{times} times in a row"),
    };
    format!(
        "{}. Refused {times}; next try after {}, since failed sign-ins lock accounts. To try immediately, correct the \
         site's settings (variables are read at the start, JIRA_CONFIG_FILE before each sync) or press Start sync",
        pause.reason,
        time(pause.ends_at)
    )
}

fn probing(limits: Limits) -> Limits {
    let SignIn { timeout, answer, retries } = SignIn::PROBE;
    let sign_in = limits.sign_in;
    let sign_in = SignIn {
        timeout: timeout.min(sign_in.timeout),
        answer: answer.min(sign_in.answer),
        retries: retries.min(sign_in.retries),
    };
    Limits { sign_in, ..limits }
}

fn waits(pause: &SitePause) -> String {
    format!("{}. Syncing resumes automatically after {}", pause.reason, time(pause.ends_at))
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y, %H:%M:%S UTC").to_string()
}

/// Shows later whether address, user and secret are still the same. Only 16 bits of the salted hash are stored: 1 in
/// 65,536 wrong secrets match by chance, so it does not help to guess the secret.
fn fingerprint(config: &SiteConfig, salt: &str) -> String {
    let (user, secret) = match &config.auth {
        Auth::Basic { user, secret } => (user.as_str(), secret),
        Auth::Bearer(secret) => ("", secret),
    };
    let Ok(mut hash) = Hmac::<Sha256>::new_from_slice(salt.as_bytes()) else { return String::new() };
    for part in [config.base_url.as_str(), user, secret.expose_secret()] {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize().into_bytes();
    format!("{salt}:{}", hex::encode(&hash[..2]))
}

/// Whether `known` is a fingerprint of the same settings.
fn is_of(config: &SiteConfig, known: &str) -> bool {
    known.split_once(':').is_some_and(|(salt, _)| fingerprint(config, salt) == known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(url: &str, user: &str, secret: &str) -> SiteConfig {
        SiteConfig {
            name: "work".to_owned(),
            base_url: url::Url::parse(url).unwrap(),
            auth: Auth::Basic { user: user.to_owned(), secret: secret.into() },
            edition_hint: None,
            enabled: true,
            webhook_secret: None,
            ca_file: None,
        }
    }

    #[test]
    fn fingerprint_distinguishes_settings_and_hides_the_secret() {
        let config = site("https://a.example", "me", "sesame-open");
        let known = fingerprint(&config, "salt");
        assert!(is_of(&config, &known));
        for other in [
            site("https://b.example", "me", "sesame-open"),
            site("https://a.example", "you", "sesame-open"),
            site("https://a.example", "me", "sesame-shut"),
            site("https://a.example", "mes", "esame-open"),
        ] {
            assert!(!is_of(&other, &known), "{other:?}");
        }
        assert_eq!(known.len(), "salt:".len() + 4, "{known}");
    }
}
