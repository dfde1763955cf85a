use std::collections::HashMap;

use sea_orm::{DatabaseTransaction, FromQueryResult};

use super::{
    rows::UserRow,
    stale,
    upsert::{OnConflict, upsert},
};
use crate::store::{StoreError, sql};

/// People a statement names.
const AT_ONCE: usize = 200;

#[derive(FromQueryResult)]
struct Known {
    id: String,
    display_name: Option<String>,
    email: Option<String>,
    active: Option<bool>,
    time_zone: Option<String>,
    account_type: Option<String>,
}

/// Writes people who are new or have changed. Issues whose custom fields show somebody who has changed are to be
/// read again: Jira writes names into them.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    site_id: i64,
    people: Vec<UserRow>,
) -> Result<(), StoreError> {
    if people.is_empty() {
        return Ok(());
    }
    let known = known(tx, site_id, &people).await?;
    let known: HashMap<&str, &Known> = known.iter().map(|known| (known.id.as_str(), known)).collect();
    let mut changed = Vec::new();
    for person in people {
        match known.get(person.id.as_str()) {
            Some(known) if known.is(&person) => continue,
            Some(known) if known.display_name != person.display_name || known.email != person.email => {
                stale::mark_naming(tx, site_id, &person.id).await?;
            }
            _ => {}
        }
        changed.push(person);
    }
    upsert(tx, changed, OnConflict::Overwrite).await?;
    Ok(())
}

async fn known(tx: &DatabaseTransaction, site_id: i64, people: &[UserRow]) -> Result<Vec<Known>, StoreError> {
    let mut all = Vec::with_capacity(people.len());
    for people in people.chunks(AT_ONCE) {
        let places: Vec<String> = (2..people.len() + 2).map(|place| format!("${place}")).collect();
        let query = format!(
            "select id, display_name, email, active, time_zone, account_type from users
             where site_id = $1 and id in ({})",
            places.join(",")
        );
        let ids = people.iter().map(|person| person.id.clone().into());
        all.extend(sql::rows::<Known>(tx, &query, [site_id.into()].into_iter().chain(ids)).await?);
    }
    Ok(all)
}

impl Known {
    fn is(&self, person: &UserRow) -> bool {
        self.display_name == person.display_name
            && self.email == person.email
            && self.active == person.active
            && self.time_zone == person.time_zone
            && self.account_type == person.account_type
    }
}
