//! How long each issue was in each status: the correct result, found in a single pass.

use std::time::Duration;

use jira_sync::store::Database;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::column;
use crate::support::{database::on_each_empty_database, limit::within};

/// Ample for one pass over 15,000 issues, far too short if all changes are read for each issue.
const ONE_PASS: Duration = Duration::from_secs(60);

/// Issues with five changes each, two of them of the status.
async fn fill(connection: &DatabaseConnection, issues: u32) {
    let sqlite = connection.get_database_backend() == sea_orm::DatabaseBackend::Sqlite;
    let series = |most: u32| match sqlite {
        true => format!(
            "(with recursive s(n) as (select 1 union all select n + 1 from s where n < {most}) select n from s)"
        ),
        false => format!("(select generate_series(1, {most}) as n)"),
    };
    let time = |hour: &str| match sqlite {
        true => format!("strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-01-01', '+' || ({hour}) || ' hours')"),
        false => format!("timestamptz '2026-01-01 00:00:00+00' + ({hour}) * interval '1 hour'"),
    };
    for statement in [
        format!(
            "insert into issues (site_id, id, key, project_id, project_key, status, labels, custom_fields, created_at,
                 synced_at, content_hash)
             select 1, n, 'A-' || n, 1, 'A', 'Done', '[]', '{{}}', {now}, {now}, 0 from {s} as s",
            now = time("0"),
            s = series(issues)
        ),
        format!(
            "insert into changelogs (site_id, id, issue_id, created_at)
             select 1, i.n * 10 + c.n, i.n, {} from {} as i, {} as c",
            time("c.n"),
            series(issues),
            series(5)
        ),
        "insert into changelog_items (site_id, changelog_id, position, field, from_text, to_text)
         select 1, id, 0, case when id % 10 in (2, 5) then 'status' else 'labels' end,
             case when id % 10 = 2 then 'Open' else 'Busy' end, case when id % 10 = 2 then 'Busy' else 'Done' end
         from changelogs"
            .to_owned(),
    ] {
        connection.execute_unprepared(&statement).await.unwrap();
    }
}

#[tokio::test]
async fn time_in_status_is_computed_in_one_pass() {
    on_each_empty_database(async |url| {
        Database::connect(&url).await.unwrap().close().await.unwrap();
        let connection = sea_orm::Database::connect(&url).await.unwrap();
        fill(&connection, 15_000).await;
        let all = "select status || ' ' || count(*) || ' ' || cast(round(sum(case when to_at is not null then seconds
                       else 0 end)) as bigint) from issue_status_periods group by status order by 1";
        let all = within(ONE_PASS, "one pass", column::<String>(&connection, all)).await;
        // Open for two hours, busy for three, and done since.
        assert_eq!(all, ["Busy 15000 162000000", "Done 15000 0", "Open 15000 108000000"]);

        let one = "select status || ' ' || cast(from_at as text) || ' ' || coalesce(cast(to_at as text), '-')
                   from issue_status_periods where site_id = 1 and issue_id = 77 order by from_at";
        let hours: Vec<String> = column::<String>(&connection, one).await;
        let parts: Vec<(&str, usize)> =
            hours.iter().map(|row| (&row[..4], row.matches("2026-01-01").count())).collect();
        assert_eq!(parts, [("Open", 2), ("Busy", 2), ("Done", 1)], "{hours:?}");

        // A single issue is looked up by index.
        let sqlite = url.starts_with("sqlite");
        connection.execute_unprepared("analyze").await.unwrap();
        let explain = if sqlite { "explain query plan" } else { "explain" };
        let plan: Vec<String> = if sqlite {
            let statement = sea_orm::Statement::from_string(connection.get_database_backend(), format!("{explain} {one}"));
            let rows = connection.query_all_raw(statement).await.unwrap();
            rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect()
        } else {
            column(&connection, &format!("{explain} {one}")).await
        };
        for table in ["issues", "changelogs", "changelog_items"] {
            let whole = [format!("Seq Scan on {table}"), format!("SCAN {table}"), format!("SCAN {}", &table[..1])];
            assert!(!plan.iter().any(|line| whole.iter().any(|w| line.trim_end() == w || line.contains(&format!("{w} ")))), "{plan:?}");
        }
        connection.close().await.unwrap();
    })
    .await;
}
