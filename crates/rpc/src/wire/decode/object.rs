//! Fills the members of a struct, in whatever order they come.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::keys::{Base, OtherKeys};
use super::sign::is_sign;
use super::skip;
use super::skip::Held;
use super::slot::{Slot, fill_value};
use super::state::{State, Step, repeated};
use super::table::Table;
use super::tree::{self, Tree};
use crate::wire::{FieldReader, Json, Name, Place, ReadFields, ReadValue};

/// Fills a struct from an object.
pub(super) fn fill<'de, A: MapAccess<'de>>(
    state: &mut State,
    read: &mut dyn ReadFields,
    members: &mut A,
) -> Result<(), A::Error> {
    let mut reader = Members { members, state, is_read: false, result: Ok(()) };
    read.read(&mut reader);
    let Members { members, state, is_read, result } = reader;
    if !is_read {
        // A struct without members.
        skip_known(state, members)?;
    }
    result
}

fn skip_known<'de, A: MapAccess<'de>>(state: &mut State, members: &mut A) -> Result<(), A::Error> {
    Fill { state, members, values: &mut [] }.run("")
}

struct Members<'m, 'de, A: MapAccess<'de>> {
    members: &'m mut A,
    state: &'m mut State,
    is_read: bool,
    result: Result<(), A::Error>,
}

impl<'de, A: MapAccess<'de>> FieldReader for Members<'_, 'de, A> {
    fn members(&mut self, names: &'static str, values: &mut [&mut dyn ReadValue]) {
        if !std::mem::replace(&mut self.is_read, true) {
            let fill = Fill { state: self.state, members: self.members, values };
            self.result = fill.run(names);
        }
    }

    fn whole(&mut self, json: &mut Json) {
        if std::mem::replace(&mut self.is_read, true) {
            return;
        }
        match tree::object(self.state, self.members) {
            Ok(object) => {
                if self.state.is_top() {
                    self.state.top.take_whole(&object);
                }
                *json = Json::Object(object);
            }
            Err(error) => self.result = Err(error),
        }
    }
}

struct Fill<'f, 'v, A> {
    state: &'f mut State,
    members: &'f mut A,
    values: &'f mut [&'v mut dyn ReadValue],
}

impl<'de, A: MapAccess<'de>> Fill<'_, '_, A> {
    fn run(mut self, names: &'static str) -> Result<(), A::Error> {
        let table = self.state.tables.number(names);
        let known = self.state.tables.table(table).names.len();
        let base = self.state.keys.open(known);
        let mut others = OtherKeys::default();
        let mut after = 0;
        loop {
            let find = Find { table: self.state.tables.table(table), after };
            match self.members.next_key_seed(find)? {
                None => break,
                Some(Key::Known(place)) => {
                    after = place + 1;
                    self.known(table, base, place)?;
                }
                Some(Key::Other(key)) => self.other(&mut others, key)?,
            }
        }
        self.state.keys.close(base);
        self.promised(table);
        Ok(())
    }

    fn known(&mut self, table: usize, base: Base, place: usize) -> Result<(), A::Error> {
        if !self.state.keys.note(base, place) {
            return Err(repeated());
        }
        let Name { outer, inner, .. } = self.state.tables.table(table).names[place];
        let Some(slot) = self.values.get_mut(place) else {
            return skip::value(self.state, self.members);
        };
        let slot = &mut **slot;
        let members = &mut *self.members;
        if !self.state.is_top() {
            let fill = |state: &mut State| fill_value(members, slot, inner, state);
            return self.state.at(Step::Member(outer), fill).map(|_| ());
        }
        let says = if is_sign(outer) {
            let json = members.next_value_seed(Tree(self.state))?;
            self.state.top.note(outer, &json, true);
            self.state.at(Step::Member(outer), |state| {
                let filled = Slot { slot, inner, state }.deserialize(&json);
                filled.map_err(|_| A::Error::custom("too much memory"))
            })?
        } else {
            self.state.at(Step::Member(outer), |state| fill_value(members, slot, inner, state))?
        };
        self.state.top.says_something |= says;
        Ok(())
    }

    fn other(&mut self, others: &mut OtherKeys<'de>, key: Cow<'de, str>) -> Result<(), A::Error> {
        if !self.state.is_top() {
            return skip::other(self.state, self.members, others, key).map(|_| ());
        }
        let says = if is_sign(&key) {
            let json = self.members.next_value_seed(Tree(self.state))?;
            if !others.note(key.clone()) {
                return Err(repeated());
            }
            self.state.top.note(&key, &json, false);
            !json.is_null()
        } else {
            skip::other(self.state, self.members, others, key)? != Held::Null
        };
        self.state.top.says_something |= says;
        Ok(())
    }

    /// Finds a promised member without a value.
    fn promised(&mut self, table: usize) {
        for place in 0..self.values.len() {
            let Some(name) = self.state.tables.table(table).names.get(place) else { return };
            let Name { outer, promised, .. } = *name;
            if !promised {
                continue;
            }
            if let Place::Text(text) = self.values[place].place() {
                if text.get().trim().is_empty() {
                    self.state.miss(outer);
                }
            }
        }
    }
}

enum Key<'de> {
    Known(usize),
    Other(Cow<'de, str>),
}

/// Looks a key up without copying it.
struct Find<'t> {
    table: &'t mut Table,
    after: usize,
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
        let place = self.table.find(key, self.after);
        Ok(place.map_or(Key::Other(Cow::Borrowed(key)), Key::Known))
    }

    fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
        let place = self.table.find(key, self.after);
        Ok(place.map_or_else(|| Key::Other(Cow::Owned(key.to_owned())), Key::Known))
    }
}
