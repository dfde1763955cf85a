//! Every migration can be reverted and applied again, works with views that users created on ours, and never changes
//! once it is released.

use std::{collections::BTreeMap, fs, path::Path};

use ::migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use crate::support::database::on_each_empty_database;

#[tokio::test]
async fn every_migration_can_be_reverted_and_applied_again() {
    on_each_empty_database(async |url| {
        let url = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url };
        let database = sea_orm::Database::connect(url).await.unwrap();
        for _ in 0..2 {
            Migrator::up(&database, None).await.unwrap();
            database.execute_unprepared("select * from live_issues").await.unwrap();
            Migrator::down(&database, None).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn user_defined_view_on_live_issues_survives_migrations() {
    on_each_empty_database(async |url| {
        let url = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url };
        let database = sea_orm::Database::connect(url).await.unwrap();
        let before = Migrator::migrations().iter().take_while(|step| step.name() < "m0011").count();
        Migrator::up(&database, Some(u32::try_from(before).unwrap())).await.unwrap();
        let user_view =
            "create view open_issues as select key, summary from live_issues where status <> 'Done'";
        database.execute_unprepared(user_view).await.unwrap();
        Migrator::up(&database, None).await.unwrap();
        database.execute_unprepared("select * from open_issues").await.unwrap();
    })
    .await;
}

/// `SHA-256  FILE`, as sha256sum prints it: each released migration, and the files that migrations use.
const RELEASED: &str = include_str!("migrations/released.txt");

#[test]
fn released_migrations_and_their_helpers_never_change() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/src");
    let released: BTreeMap<&str, &str> = RELEASED
        .lines()
        .map(|line| line.split_once("  ").unwrap())
        .map(|(hash, name)| (name, hash))
        .collect();
    for (name, hash) in &released {
        let text = fs::read(folder.join(name)).unwrap();
        assert_eq!(
            hex::encode(Sha256::digest(&text)),
            *hash,
            "{name} was released: write a new migration instead"
        );
    }
    // Only the newest may be unreleased. Releasing it adds its line, as printed by sha256sum.
    let steps = Migrator::migrations();
    for step in &steps[..steps.len() - 1] {
        assert!(
            released.contains_key(format!("{}.rs", step.name()).as_str()),
            "{} is not in released.txt",
            step.name()
        );
    }
}
