//! Every step of the schema can be taken back and made again, with rows in the tables and views of others on ours.

use ::migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;

use crate::support::database::on_each_database;

#[tokio::test]
async fn every_step_can_be_taken_back_and_made_again() {
    on_each_database(async |url| {
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
async fn a_view_that_somebody_built_on_ours_survives_the_steps() {
    on_each_database(async |url| {
        let url = if url.starts_with("sqlite") { format!("{url}?mode=rwc") } else { url };
        let database = sea_orm::Database::connect(url).await.unwrap();
        let before = Migrator::migrations().iter().take_while(|step| step.name() < "m0011").count();
        Migrator::up(&database, Some(u32::try_from(before).unwrap())).await.unwrap();
        let theirs = "create view open_issues as select key, summary from live_issues where status <> 'Done'";
        database.execute_unprepared(theirs).await.unwrap();
        Migrator::up(&database, None).await.unwrap();
        database.execute_unprepared("select * from open_issues").await.unwrap();
    })
    .await;
}
