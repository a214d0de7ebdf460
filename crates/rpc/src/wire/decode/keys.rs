//! Finds a key that an object has twice.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};
use smallvec::SmallVec;

/// With more keys than this a set is faster than looking through them.
const FEW: usize = 16;

/// Which of its known members each open object has had, one object above the other.
#[derive(Default)]
pub(super) struct Keys(SmallVec<[bool; 32]>);

/// Where the members of one object begin.
#[derive(Clone, Copy)]
pub(super) struct Base(usize);

impl Keys {
    pub(super) fn open(&mut self, members: usize) -> Base {
        let base = Base(self.0.len());
        self.0.resize(base.0 + members, false);
        base
    }

    /// Notes that a member came. Returns false if it came before.
    pub(super) fn note(&mut self, base: Base, member: usize) -> bool {
        !std::mem::replace(&mut self.0[base.0 + member], true)
    }

    pub(super) fn close(&mut self, base: Base) {
        self.0.truncate(base.0);
    }
}

/// The other keys of one object.
#[derive(Default)]
pub(super) struct OtherKeys<'de> {
    few: Vec<Cow<'de, str>>,
    many: Option<HashSet<Cow<'de, str>>>,
}

/// Reads a key, from where it is in the text if nothing in it is escaped.
pub(super) struct AnyKey;

impl<'de> DeserializeSeed<'de> for AnyKey {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for AnyKey {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

impl<'de> OtherKeys<'de> {
    pub(super) fn is_empty(&self) -> bool {
        self.few.is_empty()
    }

    /// Notes a key. Returns false if it came before.
    pub(super) fn note(&mut self, key: Cow<'de, str>) -> bool {
        if self.few.len() < FEW {
            let is_new = !self.few.contains(&key);
            self.few.push(key);
            return is_new;
        }
        !self.few.contains(&key) && self.many.get_or_insert_default().insert(key)
    }
}
