//! People.

use serde_json::{Value, json};

use super::View;

impl View<'_> {
    /// Somebody, as they appear inside other things.
    pub(crate) fn user(&self, index: usize) -> Value {
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

    /// Somebody, when asked for by name: with locale and the (empty) groups.
    pub(crate) fn full_user(&self, index: usize) -> Value {
        let mut user = self.user(index);
        user["locale"] = json!("en_US");
        user["groups"] = json!({"size": 1, "items": []});
        user["applicationRoles"] = json!({"size": 1, "items": []});
        user["expand"] = json!("groups,applicationRoles");
        user
    }
}
