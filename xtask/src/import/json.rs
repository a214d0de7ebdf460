//! JSON as the importers need it: members in the order of the source, duplicate keys noticed,
//! numbers as text, and every value with the JSON pointer that a problem names.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::issues::Issues;

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as text.
    Number(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; a key that occurs twice is in it twice.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses a document. Syntax errors, values nested more than 127 deep and duplicate keys are
    /// problems.
    pub(crate) fn parse(text: &str, issues: &mut Issues) -> Option<Self> {
        let json = match aliyun_rpc_spec::load::from_json::<Self>(&issues.file, text) {
            Ok(json) => json,
            Err(problem) => {
                issues.problems.push(problem);
                return None;
            }
        };
        At::root(&json).duplicates(issues);
        Some(json)
    }

    fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<'a> {
    pub value: &'a Json,
    /// Its JSON pointer.
    pub pointer: String,
}

impl<'a> At<'a> {
    /// The whole document.
    pub(crate) fn root(value: &'a Json) -> Self {
        Self { value, pointer: String::new() }
    }

    fn child(&self, key: &str, value: &'a Json) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        Self { value, pointer: format!("{}/{key}", self.pointer) }
    }

    /// The pointer, `/` for the whole document.
    pub(crate) fn place(&self) -> &str {
        if self.pointer.is_empty() { "/" } else { &self.pointer }
    }

    /// A member of an object; none when it is missing or null.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let Json::Object(members) = self.value else { return None };
        let (_, value) = members.iter().find(|(name, _)| name == key)?;
        (*value != Json::Null).then(|| self.child(key, value))
    }

    /// The keys of an object.
    pub(crate) fn keys(&self) -> Vec<&'a str> {
        match self.value {
            Json::Object(members) => members.iter().map(|(key, _)| key.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// All members of an object; a problem and none when it is something else.
    pub(crate) fn members(&self, issues: &mut Issues) -> Vec<(&'a str, Self)> {
        match self.value {
            Json::Object(members) => {
                members.iter().map(|(key, value)| (key.as_str(), self.child(key, value))).collect()
            }
            _ => self.unexpected("an object", issues).unwrap_or_default(),
        }
    }

    /// All items of a list; a problem and none when it is something else.
    pub(crate) fn items(&self, issues: &mut Issues) -> Vec<Self> {
        match self.value {
            Json::List(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| self.child(&index.to_string(), value))
                .collect(),
            _ => self.unexpected("a list", issues).unwrap_or_default(),
        }
    }

    /// The text of a string; a problem when it is something else.
    pub(crate) fn text(&self, issues: &mut Issues) -> Option<&'a str> {
        match self.value {
            Json::Text(text) => Some(text),
            _ => self.unexpected("a string", issues),
        }
    }

    /// A string, number or boolean as text; a problem when it is something else.
    pub(crate) fn scalar(&self, issues: &mut Issues) -> Option<String> {
        match self.value {
            Json::Text(text) | Json::Number(text) => Some(text.clone()),
            Json::Bool(value) => Some(value.to_string()),
            _ => self.unexpected("a string, a number or a boolean", issues),
        }
    }

    /// A boolean; a problem when it is something else.
    pub(crate) fn bool(&self, issues: &mut Issues) -> Option<bool> {
        match self.value {
            Json::Bool(value) => Some(*value),
            _ => self.unexpected("true or false", issues),
        }
    }

    /// A whole number that is not negative, also as text; a problem when it is something else.
    pub(crate) fn whole(&self, issues: &mut Issues) -> Option<u64> {
        let number = match self.value {
            Json::Text(text) | Json::Number(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.or_else(|| self.unexpected("a whole number", issues))
    }

    /// A member that must be there; a problem when it is not.
    pub(crate) fn require(&self, key: &str, issues: &mut Issues) -> Option<Self> {
        let found = self.get(key);
        if found.is_none() {
            match self.value {
                Json::Object(_) => {
                    issues.problem(self.place(), format!("the member `{key}` is missing"));
                }
                _ => return self.unexpected("an object", issues),
            }
        }
        found
    }

    /// The text of a member; none when it is missing.
    pub(crate) fn text_of(&self, key: &str, issues: &mut Issues) -> Option<&'a str> {
        self.get(key)?.text(issues)
    }

    /// A scalar member as text; none when it is missing.
    pub(crate) fn scalar_of(&self, key: &str, issues: &mut Issues) -> Option<String> {
        self.get(key)?.scalar(issues)
    }

    /// A boolean member; false when it is missing.
    pub(crate) fn flag(&self, key: &str, issues: &mut Issues) -> bool {
        self.get(key).and_then(|at| at.bool(issues)).unwrap_or_default()
    }

    /// A whole number member; none when it is missing.
    pub(crate) fn whole_of(&self, key: &str, issues: &mut Issues) -> Option<u64> {
        self.get(key)?.whole(issues)
    }

    /// The items of a list member; none when it is missing.
    pub(crate) fn items_of(&self, key: &str, issues: &mut Issues) -> Vec<Self> {
        self.get(key).map(|at| at.items(issues)).unwrap_or_default()
    }

    /// The strings of a list member; none when it is missing.
    pub(crate) fn texts_of(&self, key: &str, issues: &mut Issues) -> Vec<String> {
        let items = self.items_of(key, issues);
        items.iter().filter_map(|item| item.text(issues).map(str::to_owned)).collect()
    }

    /// Notes that something else stands here.
    pub(crate) fn unexpected<T>(&self, expected: &str, issues: &mut Issues) -> Option<T> {
        let found = self.value.describe();
        issues.problem(self.place(), format!("expected {expected}, found {found}"));
        None
    }

    fn duplicates(&self, issues: &mut Issues) {
        match self.value {
            Json::Object(_) => {
                let mut seen = BTreeSet::new();
                for (key, at) in self.members(issues) {
                    if !seen.insert(key) {
                        issues.advise(
                            at.place(),
                            "the key occurs twice in its object",
                            "download the file again: it is unclear which of the values is right",
                        );
                    }
                    at.duplicates(issues);
                }
            }
            Json::List(_) => self.items(issues).iter().for_each(|at| at.duplicates(issues)),
            _ => {}
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut issues = Issues::new("x");
        let _ = Json::parse(text, &mut issues);
        issues.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_key_that_occurs_twice_is_named_by_its_pointer() {
        let found = problems(r#"{"a":{"b/c":1,"b/c":2},"d":[{"e":1,"e":1}]}"#);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("x:/a/b~1c: "), "{found:?}");
        assert!(found[1].starts_with("x:/d/0/e: "), "{found:?}");
    }

    #[test]
    fn a_syntax_error_is_named_by_line_and_column() {
        let found = problems("{\"a\":\n 1,}");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("x:2:4: "), "{found:?}");
    }

    #[test]
    fn deep_nesting_is_a_problem_and_not_a_crash() {
        let deep = "[".repeat(100_000);
        assert!(problems(&deep)[0].contains("recursion limit"));
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert!(problems(&deep).is_empty());
    }

    #[test]
    fn a_value_of_another_type_is_named_with_what_was_expected() {
        let mut issues = Issues::new("x");
        let json = Json::parse(r#"{"a":[1],"b":null}"#, &mut issues).unwrap();
        let root = At::root(&json);
        assert_eq!(root.text_of("a", &mut issues), None);
        assert_eq!(root.text_of("b", &mut issues), None);
        assert!(root.require("c", &mut issues).is_none());
        let found: Vec<_> = issues.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            ["x:/a: expected a string, found a list", "x:/: the member `c` is missing"]
        );
    }
}
