//! The places a reply can go to.

use std::collections::BTreeMap;

use super::{Blank, Json, List, Map, Optional, Read, Reader, Slot, View};

impl<T: Read + Default> Blank for T {
    fn blank() -> Self {
        Self::default()
    }
}

impl<T: Read + Default> Slot for T {
    fn view(&mut self) -> View<'_> {
        View::Struct(self)
    }
}

// Structs that contain themselves.
impl<T: Read> Read for Box<T> {
    fn read(&mut self, reader: &mut dyn Reader) {
        (**self).read(reader);
    }
}

impl Blank for String {
    fn blank() -> Self {
        Self::new()
    }
}

impl Slot for String {
    fn view(&mut self) -> View<'_> {
        View::Text(self)
    }
}

impl Blank for i64 {
    fn blank() -> Self {
        0
    }
}

impl Slot for i64 {
    fn view(&mut self) -> View<'_> {
        View::Int(self)
    }
}

impl Blank for f64 {
    fn blank() -> Self {
        0.0
    }
}

impl Slot for f64 {
    fn view(&mut self) -> View<'_> {
        View::Float(self)
    }
}

impl Blank for bool {
    fn blank() -> Self {
        false
    }
}

impl Slot for bool {
    fn view(&mut self) -> View<'_> {
        View::Bool(self)
    }
}

impl Blank for Json {
    fn blank() -> Self {
        Self::Null
    }
}

impl Slot for Json {
    fn view(&mut self) -> View<'_> {
        View::Any(self)
    }
}

impl<T: Blank> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T: Blank> Slot for Option<T> {
    fn view(&mut self) -> View<'_> {
        View::Optional(self)
    }
}

impl<T: Blank> Optional for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn fill(&mut self) -> &mut dyn Slot {
        self.insert(T::blank())
    }

    fn get(&mut self) -> Option<&mut dyn Slot> {
        self.as_mut().map(|slot| slot as &mut dyn Slot)
    }
}

impl<T: Blank> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Slot for Vec<T> {
    fn view(&mut self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Blank> List for Vec<T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn push(&mut self) -> &mut dyn Slot {
        let index = self.len();
        self.push(T::blank());
        &mut self[index]
    }

    fn each(&mut self, visit: &mut dyn FnMut(&mut dyn Slot)) {
        for item in self {
            visit(item);
        }
    }
}

impl<T: Blank> Blank for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Slot for BTreeMap<String, T> {
    fn view(&mut self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Blank> Map for BTreeMap<String, T> {
    fn clear(&mut self) {
        self.clear();
    }

    fn insert(&mut self, key: String) -> &mut dyn Slot {
        self.entry(key).or_insert_with(T::blank)
    }

    fn each(&mut self, visit: &mut dyn FnMut(&str, &mut dyn Slot)) {
        for (key, value) in self {
            visit(key, value);
        }
    }
}
