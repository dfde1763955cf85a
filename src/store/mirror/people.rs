use std::collections::HashMap;

use sea_orm::DatabaseTransaction;

use super::{
    rows::UserRow,
    stale,
    upsert::{OnConflict, upsert},
};
use crate::store::{StoreError, sql};

/// People a statement names.
const AT_ONCE: usize = 200;

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
    let known: HashMap<&str, &UserRow> = known.iter().map(|known| (known.id.as_str(), known)).collect();
    let mut changed = Vec::new();
    for person in people {
        match known.get(person.id.as_str()) {
            Some(known) if **known == person => continue,
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

async fn known(
    tx: &DatabaseTransaction,
    site_id: i64,
    people: &[UserRow],
) -> Result<Vec<UserRow>, StoreError> {
    let mut all = Vec::with_capacity(people.len());
    for people in people.chunks(AT_ONCE) {
        let places: Vec<String> = (2..people.len() + 2).map(|place| format!("${place}")).collect();
        let query = format!("select * from users where site_id = $1 and id in ({})", places.join(","));
        let ids = people.iter().map(|person| person.id.clone().into());
        all.extend(sql::rows::<UserRow>(tx, &query, [site_id.into()].into_iter().chain(ids)).await?);
    }
    Ok(all)
}
