//! Visits every text of a document. The walk does not depend on the shape of the document, so it
//! cannot miss a member.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Where a text stands: the keys that lead to it, with the place in a list as a number.
#[derive(Debug, Default)]
pub struct Path {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Item(usize),
}

impl Path {
    /// The keys that lead to the text, outermost first; items of lists are not among them.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        let keys = self.steps.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        });
        keys.collect()
    }

    /// The last key.
    #[must_use]
    pub fn member(&self) -> &str {
        self.keys().last().copied().unwrap_or_default()
    }
}

/// The JSON pointer, `/` for the whole document; what a terminal would not show is escaped.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            return f.write_str("/");
        }
        self.steps.iter().try_for_each(|step| match step {
            Step::Key(key) => {
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

impl Walk<'_> {
    fn child<T>(&mut self, step: Step, read: impl FnOnce(Walk<'_>) -> T) -> T {
        self.path.steps.push(step);
        let result = read(Walk { path: self.path, look: self.look });
        self.path.steps.pop();
        result
    }
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

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        for number in 0.. {
            if self.child(Step::Item(number), |item| items.next_element_seed(item))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key::<String>()? {
            (self.look)(self.path, &key, true);
            self.child(Step::Key(key), |member| members.next_value_seed(member))?;
        }
        Ok(())
    }
}
