//! Visits every text of a document. The walk does not depend on the shape of the document, so it
//! cannot miss a member.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Where a text stands: the keys that lead to it, with the place in a list as a number.
#[derive(Debug, Default)]
pub struct Path {
    keys: Vec<String>,
    /// Keys that were left again; their memory serves the next ones.
    spare: Vec<String>,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Key,
    Item(usize),
}

impl Path {
    /// The last keys that lead to the text, outermost first, as many as there is room for; items
    /// of lists are not among them.
    pub fn last_keys<'a, 'b>(&'a self, room: &'b mut [&'a str]) -> &'b [&'a str] {
        let count = self.keys.len().min(room.len());
        let last = self.keys.iter().rev().take(count).rev();
        room.iter_mut().zip(last).for_each(|(place, key)| *place = key);
        room.get(..count).unwrap_or_default()
    }

    fn enter(&mut self, key: String) {
        self.keys.push(key);
        self.steps.push(Step::Key);
    }

    fn leave(&mut self) {
        if let Some(Step::Key) = self.steps.pop() {
            self.spare.extend(self.keys.pop());
        }
    }
}

/// The JSON pointer, `/` for the whole document; what a terminal would not show is escaped.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            return f.write_str("/");
        }
        let mut keys = self.keys.iter();
        self.steps.iter().try_for_each(|step| match step {
            Step::Key => {
                let key = keys.next().map_or("", String::as_str);
                let key = key.replace('~', "~0").replace('/', "~1");
                write!(f, "/{}", key.escape_debug())
            }
            Step::Item(number) => write!(f, "/{number}"),
        })
    }
}

/// Calls `look` with every text of a document, keys included. For a key, the path leads to the
/// object that holds it and the last argument is true.
///
/// # Errors
/// Those of the deserializer, if the document is cut off.
pub fn check<'de, D: Deserializer<'de>>(
    document: D,
    mut look: impl FnMut(&Path, &str, bool),
) -> Result<(), D::Error> {
    Walk { path: &mut Path::default(), look: &mut look }.deserialize(document)
}

struct Walk<'a> {
    path: &'a mut Path,
    look: &'a mut dyn FnMut(&Path, &str, bool),
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        (self.look)(self.path, text, false);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for number in 0.. {
            self.path.steps.push(Step::Item(number));
            let item = items.next_element_seed(Walk { path: self.path, look: self.look })?;
            self.path.leave();
            if item.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) =
            members.next_key_seed(Key(self.path.spare.pop().unwrap_or_default()))?
        {
            (self.look)(self.path, &key, true);
            self.path.enter(key);
            members.next_value_seed(Walk { path: self.path, look: self.look })?;
            self.path.leave();
        }
        Ok(())
    }
}

/// Reads a key into a text that is there already.
struct Key(String);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(mut self, key: &str) -> Result<String, E> {
        key.clone_into(&mut self.0);
        Ok(self.0)
    }
}
