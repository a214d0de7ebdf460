//! Sets members of one profile in the text of the configuration file. Everything else stays as it
//! is, byte for byte: blanks, the order of members, and what this crate does not know.

use std::collections::HashMap;
use std::ops::Range;

use aliyun_rpc::Json;
use serde_json::value::RawValue;

/// The members of an object, as they are written.
type Members<'a> = HashMap<String, &'a RawValue>;

/// The text with members of a profile set to these values. `None` if the text has no such profile.
pub(super) fn with_members(text: &str, profile: &str, members: &[(&str, Json)]) -> Option<String> {
    let file: Members<'_> = serde_json::from_str(text).ok()?;
    let profiles: Vec<&RawValue> = serde_json::from_str(file.get("profiles")?.get()).ok()?;
    let mut profiles = profiles.into_iter().filter_map(|raw| {
        let members: Members<'_> = serde_json::from_str(raw.get()).ok()?;
        Some((raw, members))
    });
    let (raw, known) = profiles.find(|(_, members)| {
        let name = members.get("name").and_then(|name| serde_json::from_str(name.get()).ok());
        name.is_some_and(|name: String| name == profile)
    })?;

    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    let style = Style::of(text, raw, &known);
    for (name, value) in members {
        match known.get(*name) {
            Some(old) => edits.push((place(text, old), value.to_string())),
            None => added.push_str(&style.member(name, value)),
        }
    }
    let end = known.values().map(|value| place(text, value).end).max()?;
    edits.push((end..end, added));
    // From the back, so that the places before stay where they are.
    edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut text = text.to_owned();
    for (place, new) in edits {
        text.replace_range(place, &new);
    }
    Some(text)
}

/// Where a value is in the text that it was read from.
fn place(text: &str, value: &RawValue) -> Range<usize> {
    let start = value.get().as_ptr().addr() - text.as_ptr().addr();
    start..start + value.get().len()
}

/// How the members of an object are written.
struct Style<'a> {
    before_name: &'a str,
    before_value: &'a str,
}

impl<'a> Style<'a> {
    fn of(text: &'a str, object: &'a RawValue, members: &Members<'a>) -> Self {
        let blanks = |text: &'a str| &text[..text.len() - text.trim_start().len()];
        let first = members.values().map(|value| place(text, value).start).min();
        let before = first.and_then(|first| text[..first].rsplit(':').next());
        Self {
            before_name: blanks(object.get().trim_start_matches('{')),
            before_value: before.unwrap_or_default(),
        }
    }

    fn member(&self, name: &str, value: &Json) -> String {
        format!(",{}{}:{}{value}", self.before_name, Json::from(name), self.before_value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: [(&str, &str); 2] = [("a", "1"), ("b", "\"x\\\"y\"")];

    fn set(text: &str) -> Option<String> {
        let members = SET.map(|(name, value)| (name, serde_json::from_str(value).unwrap()));
        with_members(text, "p", &members)
    }

    #[test]
    fn members_are_replaced_where_they_are_and_added_in_the_style_of_the_others() {
        for (before, after) in [
            (
                r#"{"profiles":[{"name":"p"},{"name":"q","a":0}],"z":1.0}"#,
                r#"{"profiles":[{"name":"p","a":1,"b":"x\"y"},{"name":"q","a":0}],"z":1.0}"#,
            ),
            (
                "{\n\t\"x\" : 1e5,\n\t\"profiles\": [\n\t\t{\n\t\t\t\"b\": [1, 2],\n\t\t\t\"name\": \"\\u0070\"\n\t\t}\n\t]\n}\n",
                "{\n\t\"x\" : 1e5,\n\t\"profiles\": [\n\t\t{\n\t\t\t\"b\": \"x\\\"y\",\n\t\t\t\"name\": \"\\u0070\",\n\t\t\t\"a\": 1\n\t\t}\n\t]\n}\n",
            ),
            (
                r#"{ "profiles": [ 7, { "a": {"b": "}"}, "name" : "p", "b": "\\" } ] }"#,
                r#"{ "profiles": [ 7, { "a": 1, "name" : "p", "b": "x\"y" } ] }"#,
            ),
            // The last of several counts for every reader.
            (
                r#"{"profiles":[],"profiles":[{"a":2,"name":"p","a":3}]}"#,
                r#"{"profiles":[],"profiles":[{"a":2,"name":"p","a":1,"b":"x\"y"}]}"#,
            ),
        ] {
            assert_eq!(set(before).as_deref(), Some(after));
            let json: Json = serde_json::from_str(after).unwrap();
            let profiles = json["profiles"].as_array().unwrap();
            let profile = profiles.iter().find(|profile| profile["name"] == "p").unwrap();
            assert_eq!((&profile["a"], &profile["b"]), (&1.into(), &"x\"y".into()));
        }
    }

    /// Numbers that look like chance and are the same in each run.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (self.0 >> 33) as usize % end
        }

        fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
            texts[self.below(texts.len())]
        }

        fn blanks(&mut self) -> &'static str {
            self.one_of(&["", "", " ", "\n\t", "\r\n"])
        }

        fn list(
            &mut self,
            brackets: [&str; 2],
            mut item: impl FnMut(&mut Self) -> String,
        ) -> String {
            let mut text = brackets[0].to_owned();
            for number in 0..self.below(5) {
                let comma = if number > 0 { "," } else { "" };
                let (before, item, after) = (self.blanks(), item(self), self.blanks());
                text.extend([comma, before, &item, after]);
            }
            text + brackets[1]
        }

        fn object(&mut self, depth: usize) -> String {
            self.list(["{", "}"], |chance| {
                let names =
                    [r#""name""#, r#""a""#, r#""b""#, r#""profiles""#, r#""\u0061""#, r#""}\"{""#];
                let (name, value) = (chance.one_of(&names), chance.value(depth));
                format!("{name}{}:{}{value}", chance.blanks(), chance.blanks())
            })
        }

        fn value(&mut self, depth: usize) -> String {
            let texts = [r#""p""#, r#""\u0070""#, "1e2", "-0.5", "null", r#""\"]{é""#, "true"];
            match self.below(4) {
                0 if depth > 0 => self.list(["[", "]"], |chance| chance.value(depth - 1)),
                1 if depth > 0 => self.object(depth - 1),
                _ => self.one_of(&texts).to_owned(),
            }
        }
    }

    #[test]
    fn the_members_are_set_and_every_other_value_stays_in_any_text() {
        let mut chance = Chance(7);
        let mut found = 0;
        for _ in 0..4_000 {
            let profiles = chance.list(["[", "]"], |chance| chance.object(2));
            let (before, after) = (chance.blanks(), chance.object(1));
            let text = format!("{before}{{\"profiles\":{profiles},\"z\":{after}}}{before}");
            let mut json: Json = serde_json::from_str(&text).unwrap();
            let mut named = json["profiles"].as_array_mut().unwrap().iter_mut();
            let named = named.find(|profile| profile["name"] == "p");
            let Some(edited) = set(&text) else {
                assert_eq!(named, None, "{text}");
                continue;
            };
            let named = named.unwrap();
            for (name, value) in SET {
                named[name] = serde_json::from_str(value).unwrap();
            }
            assert_eq!(serde_json::from_str::<Json>(&edited).unwrap(), json, "{text}");
            found += 1;
        }
        assert!(found > 200, "{found}");
    }

    #[test]
    fn a_text_without_the_profile_is_not_changed() {
        for text in ["", "[]", "{}", r#"{"profiles":{}}"#, r#"{"profiles":[{"name":"q"}]}"#, "{\"p"]
        {
            assert_eq!(set(text), None, "{text}");
        }
    }
}
