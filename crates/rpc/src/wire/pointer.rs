//! Finds one value of a body by a JSON pointer, and builds nothing of the rest.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What is at a place of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Null,
    Text(String),
    Other,
}

/// What a JSON pointer leads to. `None` if it leads nowhere, or if the body is not JSON.
pub(crate) fn at(body: &[u8], pointer: &str) -> Option<At> {
    let mut parser = serde_json::Deserializer::from_slice(body);
    let found = Seek(pointer).deserialize(&mut parser).ok()?;
    parser.end().ok()?;
    found
}

/// Follows the rest of a pointer from a value on.
struct Seek<'p>(&'p str);

impl<'p> Seek<'p> {
    /// What is left of the pointer inside a value with this name or number.
    fn step(&self) -> Option<(String, &'p str)> {
        let rest = self.0.strip_prefix('/')?;
        let (name, _) = rest.split_once('/').unwrap_or((rest, ""));
        Some((name.replace("~1", "/").replace("~0", "~"), &rest[name.len()..]))
    }

    fn end(self, at: At) -> Option<At> {
        self.0.is_empty().then_some(at)
    }
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Option<At>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<At>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = Option<At>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Option<At>, E> {
        Ok(self.end(At::Null))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<At>, E> {
        Ok(self.end(At::Other))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<At>, E> {
        Ok(self.end(At::Other))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<At>, E> {
        Ok(self.end(At::Other))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<At>, E> {
        Ok(self.end(At::Other))
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<At>, E> {
        Ok(self.0.is_empty().then(|| At::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<At>, A::Error> {
        let step = self.step();
        // A number is written in one way only.
        let number = |name: &String| name.parse().ok().filter(|at: &usize| at.to_string() == *name);
        let wanted = step.as_ref().and_then(|(name, rest)| Some((number(name)?, *rest)));
        let mut found = self.end(At::Other);
        for index in 0_usize.. {
            let more = match wanted {
                Some((at, rest)) if at == index => {
                    let item = items.next_element_seed(Seek(rest))?;
                    item.map(|item| found = item).is_some()
                }
                _ => items.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Option<At>, A::Error> {
        let step = self.step();
        let mut found = self.end(At::Other);
        while let Some(key) = members.next_key::<std::borrow::Cow<'_, str>>()? {
            match &step {
                Some((name, rest)) if *name == key => {
                    found = members.next_value_seed(Seek(rest))?;
                }
                _ => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_where_that_of_serde_json_does() {
        let body =
            br#"{"a":{"b":[{"c":"x"},null,[1,"y"]],"d/e":1.5,"m~n":true},"":{"0":"z"},"f":-1}"#;
        let tree: serde_json::Value = serde_json::from_slice(body).unwrap();
        for pointer in [
            "",
            "/",
            "/a",
            "/a/b",
            "/a/b/0",
            "/a/b/0/c",
            "/a/b/0/c/x",
            "/a/b/1",
            "/a/b/2/1",
            "/a/b/01",
            "/a/b/+1",
            "/a/b/-",
            "/a/b/9",
            "/a/d~1e",
            "/a/m~0n",
            "//0",
            "/f",
            "/g",
            "a",
            "/a/",
            "/a/b/0/",
        ] {
            let expected = tree.pointer(pointer).map(|value| match value {
                serde_json::Value::Null => At::Null,
                serde_json::Value::String(text) => At::Text(text.clone()),
                _ => At::Other,
            });
            assert_eq!(at(body, pointer), expected, "{pointer}");
        }
    }

    #[test]
    fn nothing_is_found_in_what_is_not_json() {
        for body in ["", "<html>", r#"{"a":1"#, r#"{"a":1} x"#, r#"{"a":1,}"#] {
            assert_eq!(at(body.as_bytes(), "/a"), None, "{body}");
        }
    }
}
