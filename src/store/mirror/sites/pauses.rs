//! Pauses of sites, during which no requests are sent. Times are by the database's clock.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::store::{Mirror, SiteId, Sites, StoreError, database::sql};

/// Why a site pauses; it may have one pause of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseKind {
    /// Jira asked for a wait.
    Asked,
    /// Jira refused the credentials.
    SignIn,
    /// Jira did not respond. It ends at once: the next contact is a short one.
    Silent,
}

impl PauseKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::SignIn => "sign_in",
            Self::Silent => "silent",
        }
    }
}

/// A stored pause.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SitePause {
    pub site_id: SiteId,
    kind: String,
    pub reason: String,
    pub began_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// How many contacts in a row failed in this way.
    pub attempts: i64,
    /// A fingerprint of the site's settings.
    pub settings: Option<String>,
}

impl SitePause {
    pub fn is(&self, kind: PauseKind) -> bool {
        self.kind == kind.as_str()
    }

    /// Whether the pause is in effect at `now`.
    pub fn lasts_at(&self, now: DateTime<Utc>) -> bool {
        now < self.ends_at
    }

    /// Moves a pause that begins in the future to now: the clock was set back since, which must not prolong it.
    fn corrected_for_clock(self, now: DateTime<Utc>) -> Self {
        match self.began_at - now {
            ahead if ahead > TimeDelta::zero() => {
                Self { began_at: now, ends_at: self.ends_at - ahead, ..self }
            }
            _ => self,
        }
    }
}

/// A pause to begin.
#[derive(Clone, Debug)]
pub struct NewPause<'a> {
    pub kind: PauseKind,
    pub reason: &'a str,
    /// See [`SitePause::settings`]. If they changed, attempts are counted from 1.
    pub settings: Option<&'a str>,
}

const COLUMNS: &str = "site_id, kind, reason, began_at, ends_at, attempts, settings";

impl Sites<'_> {
    /// The pauses of every site, and the database's clock.
    pub async fn pauses(&self) -> Result<(Vec<SitePause>, DateTime<Utc>), StoreError> {
        let now = self.database.now().await?;
        let query = format!("select {COLUMNS} from site_pauses order by site_id, kind");
        let pauses: Vec<SitePause> = sql::rows(self.database.connection(), &query, []).await?;
        Ok((pauses.into_iter().map(|pause| pause.corrected_for_clock(now)).collect(), now))
    }
}

impl Mirror<'_> {
    /// The pauses of one site, and the database's clock.
    pub async fn pauses(&self) -> Result<(Vec<SitePause>, DateTime<Utc>), StoreError> {
        let Self { database, site_id } = *self;
        let (mut pauses, now) = database.sites().pauses().await?;
        pauses.retain(|pause| pause.site_id == site_id);
        if pauses.iter().any(|pause| pause.began_at == now) {
            let tx = database.begin_urgent().await?;
            for pause in &pauses {
                store(&tx, pause).await?;
            }
            tx.commit().await?;
        }
        Ok((pauses, now))
    }

    /// Begins a pause now and replaces one of the same kind. `length` takes the number of failed attempts in a row,
    /// from 1.
    pub async fn pause(
        &self,
        pause: NewPause<'_>,
        length: impl Fn(i64) -> TimeDelta + Send,
    ) -> Result<SitePause, StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let query = format!("select {COLUMNS} from site_pauses where site_id = $1 and kind = $2");
        let before: Option<SitePause> =
            sql::row(&tx, &query, [site_id.into(), pause.kind.as_str().into()]).await?;
        let settings = pause.settings.map(str::to_owned);
        let before = before.filter(|before| before.settings == settings).map_or(0, |before| before.attempts);
        let attempts = before + 1;
        let pause = SitePause {
            site_id,
            kind: pause.kind.as_str().to_owned(),
            reason: pause.reason.to_owned(),
            began_at: now,
            ends_at: now + length(attempts),
            attempts,
            settings,
        };
        store(&tx, &pause).await?;
        tx.commit().await?;
        Ok(pause)
    }

    /// Ends the pauses of a site that responded and accepted the credentials. A pause for other credentials continues:
    /// they may be those of a server with older settings, which must not try them more often. `settings` are the
    /// accepted ones, as the pause names them.
    pub async fn end_pauses(&self, settings: Option<&str>) -> Result<(), StoreError> {
        let Self { database, site_id } = *self;
        let tx = database.begin_urgent().await?;
        let now = sql::now(&tx).await?;
        let end =
            "delete from site_pauses where site_id = $1 and (kind <> $2 or settings = $3 or ends_at <= $4)";
        let sign_in = PauseKind::SignIn.as_str();
        let settings = settings.map(str::to_owned);
        sql::execute(&tx, end, [site_id.into(), sign_in.into(), settings.into(), now.into()]).await?;
        tx.commit().await
    }
}

async fn store(tx: &impl ConnectionTrait, pause: &SitePause) -> Result<(), StoreError> {
    let upsert = format!(
        "insert into site_pauses ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (site_id, kind) do update set reason = excluded.reason, began_at = excluded.began_at,
             ends_at = excluded.ends_at, attempts = excluded.attempts, settings = excluded.settings"
    );
    let values = [
        pause.site_id.into(),
        pause.kind.clone().into(),
        pause.reason.clone().into(),
        pause.began_at.into(),
        pause.ends_at.into(),
        pause.attempts.into(),
        pause.settings.clone().into(),
    ];
    sql::execute(tx, &upsert, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_set_back_does_not_prolong_a_pause() {
        let at = |minute: i64| DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let pause = SitePause {
            site_id: SiteId(1),
            kind: "asked".to_owned(),
            reason: String::new(),
            began_at: at(100),
            ends_at: at(130),
            attempts: 1,
            settings: None,
        };
        let seen = pause.clone().corrected_for_clock(at(110));
        assert_eq!((seen.began_at, seen.ends_at), (at(100), at(130)));
        assert!(seen.lasts_at(at(129)) && !seen.lasts_at(at(130)));
        let seen = pause.corrected_for_clock(at(10));
        assert_eq!((seen.began_at, seen.ends_at), (at(10), at(40)));
    }
}
