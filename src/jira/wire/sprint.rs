//! Sprints, sent as objects, or as text by old servers.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::{Read, Reader};

/// The known members of the text format. Names may contain commas and equals signs, so only these begin a new member.
const MEMBERS: [&str; 13] = [
    "id",
    "rapidViewId",
    "state",
    "name",
    "goal",
    "startDate",
    "endDate",
    "completeDate",
    "activatedDate",
    "sequence",
    "synced",
    "autoStartStop",
    "incompleteIssuesDestinationId",
];

/// A sprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sprint {
    /// Jira's id.
    pub id: u64,
    /// The name people see.
    pub name: Option<String>,
    /// `future`, `active` or `closed`.
    pub state: Option<String>,
    /// Its goal.
    pub goal: Option<String>,
    /// The board it was created on.
    pub board_id: Option<u64>,
    /// Start date, actual or planned.
    pub start_date: Option<DateTime<Utc>>,
    /// Planned end date.
    pub end_date: Option<DateTime<Utc>>,
    /// When it was closed.
    pub complete_date: Option<DateTime<Utc>>,
}

impl Read for Sprint {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let board = ["originBoardId", "boardId", "rapidViewId"];
        Some(Self {
            id: reader.required_id()?,
            name: reader.text("name"),
            state: reader.text("state").map(|state| state.to_ascii_lowercase()),
            goal: reader.text("goal").filter(|goal| !goal.is_empty()),
            board_id: board.into_iter().find_map(|member| reader.id(member)),
            start_date: reader.instant("startDate"),
            end_date: reader.instant("endDate"),
            complete_date: reader.instant("completeDate"),
        })
    }
}

/// Converts `com.atlassian.greenhopper.service.sprint.Sprint@3b1[id=7,name=...]` to the object format. Any other value
/// is returned as it is.
pub(crate) fn to_object(value: Value) -> Value {
    match value {
        Value::String(text) => from_text(&text).map_or(Value::String(text), Value::Object),
        other => other,
    }
}

fn from_text(text: &str) -> Option<Map<String, Value>> {
    let start = text.find("Sprint@")?;
    let open = start + text[start..].find('[')? + 1;
    let inner = text.get(open..text.rfind(']')?)?;
    let mut starts: Vec<(usize, &str)> = MEMBERS
        .into_iter()
        .filter_map(|member| {
            let first = inner.starts_with(&format!("{member}=")).then_some(0);
            first.or_else(|| inner.find(&format!(",{member}=")).map(|comma| comma + 1)).map(|at| (at, member))
        })
        .collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).map(|(at, _)| at - 1).chain([inner.len()]);
    let members = starts.iter().zip(ends).filter_map(|((at, member), end)| {
        let value = inner.get(at + member.len() + 1..end)?;
        (value != "<null>").then(|| ((*member).to_owned(), Value::from(value)))
    });
    Some(members.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jira::wire::date;

    fn read(value: Value) -> (Vec<Sprint>, usize) {
        let mut warnings = Vec::new();
        let sprints = Reader::read_all(vec![to_object(value)], "sprint", &mut warnings);
        (sprints, warnings.len())
    }

    #[test]
    fn text_of_an_old_server_is_a_sprint() {
        let text = "com.atlassian.greenhopper.service.sprint.Sprint@1f39706[id=1,rapidViewId=5,state=CLOSED,\
                    name=Sprint 1, [hot], x=y,goal=<null>,startDate=2016-06-06T08:16:41.199+02:00,\
                    endDate=2016-06-20T08:16:00.000+02:00,completeDate=<null>,sequence=1]";
        let expected = Sprint {
            id: 1,
            name: Some("Sprint 1, [hot], x=y".to_owned()),
            state: Some("closed".to_owned()),
            goal: None,
            board_id: Some(5),
            start_date: date::parse("2016-06-06T06:16:41.199Z"),
            end_date: date::parse("2016-06-20T06:16:00Z"),
            complete_date: None,
        };
        assert_eq!(read(Value::from(text)), (vec![expected], 0));
    }

    #[test]
    fn other_texts_cause_a_warning() {
        for text in ["", "Sprint 7", "Sprint@1[", "Sprint@1]x[", "Sprint@1[name=a]"] {
            assert_eq!(read(Value::from(text)), (vec![], 1), "{text}");
        }
    }
}
