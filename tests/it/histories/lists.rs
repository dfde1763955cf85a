//! The second opinion on everything except issues: each list of the site equals its table. Refused lists are skipped.

use jira_sync::demo::Edition;
use sea_orm::DatabaseConnection;
use serde_json::{Value, json};

use super::{
    naive::{Reader, comparable, number},
    tables::{differences, values},
};

/// The rows of a list, and the query for the same rows of the mirror.
struct Compared {
    query: String,
    rows: Vec<Value>,
}

/// Columns of a table, each with its JSON pointer in an item of the list.
type Columns = &'static [(&'static str, &'static str)];

/// The lists of a whole site: path, table, columns.
const LISTS: [(&str, &str, Columns); 6] = [
    (
        "field",
        "fields",
        &[
            ("id", "/id"),
            ("name", "/name"),
            ("custom", "/custom"),
            ("schema_type", "/schema/type"),
            ("schema_custom", "/schema/custom"),
        ],
    ),
    ("status", "statuses", &[("id", "/id"), ("name", "/name"), ("category", "/statusCategory/key")]),
    ("issuetype", "issue_types", &[("id", "/id"), ("name", "/name"), ("subtask", "/subtask")]),
    ("priority", "priorities", &[("id", "/id"), ("name", "/name"), ("description", "/description")]),
    ("resolution", "resolutions", &[("id", "/id"), ("name", "/name"), ("description", "/description")]),
    (
        "issueLinkType",
        "link_types",
        &[("id", "/id"), ("name", "/name"), ("inward", "/inward"), ("outward", "/outward")],
    ),
];

/// Asserts that the tables contain what the site lists.
pub(super) async fn assert_same(ours: &DatabaseConnection, reader: &Reader) {
    let projects = reader.projects().await;
    for compared in [reader.of_site().await, reader.of_projects(&projects).await, reader.of_boards().await] {
        for Compared { query, rows } in compared {
            let stored: Vec<Value> = values(ours, &query).await.into_iter().map(comparable).collect();
            let listed: Vec<Value> = rows.into_iter().map(comparable).collect();
            assert_eq!(differences(&stored, &listed), [""; 0], "{query}: ours, and what the site lists");
        }
    }
    for person in reader.people().await.unwrap_or_default() {
        let Value::Object(said) = person else { panic!("{person}") };
        let columns: Vec<&str> = said.keys().map(String::as_str).collect();
        let query =
            format!("select {} from users where id = '{}'", columns.join(", "), said["id"].as_str().unwrap());
        assert_eq!(
            values(ours, &query).await,
            [Value::Object(said.clone())],
            "users: ours, and who the site lists"
        );
    }
}

impl Reader {
    /// Live projects, as Jira lists them.
    async fn projects(&self) -> Vec<Value> {
        match self.edition {
            Edition::Cloud => self.pages("/rest/api/3/project/search?expand=lead", "values").await.unwrap(),
            Edition::DataCenter => items(self.fetch("/rest/api/2/project?expand=lead").await.unwrap()),
        }
    }

    async fn of_site(&self) -> Vec<Compared> {
        let row = |item: &Value, columns: Columns| {
            let column = |(column, place): &(&str, &str)| {
                ((*column).to_owned(), item.pointer(place).cloned().unwrap_or_default())
            };
            Value::Object(columns.iter().map(column).collect())
        };
        let mut compared = Vec::new();
        for (path, table, columns) in LISTS {
            let Some(mut list) = self.fetch(&self.api(path)).await else { continue };
            if path == "issueLinkType" {
                list = list["issueLinkTypes"].take();
            }
            let rows = items(list).iter().map(|item| row(item, columns)).collect();
            let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
            compared.push(Compared { query: format!("select {} from live_{table}", names.join(", ")), rows });
        }
        compared
    }

    async fn of_projects(&self, projects: &[Value]) -> Vec<Compared> {
        let row = |project: &Value| {
            json!({"id": number(&project["id"]), "key": project["key"], "name": project["name"],
                "project_type": project["projectTypeKey"], "lead_id": self.who(&project["lead"]),
                "category": project["projectCategory"]["name"]})
        };
        let query =
            "select id, key, name, project_type, lead_id, category from projects where state = 'live'";
        let mut compared =
            vec![Compared { query: query.to_owned(), rows: projects.iter().map(row).collect() }];
        for project in projects {
            let id = number(&project["id"]);
            let list = |name: &str| self.api(&format!("project/{id}/{name}"));
            if let Some(list) = self.fetch(&list("versions")).await {
                let row = |version: &Value| {
                    json!({"id": number(&version["id"]), "name": version["name"],
                        "description": version["description"], "released": version["released"],
                        "archived": version["archived"], "start_date": version["startDate"],
                        "release_date": version["releaseDate"]})
                };
                let columns = "id, name, description, released, archived, start_date, release_date";
                let query = format!("select {columns} from live_versions where project_id = {id}");
                compared.push(Compared { query, rows: items(list).iter().map(row).collect() });
            }
            if let Some(list) = self.fetch(&list("components")).await {
                let row = |component: &Value| {
                    json!({"id": number(&component["id"]), "name": component["name"],
                        "description": component["description"], "lead_id": self.who(&component["lead"])})
                };
                let query = format!(
                    "select id, name, description, lead_id from live_components where project_id = {id}"
                );
                compared.push(Compared { query, rows: items(list).iter().map(row).collect() });
            }
        }
        compared
    }

    async fn of_boards(&self) -> Vec<Compared> {
        let Some(boards) = self.pages("/rest/agile/1.0/board", "values").await else { return Vec::new() };
        let row = |board: &Value| {
            json!({"id": board["id"], "name": board["name"], "board_type": board["type"],
                "project_id": board["location"]["projectId"]})
        };
        let query = "select id, name, board_type, project_id from live_boards".to_owned();
        let mut compared = vec![Compared { query, rows: boards.iter().map(row).collect() }];
        for board in boards.iter().filter(|board| board["type"] != "kanban") {
            let path = format!("/rest/agile/1.0/board/{}/sprint", board["id"]);
            let Some(sprints) = self.pages(&path, "values").await else { continue };
            let row = |sprint: &Value| {
                json!({"id": sprint["id"], "name": sprint["name"], "state": sprint["state"],
                    "goal": Some(&sprint["goal"]).filter(|goal| !is_empty(goal)),
                    "start_at": sprint["startDate"], "end_at": sprint["endDate"],
                    "completed_at": sprint["completeDate"]})
            };
            let own = sprints.iter().filter(|sprint| sprint["originBoardId"] == board["id"]);
            let columns = "id, name, state, goal, start_at, end_at, completed_at";
            let query = format!("select {columns} from live_sprints where board_id = {}", board["id"]);
            compared.push(Compared { query, rows: own.map(row).collect() });
        }
        compared
    }

    /// The site's list of people, in the columns of our table.
    async fn people(&self) -> Option<Vec<Value>> {
        let path = match self.edition {
            Edition::Cloud => "/rest/api/3/users/search?",
            Edition::DataCenter => "/rest/api/2/user/search?username=.&includeInactive=true&",
        };
        let mut all = Vec::new();
        loop {
            let start = all.len();
            let page = items(self.fetch(&format!("{path}startAt={start}&maxResults=100")).await?);
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        let said = |person: &Value| {
            let columns = [
                ("display_name", "displayName"),
                ("email", "emailAddress"),
                ("active", "active"),
                ("time_zone", "timeZone"),
                ("account_type", "accountType"),
            ];
            let mut row = json!({"id": self.who(person)});
            for (column, member) in columns.iter().filter(|(_, member)| !is_empty(&person[*member])) {
                row[*column] = person[*member].clone();
            }
            row
        };
        Some(all.iter().map(said).collect())
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value == ""
}

fn items(list: Value) -> Vec<Value> {
    let Value::Array(items) = list else { panic!("no list: {list}") };
    items
}
