//! The types that can be read from a reply.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{
    FieldReader, Json, ListPlace, MapPlace, OptionPlace, Place, ReadFields, ReadValue, TextPlace,
};

impl<T: ReadFields + Default> ReadValue for T {
    fn place(&mut self) -> Place<'_> {
        Place::Struct(self)
    }
}

// For structs that contain themselves.
impl<T: ReadFields> ReadFields for Box<T> {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        (**self).read(reader);
    }
}

impl ReadValue for String {
    fn place(&mut self) -> Place<'_> {
        Place::Text(self)
    }
}

impl TextPlace for String {
    fn set(&mut self, text: &str) {
        // Replaced rather than filled: it is nearly always empty, and to grow takes longer.
        *self = text.to_owned();
    }

    fn get(&self) -> &str {
        self
    }
}

impl ReadValue for i64 {
    fn place(&mut self) -> Place<'_> {
        Place::Int(self)
    }
}

impl ReadValue for f64 {
    fn place(&mut self) -> Place<'_> {
        Place::Float(self)
    }
}

impl ReadValue for bool {
    fn place(&mut self) -> Place<'_> {
        Place::Bool(self)
    }
}

impl ReadValue for Json {
    fn place(&mut self) -> Place<'_> {
        Place::Json(self)
    }
}

impl<T: ReadValue + Default> ReadValue for Option<T> {
    fn place(&mut self) -> Place<'_> {
        Place::Optional(self)
    }
}

impl<T: ReadValue + Default> OptionPlace for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn fill(&mut self) -> &mut dyn ReadValue {
        self.insert(T::default())
    }

    fn get(&mut self) -> Option<&mut dyn ReadValue> {
        self.as_mut().map(|slot| slot as &mut dyn ReadValue)
    }
}

impl<T: ReadValue + Default> ReadValue for Vec<T> {
    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }
}

impl<T: ReadValue + Default> ListPlace for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn push(&mut self) -> &mut dyn ReadValue {
        let index = self.len();
        self.push(T::default());
        &mut self[index]
    }

    fn each(&mut self, visit: &mut dyn FnMut(&mut dyn ReadValue)) {
        for item in self {
            visit(item);
        }
    }
}

impl<T: ReadValue + Default> ReadValue for BTreeMap<String, T> {
    fn place(&mut self) -> Place<'_> {
        Place::Map(self)
    }
}

impl<T: ReadValue + Default> MapPlace for BTreeMap<String, T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn insert(&mut self, key: String) -> Option<&mut dyn ReadValue> {
        match self.entry(key) {
            Entry::Vacant(place) => Some(place.insert(T::default())),
            Entry::Occupied(_) => None,
        }
    }

    fn each(&mut self, visit: &mut dyn FnMut(&str, &mut dyn ReadValue)) {
        for (key, value) in self {
            visit(key, value);
        }
    }
}
