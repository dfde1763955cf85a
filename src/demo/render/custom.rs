//! Custom fields.

use serde_json::{Value, json};

use super::project::{sprint_state, utc};
use super::{Object, Place, View};
use crate::demo::data::{Entry, Kind, Sprint};

impl View<'_> {
    /// All custom fields of an issue. Those without a value are null, as in Jira.
    pub(super) fn custom_fields(&self, entry: &Entry) -> Object {
        let (issue, custom) = (&entry.issue, &entry.custom);
        let option = |value: &str| {
            let id = 10_100 + value.bytes().map(u64::from).sum::<u64>();
            json!({"self": self.url(&format!("customFieldOption/{id}")), "value": value, "id": id.to_string()})
        };
        let user = |p: usize| self.user(p, Place::Field, issue.id);
        // A realistic site repeats the first user of a group.
        let twice = usize::from(self.state.generator.realistic);
        let people = |list: &[usize]| {
            Value::from(list.iter().chain(list.iter().take(twice)).map(|p| user(*p)).collect::<Vec<_>>())
        };
        let unless_empty = |empty: bool, value: Value| if empty { Value::Null } else { value };
        let team = self.state.projects[issue.project].made.team_managed;
        let epic_key = || {
            let parent = self.state.issue(issue.parent?)?;
            (parent.kind == Kind::Epic).then(|| self.state.key(parent.project, parent.number))
        };
        let sprints: Vec<Value> = issue
            .sprints
            .iter()
            .filter_map(|id| self.state.sprint(*id))
            .map(|s| self.sprint_field(&s))
            .collect();
        let mut fields = Object::new();
        let mut put = |id: u64, value: Value| fields.insert(format!("customfield_{id}"), value);
        put(10000, json!("{}"));
        put(10011, if issue.kind == Kind::Epic { json!(issue.summary) } else { Value::Null });
        put(10014, json!(epic_key()));
        if self.cloud() {
            put(10016, json!(issue.story_points.filter(|_| team)));
        }
        put(10019, json!(format!("0|i{:05x}:", issue.id % 0xf_ffff)));
        put(10020, unless_empty(sprints.is_empty(), sprints.into()));
        put(10021, if custom.flagged { json!([option("Impediment")]) } else { Value::Null });
        put(10028, json!(issue.story_points.filter(|_| !team || !self.cloud())));
        put(10030, custom.severity.map_or(Value::Null, option));
        let platforms: Vec<Value> = custom.platforms.iter().map(|p| option(p)).collect();
        put(10031, unless_empty(platforms.is_empty(), platforms.into()));
        put(10032, custom.root_cause.as_ref().map_or(Value::Null, |t| self.text(t)));
        put(10033, json!(custom.customer));
        put(10034, custom.reviewer.map_or(Value::Null, user));
        put(10035, unless_empty(custom.watch_group.is_empty(), people(&custom.watch_group)));
        put(10036, json!(custom.target_start));
        put(10037, json!(custom.deployed.map(|at| self.time(at))));
        put(
            10038,
            custom.region.map_or(Value::Null, |(region, city)| {
                let mut value = option(region);
                if let Some(city) = city {
                    value["child"] = option(city);
                }
                value
            }),
        );
        put(10039, json!(custom.ticket));
        put(10040, json!(custom.impact));
        fields
    }

    /// An object on Cloud, and the text of a Java object on Data Center.
    fn sprint_field(&self, sprint: &Sprint) -> Value {
        let goal = sprint.goal.unwrap_or("");
        if !self.cloud() {
            let at = |at: Option<i64>| at.map_or_else(|| "<null>".to_owned(), |at| self.time(at));
            return json!(format!(
                "com.atlassian.greenhopper.service.sprint.Sprint@{:x}[id={},rapidViewId={},state={},name={},startDate={},endDate={},completeDate={},activatedDate={},sequence={},goal={},synced=false,autoStartStop=false,incompleteIssuesDestinationId=<null>]",
                sprint.id * 7919,
                sprint.id,
                sprint.board,
                sprint_state(sprint).to_uppercase(),
                sprint.name,
                at(sprint.start),
                at(sprint.end),
                at(sprint.complete),
                at(sprint.start),
                sprint.id,
                goal,
            ));
        }
        let mut value = json!({
            "id": sprint.id, "name": sprint.name, "state": sprint_state(sprint), "boardId": sprint.board, "goal": goal,
        });
        for (name, at) in
            [("startDate", sprint.start), ("endDate", sprint.end), ("completeDate", sprint.complete)]
        {
            if let Some(at) = at {
                value[name] = json!(utc(at));
            }
        }
        value
    }
}
