//! `docs/tables.md` describes exactly the schema of both databases, and its instructions for connecting work.

use std::collections::{BTreeMap, BTreeSet};

use jira_sync::store::Database;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use url::Url;
use uuid::Uuid;

use crate::support::{
    control::by_hand,
    database::{TestDatabase, on_each_empty_database},
};

pub(crate) const DOCUMENT: &str = include_str!("../../../docs/tables.md");

/// The text below a heading, such as `## Queries`, up to the next one of the same level.
pub(crate) fn section(heading: &str) -> &'static str {
    let (_, rest) = DOCUMENT.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading}"));
    let level = heading.split_once(' ').unwrap().0;
    rest.split_once(&format!("\n{level} ")).map_or(rest, |(text, _)| text)
}

/// The fenced blocks of SQL in a text.
pub(crate) fn sql_blocks(text: &str) -> Vec<&str> {
    text.split("```sql\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

/// The texts between backticks.
fn names(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A table or a view: its columns with their types, its unique key, and the view of its live rows.
#[derive(Debug, Default, PartialEq)]
struct Table {
    columns: BTreeMap<String, String>,
    key: Vec<String>,
    live: Option<String>,
}

/// Everything that the document describes, by name.
fn documented() -> BTreeMap<String, Table> {
    let mut tables = BTreeMap::new();
    for text in DOCUMENT.split("\n### ").skip(1) {
        let (name, text) = text.split_once('\n').unwrap();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            continue;
        }
        let text = text.split("\n## ").next().unwrap();
        let words = text.replace('\n', " ");
        let after = |words: &str| words.split_once('.').map(|(list, _)| names(list)).unwrap();
        let mut table = Table {
            key: words.split_once("Unique by ").map(|(_, list)| after(list)).unwrap_or_default(),
            live: words.split_once("Live rows: ").map(|(_, view)| after(view).remove(0)),
            ..Table::default()
        };
        for row in text.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split(" | ").collect();
            let known = table.columns.insert(names(cells[0]).remove(0), cells[1].to_owned());
            assert_eq!(known, None, "{name}: {row}");
            assert!(!cells[2].trim_matches(['|', ' ']).is_empty(), "{name}: {row}");
        }
        assert_eq!(tables.insert(name.to_owned(), table).map(|_| name), None);
    }
    tables
}

fn internal() -> BTreeSet<String> {
    let items = section("## Internal tables").lines().filter(|line| line.starts_with("- `"));
    items.map(|line| names(line).remove(0)).collect()
}

/// `table|kind|column|type|not null|place in the primary key` of every column.
const OF_SQLITE: &str = r#"select m.name || '|' || m.type || '|' || c.name || '|' || lower(c.type) || '|'
        || (c."notnull" or c.pk > 0) || '|' || c.pk
    from sqlite_master m join pragma_table_info(m.name) c
    where m.type in ('table', 'view') and m.name not like 'sqlite!_%' escape '!' order by m.name, c.pk"#;
const OF_POSTGRES: &str =
    "select c.table_name || '|' || case t.table_type when 'VIEW' then 'view' else 'table' end
        || '|' || c.column_name || '|' || c.data_type || '|' || case c.is_nullable when 'NO' then 1 else 0 end
        || '|' || coalesce(k.ordinal_position, 0)
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    left join (select u.table_schema, u.table_name, u.column_name, u.ordinal_position
        from information_schema.table_constraints p join information_schema.key_column_usage u
            on u.constraint_schema = p.constraint_schema and u.constraint_name = p.constraint_name
                and u.table_name = p.table_name
        where p.constraint_type = 'PRIMARY KEY') k
        on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = c.column_name
    where c.table_schema = current_schema() order by c.table_name, k.ordinal_position";

async fn texts(connection: &DatabaseConnection, query: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// All tables and views of the schema by name, and the names of the views.
async fn in_schema(url: &str) -> (BTreeMap<String, Table>, BTreeSet<String>) {
    Database::connect(url).await.unwrap().close().await.unwrap();
    let connection = sea_orm::Database::connect(url).await.unwrap();
    let is_sqlite = url.starts_with("sqlite");
    let (mut found, mut views) = (BTreeMap::<String, Table>::new(), BTreeSet::new());
    for row in texts(&connection, if is_sqlite { OF_SQLITE } else { OF_POSTGRES }).await {
        let [name, kind, column, sql, not_null, place] =
            row.split('|').collect::<Vec<_>>().try_into().unwrap();
        let table = found.entry(name.to_owned()).or_default();
        let described = if kind == "view" {
            views.insert(name.to_owned());
            // SQLite guesses the types of a view's columns.
            if is_sqlite { String::new() } else { sql.to_owned() }
        } else {
            let sql = if sql == "integer" { "bigint" } else { sql };
            format!("{sql}{}", if not_null == "1" { " not null" } else { "" })
        };
        table.columns.insert(column.to_owned(), described);
        if place != "0" {
            table.key.push(column.to_owned());
        }
    }
    connection.close().await.unwrap();
    (found, views)
}

/// A documented type, with or without `not null`, in the form that [`in_schema`] returns.
fn as_in_schema(documented: &str, is_sqlite: bool, is_view: bool) -> String {
    let (kind, not_null) = match documented.strip_suffix(" not null") {
        Some(kind) => (kind, " not null"),
        None => (documented, ""),
    };
    let sql = match (kind, is_sqlite) {
        ("integer", _) => "bigint",
        ("number", _) => "double precision",
        ("time", false) => "timestamp with time zone",
        ("json", false) => "jsonb",
        ("time" | "json", true) => "text",
        ("text" | "boolean" | "date", _) => kind,
        other => panic!("{other:?} is not a type that the document uses"),
    };
    match (is_view, is_sqlite) {
        (true, true) => String::new(),
        (true, false) => sql.to_owned(),
        (false, _) => format!("{sql}{not_null}"),
    }
}

#[tokio::test]
async fn tables_md_describes_exactly_what_is_in_the_schema() {
    on_each_empty_database(async |url| {
        let is_sqlite = url.starts_with("sqlite");
        let (found, views) = in_schema(&url).await;
        let mut expected = BTreeMap::new();
        for (name, table) in documented() {
            let columns = |is_view| {
                let column = |(column, documented): (&String, &String)| {
                    (column.clone(), as_in_schema(documented, is_sqlite, is_view))
                };
                table.columns.iter().map(column).collect()
            };
            if let Some(live) = &table.live {
                expected.insert(live.clone(), Table { columns: columns(true), ..Table::default() });
            }
            let columns = columns(views.contains(&name));
            expected.insert(name, Table { columns, key: table.key, live: None });
        }
        let internal = internal();
        let listed: BTreeSet<&String> = expected.keys().chain(&internal).collect();
        assert_eq!(listed, found.keys().collect(), "documented (left), in the schema (right)");
        for (name, table) in &expected {
            assert!(!internal.contains(name), "{name} is described and internal");
            assert_eq!(table, &found[name], "{name}: documented (left), in the schema (right)");
        }
    })
    .await;
}

#[test]
fn every_link_within_tables_md_leads_to_a_heading() {
    let slug = |heading: &str| {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    let headings: BTreeSet<String> = DOCUMENT
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' '))
        .map(slug)
        .collect();
    let links = DOCUMENT.split("](#").skip(1).map(|rest| rest.split_once(')').unwrap().0);
    let broken: Vec<&str> = links.filter(|link| !headings.contains(*link)).collect();
    assert_eq!(broken, [""; 0]);
}

#[tokio::test]
async fn documented_reader_role_can_read_only_the_documented_tables() {
    let test = TestDatabase::postgres().await;
    let database = Database::connect(&test.url).await.unwrap();
    let role = format!("reader_{}", Uuid::new_v4().simple());
    let [block] = sql_blocks(section("### PostgreSQL"))[..] else { panic!("one block") };
    for statement in block.replace("jira_reader", &role).split(';').filter(|text| !text.trim().is_empty()) {
        by_hand(&test.url, statement).await;
    }
    let mut url: Url = test.url.parse().unwrap();
    url.set_username(&role).unwrap();
    url.set_password(Some("change-me")).unwrap();
    let reader = sea_orm::Database::connect(url.as_str()).await.unwrap();
    for (name, table) in documented() {
        for name in table.live.into_iter().chain([name]) {
            reader.execute_unprepared(&format!("select * from {name}")).await.unwrap();
            let write = format!("set transaction_read_only = off; delete from {name}");
            let refused = reader.execute_unprepared(&write).await.unwrap_err().to_string();
            let expected = ["permission denied", "cannot delete from view"];
            assert!(expected.iter().any(|reason| refused.contains(reason)), "{name}: {refused}");
        }
    }
    for name in internal() {
        let refused = reader.execute_unprepared(&format!("select * from {name}")).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{name}: {refused}");
    }
    let refused = reader.execute_unprepared("create temporary table mine (id bigint)").await.unwrap_err();
    assert!(refused.to_string().contains("read-only transaction"), "{refused}");
    reader.close().await.unwrap();
    for statement in [format!("drop owned by {role}"), format!("drop role {role}")] {
        by_hand(&test.url, &statement).await;
    }
    database.close().await.unwrap();
    test.remove().await;
}

#[tokio::test]
async fn open_sqlite_file_can_be_read_and_copied_but_not_written_by_readers() {
    let test = TestDatabase::sqlite();
    let database = Database::connect(&test.url).await.unwrap();
    assert!(section("### SQLite").contains("?mode=ro"), "as below");
    let reader = sea_orm::Database::connect(format!("{}?mode=ro", test.url)).await.unwrap();
    assert_eq!(texts(&reader, "select name from sites").await, [""; 0]);
    by_hand(&test.url, "insert into sites (name, base_url) values ('late', 'http://jira')").await;
    assert_eq!(texts(&reader, "select name from sites").await, ["late"]);
    let refused = reader.execute_unprepared("delete from sites").await.unwrap_err().to_string();
    assert!(refused.contains("readonly"), "{refused}");
    let copy = test.url.replace("jira-sync.db", "copy.db");
    let path = copy.trim_start_matches("sqlite://");
    reader.execute_unprepared(&format!("vacuum into '{path}'")).await.unwrap();
    let copied = sea_orm::Database::connect(&copy).await.unwrap();
    assert_eq!(texts(&copied, "select name from sites").await, ["late"]);
    for connection in [reader, copied] {
        connection.close().await.unwrap();
    }
    database.close().await.unwrap();
}
