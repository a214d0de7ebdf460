//! The secrets of a request, collected when an error is made: the service quotes what it was sent.

use super::{Fields, Object, Sink, Value, flatten::decimal};

/// The values of all members that must never be shown: those marked so, and, because callers name
/// members too, those that are called what secrets are called.
pub(crate) fn secrets(fields: &dyn Fields) -> Vec<String> {
    let mut found = Found { secret: false, out: Vec::new() };
    fields.write(&mut found);
    found.out
}

struct Found {
    /// Inside of a secret member.
    secret: bool,
    out: Vec<String>,
}

impl Found {
    fn keep(&mut self, value: impl Into<String>) {
        if self.secret {
            self.out.push(value.into());
        }
    }

    fn within(&mut self, secret: bool, value: &dyn Value) {
        let outside = self.secret;
        self.secret |= secret;
        value.emit(self);
        self.secret = outside;
    }
}

impl Object for Found {
    fn put(&mut self, name: &str, value: &dyn Value) {
        self.within(sounds_secret(name), value);
    }

    fn put_json(&mut self, name: &str, value: &dyn Value) {
        self.within(sounds_secret(name), value);
    }

    fn put_secret(&mut self, _: &str, value: &dyn Value) {
        self.within(true, value);
    }
}

impl Sink for Found {
    fn absent(&mut self) {}

    fn boolean(&mut self, _: bool) {}

    fn int(&mut self, value: i64) {
        self.keep(value.to_string());
    }

    fn float(&mut self, value: f64) {
        self.keep(decimal(value));
    }

    fn text(&mut self, value: &str) {
        self.keep(value);
    }

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Value>) {
        for item in items {
            item.emit(self);
        }
    }

    fn object(&mut self, fields: &dyn Fields) {
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn Value)>) {
        for (name, value) in entries {
            self.within(sounds_secret(name), value);
        }
    }
}

fn sounds_secret(name: &str) -> bool {
    const PARTS: [&str; 6] =
        ["password", "passwd", "secret", "privatekey", "accesskey", "credential"];
    let name = name.to_ascii_lowercase();
    // These go through pages and repeat calls.
    let harmless = name.ends_with("nexttoken") || name.ends_with("clienttoken");
    PARTS.iter().any(|part| name.contains(part)) || name.ends_with("token") && !harmless
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dynamic, Json};

    #[test]
    fn secrets_are_found_by_their_mark_and_by_their_name_however_deep() {
        let call = Dynamic::new("X")
            .set("Name", "a")
            .set("NextToken", "b")
            .set("ClientToken", "c")
            .set("KeyPairName", "d")
            .set("HttpTokens", "required")
            .set("PasswordInherit", true)
            .set("Login.1.Password", "1")
            .set("Logins", serde_json::json!([{"User": "e", "vncPasswd": ["2", Json::Null, 3]}]))
            .set_json("Text", serde_json::json!({"AccessKeySecret": {"Inner": 4.5}, "User": "f"}))
            .set_json("SessionToken", "5")
            .set_secret("Pin", serde_json::json!({"A": "6"}));
        assert_eq!(secrets(&call), ["1", "2", "3", "4.5", "5", "6"]);
    }
}
