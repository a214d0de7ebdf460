//! Fills a value of any type, by its place.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::keys::{AnyKey, OtherKeys};
use super::scalar::{Fit, Scalar, expected, put};
use super::skip::{Held, Skip};
use super::state::{LIST, OTHER_MEMBER, State, Step, repeated};
use super::{object, skip, tree};
use crate::wire::{Json, ListPlace, MapPlace, Place, ReadFields, ReadValue};

/// The body itself.
pub(super) struct Body<'s>(pub(super) &'s mut dyn ReadFields);

impl ReadValue for Body<'_> {
    fn place(&mut self) -> Place<'_> {
        Place::Struct(self.0)
    }
}

/// A value that a member or an item is to take. Returns whether it was anything but null.
pub(super) struct Slot<'s> {
    pub(super) slot: &'s mut dyn ReadValue,
    /// The name of the list inside, if the reply wraps it.
    pub(super) inner: Option<&'static str>,
    pub(super) state: &'s mut State,
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        put(self.state, self.slot, Scalar::Null);
        Ok(false)
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        put(self.state, self.slot, Scalar::Bool(value));
        Ok(true)
    }

    fn visit_i64<E>(self, value: i64) -> Result<bool, E> {
        put(self.state, self.slot, Scalar::Int(value));
        Ok(true)
    }

    fn visit_u64<E>(self, value: u64) -> Result<bool, E> {
        let value = i64::try_from(value).map_or(Scalar::Large(value), Scalar::Int);
        put(self.state, self.slot, value);
        Ok(true)
    }

    fn visit_f64<E>(self, value: f64) -> Result<bool, E> {
        put(self.state, self.slot, Scalar::Float(value));
        Ok(true)
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        put(self.state, self.slot, Scalar::Text(text));
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        list(self.state, self.slot, &mut items)?;
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        match self.inner {
            Some(inner) => wrapped(self.state, self.slot, inner, &mut members)?,
            None => _ = fill_object(self.state, self.slot, &mut members)?,
        }
        Ok(true)
    }
}

fn list<'de, A: SeqAccess<'de>>(
    state: &mut State,
    slot: &mut dyn ReadValue,
    items: &mut A,
) -> Result<Fit, A::Error> {
    match slot.place() {
        Place::Optional(place) => {
            let fit = list(state, place.fill(), items)?;
            if fit == Fit::Absent {
                place.clear();
            }
            Ok(fit)
        }
        Place::List(place) => {
            place.clear();
            let mut index = 0;
            while items.next_element_seed(Item { place, index, state })?.is_some() {
                index += 1;
            }
            Ok(Fit::Set)
        }
        Place::Json(place) => {
            *place = tree::list(state, items)?;
            Ok(Fit::Set)
        }
        place => {
            state.refuse(expected(&place), LIST);
            skip::list(state, items).map(|_| Fit::Absent)
        }
    }
}

fn fill_object<'de, A: MapAccess<'de>>(
    state: &mut State,
    slot: &mut dyn ReadValue,
    members: &mut A,
) -> Result<Fit, A::Error> {
    match slot.place() {
        Place::Optional(place) => {
            let fit = fill_object(state, place.fill(), members)?;
            if fit == Fit::Absent {
                place.clear();
            }
            Ok(fit)
        }
        Place::Struct(read) => object::fill(state, read, members).map(|()| Fit::Set),
        Place::Map(place) => {
            place.clear();
            let mut others = OtherKeys::default();
            while let Some(key) = members.next_key_seed(AnyKey)? {
                if state.has_failed() {
                    skip::other(state, members, &mut others, key)?;
                } else {
                    let key = key.into_owned();
                    members.next_value_seed(Entry { place, key, state })?;
                }
            }
            Ok(Fit::Set)
        }
        Place::Json(place) => {
            *place = tree::object(state, members).map(Json::Object)?;
            Ok(Fit::Set)
        }
        place => {
            state.refuse(expected(&place), "an object");
            skip::object(state, members).map(|_| Fit::Absent)
        }
    }
}

/// Fills a list from the object that wraps it. The list under another name is not an empty list.
fn wrapped<'de, A: MapAccess<'de>>(
    state: &mut State,
    slot: &mut dyn ReadValue,
    inner: &'static str,
    members: &mut A,
) -> Result<(), A::Error> {
    let (mut is_known, mut says_more) = (false, false);
    let mut others = OtherKeys::default();
    while let Some(key) = members.next_key_seed(AnyKey)? {
        if key != inner {
            let held = skip::other(state, members, &mut others, key)?;
            says_more |= held == Held::Something;
            continue;
        }
        if std::mem::replace(&mut is_known, true) {
            return Err(repeated());
        }
        let slot = &mut *slot;
        state.at(Step::Member(inner), |state| fill_value(members, slot, None, state))?;
    }
    if says_more {
        state.refuse(inner, OTHER_MEMBER);
        put(state, slot, Scalar::Null);
    }
    Ok(())
}

/// Fills a value of an object, unless decoding has failed. Returns whether it was not null.
pub(super) fn fill_value<'de, A: MapAccess<'de>>(
    members: &mut A,
    slot: &mut dyn ReadValue,
    inner: Option<&'static str>,
    state: &mut State,
) -> Result<bool, A::Error> {
    if state.has_failed() {
        return members.next_value_seed(Skip(state)).map(|held| held != Held::Null);
    }
    members.next_value_seed(Slot { slot, inner, state })
}

/// An item of a list. One that is null, or does not fit, is in its place as a default.
struct Item<'s> {
    place: &'s mut dyn ListPlace,
    index: usize,
    state: &'s mut State,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { place, index, state } = self;
        if state.has_failed() {
            return Skip(state).deserialize(deserializer).map(|_| ());
        }
        let slot = place.push();
        state.pay(|budget| budget.item(size_of_val(slot)))?;
        state.at(Step::Item(index), |state| {
            Slot { slot, inner: None, state }.deserialize(deserializer).map(|_| ())
        })
    }
}

/// A value of an object with free keys.
struct Entry<'s> {
    place: &'s mut dyn MapPlace,
    key: String,
    state: &'s mut State,
}

impl<'de> DeserializeSeed<'de> for Entry<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { place, key, state } = self;
        let step = key.clone();
        let Some(slot) = place.insert(key) else { return Err(repeated()) };
        state.pay(|budget| budget.entry(size_of_val(slot)))?;
        state.at_key(step, |state| {
            Slot { slot, inner: None, state }.deserialize(deserializer).map(|_| ())
        })
    }
}
