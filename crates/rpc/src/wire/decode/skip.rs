//! Passes over a value that nobody asked for. Its objects are still searched for repeated keys.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::keys::{AnyKey, OtherKeys};
use super::state::{State, repeated};

/// Passes over a value. Returns what it held.
pub(super) struct Skip<'s>(pub(super) &'s mut State);

/// What a value that was passed over held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Null,
    /// Blank text, or a list or an object with nothing in it.
    Nothing,
    Something,
}

impl<'de> DeserializeSeed<'de> for Skip<'_> {
    type Value = Held;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Held, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip<'_> {
    type Value = Held;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Held, E> {
        Ok(Held::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Held, E> {
        Ok(Held::Something)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Held, E> {
        Ok(Held::Something)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Held, E> {
        Ok(Held::Something)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Held, E> {
        Ok(Held::Something)
    }

    fn visit_str<E>(self, text: &str) -> Result<Held, E> {
        Ok(if text.trim().is_empty() { Held::Nothing } else { Held::Something })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Held, A::Error> {
        list(self.0, &mut items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Held, A::Error> {
        object(self.0, &mut members)
    }
}

/// Passes over the value of a member.
pub(super) fn value<'de, A: MapAccess<'de>>(
    state: &mut State,
    members: &mut A,
) -> Result<(), A::Error> {
    members.next_value_seed(Skip(state)).map(|_| ())
}

/// Passes over the items of a list.
pub(super) fn list<'de, A: SeqAccess<'de>>(
    state: &mut State,
    items: &mut A,
) -> Result<Held, A::Error> {
    let mut held = Held::Nothing;
    while items.next_element_seed(Skip(state))?.is_some() {
        held = Held::Something;
    }
    Ok(held)
}

/// Passes over the members of an object.
pub(super) fn object<'de, A: MapAccess<'de>>(
    state: &mut State,
    members: &mut A,
) -> Result<Held, A::Error> {
    let mut keys = OtherKeys::default();
    while let Some(key) = members.next_key_seed(AnyKey)? {
        other(state, members, &mut keys, key)?;
    }
    Ok(if keys.is_empty() { Held::Nothing } else { Held::Something })
}

/// Passes over one member of an object, whose key has been read.
pub(super) fn other<'de, A: MapAccess<'de>>(
    state: &mut State,
    members: &mut A,
    keys: &mut OtherKeys<'de>,
    key: Cow<'de, str>,
) -> Result<Held, A::Error> {
    state.pay(|budget| budget.key(key.len()))?;
    if !keys.note(key) {
        return Err(repeated());
    }
    members.next_value_seed(Skip(state))
}
