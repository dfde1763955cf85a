//! Users, whose members vary on a realistic site.

use serde_json::{Value, json};

use super::View;
use crate::demo::data::salt;
use crate::demo::rng::Rng;

/// Where a user is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Assignee,
    Reporter,
    Creator,
    Comment,
    Worklog,
    History,
    Attachment,
    Lead,
    Field,
    /// In the list of all users.
    List,
    /// Requested alone.
    Alone,
}

/// Members that a realistic site sometimes leaves out, and how often in percent.
const NOT_EVERYWHERE: [(&str, u64); 6] = [
    ("emailAddress", 60),
    ("timeZone", 60),
    ("accountType", 60),
    ("avatarUrls", 40),
    ("active", 20),
    ("displayName", 2),
];

impl View<'_> {
    /// A user as shown in `place` of the resource with the id `near`. These determine which members are left out; the values
    /// of the others are the same everywhere.
    pub(crate) fn user(&self, index: usize, place: Place, near: u64) -> Value {
        let mut user = self.whole_user(index);
        if !self.state.generator.realistic || place == Place::Alone {
            return user;
        }
        let form = place as u64 * 4 + near % 4;
        let mut rng = Rng::of(self.state.generator.seed, salt::FORMS, index as u64, form);
        let listed = place == Place::List;
        if let Value::Object(members) = &mut user {
            for (member, percent) in NOT_EVERYWHERE {
                let private = listed && matches!(member, "emailAddress" | "timeZone");
                if rng.percent(percent) && !listed || private {
                    members.remove(member);
                }
            }
            if listed && self.cloud() {
                members.insert("key".to_owned(), json!(""));
                members.insert("name".to_owned(), json!(""));
            }
        }
        user
    }

    /// Adds a user under these members. On a realistic site the author is sometimes null, absent, or a user without an id.
    pub(crate) fn put_author(
        &self,
        value: &mut Value,
        members: &[&str],
        who: Option<usize>,
        place: Place,
        near: u64,
    ) {
        let generator = &self.state.generator;
        let roll = || Rng::of(generator.seed, salt::AUTHORS, near, place as u64).below(100);
        let author = match generator.realistic.then(roll) {
            Some(0..3) => Value::Null,
            Some(3..5) => return,
            Some(5..7) => json!({"displayName": "Former user", "active": false}),
            _ => match who {
                Some(index) => self.user(index, place, near),
                None => return,
            },
        };
        for member in members {
            value[*member] = author.clone();
        }
    }

    fn whole_user(&self, index: usize) -> Value {
        let person = &self.state.people[index];
        let avatar = |size: u32| format!("https://avatars.example.com/{index}.png?size={size}");
        let avatars =
            json!({"16x16": avatar(16), "24x24": avatar(24), "32x32": avatar(32), "48x48": avatar(48)});
        if !self.cloud() {
            return json!({
                "self": self.url(&format!("user?username={}", person.name)),
                "name": person.name, "key": person.key, "emailAddress": person.email, "avatarUrls": avatars,
                "displayName": person.display_name, "active": person.active, "timeZone": person.zone,
            });
        }
        let mut user = json!({
            "self": self.url(&format!("user?accountId={}", person.account_id)),
            "accountId": person.account_id, "avatarUrls": avatars, "displayName": person.display_name,
            "active": person.active, "timeZone": person.zone,
            "accountType": if person.app { "app" } else { "atlassian" },
        });
        if person.email_visible {
            user["emailAddress"] = json!(person.email);
        }
        user
    }

    /// A user requested alone: with locale and (empty) groups.
    pub(crate) fn full_user(&self, index: usize) -> Value {
        let mut user = self.user(index, Place::Alone, 0);
        user["locale"] = json!("en_US");
        user["groups"] = json!({"size": 1, "items": []});
        user["applicationRoles"] = json!({"size": 1, "items": []});
        user["expand"] = json!("groups,applicationRoles");
        user
    }
}
