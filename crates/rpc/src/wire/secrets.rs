//! Collects the secrets of a request when an error is made, because the service quotes what it was
//! sent.

use super::{FieldWriter, ValueWriter, WriteFields, WriteValue, flatten::decimal};

/// The values of all members that are never shown: those marked secret, and, because callers can
/// name members themselves, those whose name sounds like a secret.
pub(crate) fn secrets(fields: &dyn WriteFields) -> Vec<String> {
    let mut found = SecretSearch { secret: false, out: Vec::new() };
    fields.write(&mut found);
    found.out
}

/// Whether anything in a value is never shown.
pub(super) fn holds_secret(value: &dyn WriteValue) -> bool {
    let mut found = SecretSearch { secret: false, out: Vec::new() };
    value.write_value(&mut found);
    !found.out.is_empty()
}

struct SecretSearch {
    /// The current value is inside a secret member.
    secret: bool,
    out: Vec<String>,
}

impl SecretSearch {
    fn keep(&mut self, value: impl Into<String>) {
        if self.secret {
            self.out.push(value.into());
        }
    }

    fn within(&mut self, secret: bool, value: &dyn WriteValue) {
        let outside = self.secret;
        self.secret |= secret;
        value.write_value(self);
        self.secret = outside;
    }
}

impl FieldWriter for SecretSearch {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        self.within(sounds_secret(name), value);
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        self.within(sounds_secret(name), value);
    }

    fn put_secret(&mut self, _: &str, value: &dyn WriteValue) {
        self.within(true, value);
    }
}

impl ValueWriter for SecretSearch {
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

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        for item in items {
            item.write_value(self);
        }
    }

    fn object(&mut self, fields: &dyn WriteFields) {
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>) {
        for (name, value) in entries {
            self.within(sounds_secret(name), value);
        }
    }
}

pub(super) fn sounds_secret(name: &str) -> bool {
    const PARTS: [&str; 6] =
        ["password", "passwd", "secret", "privatekey", "accesskey", "credential"];
    let name = name.as_bytes();
    let same = |text: &[u8], part: &str| text.eq_ignore_ascii_case(part.as_bytes());
    let ends_with = |part: &str| {
        let end = name.len().checked_sub(part.len()).and_then(|start| name.get(start..));
        end.is_some_and(|end| same(end, part))
    };
    let contains = |part: &str| name.windows(part.len()).any(|text| same(text, part));
    // These tokens page through results and repeat calls.
    let is_harmless = || ends_with("nexttoken") || ends_with("clienttoken");
    PARTS.into_iter().any(contains) || ends_with("token") && !is_harmless()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DynamicRequest, Json};

    #[test]
    fn secrets_are_found_by_their_mark_and_by_their_name_however_deep() {
        let call = DynamicRequest::new("X")
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
