use serde_json::{Map, Value};

/// The id of a person (see [`Person::id`](crate::store::mirror::Person::id)), if these members of a document are a person's.
pub fn person_id(members: &Map<String, Value>) -> Option<&str> {
    let named = || members.contains_key("displayName").then_some(["key", "name"]);
    let id = |member: &str| members.get(member).and_then(Value::as_str);
    id("accountId").or_else(|| named()?.into_iter().find_map(id))
}
