//! What can stand in a request: scalars, lists, maps, any JSON, and every struct with
//! [`Fields`]. Open enums travel as their texts.

use std::collections::BTreeMap;

use super::{Fields, Json, Object, Sink, Value};

impl<T: Fields> Value for T {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.object(self);
    }
}

// `Box` and `&` hand the members through, so that structs that contain themselves and borrowed
// requests need no code of their own.
impl<T: Fields> Fields for Box<T> {
    fn write(&self, object: &mut dyn Object) {
        (**self).write(object);
    }
}

impl<T: Fields> Fields for &T {
    fn write(&self, object: &mut dyn Object) {
        (**self).write(object);
    }
}

impl Value for str {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.text(self);
    }
}

impl Value for &str {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.text(self);
    }
}

impl Value for String {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.text(self);
    }
}

impl Value for bool {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.boolean(*self);
    }
}

impl Value for i64 {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.int(*self);
    }
}

impl Value for f64 {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.float(*self);
    }
}

impl<T: Value> Value for Option<T> {
    fn emit(&self, sink: &mut dyn Sink) {
        match self {
            Some(value) => value.emit(sink),
            None => sink.absent(),
        }
    }
}

impl<T: Value> Value for Vec<T> {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.list(&mut self.iter().map(|item| item as &dyn Value));
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn emit(&self, sink: &mut dyn Sink) {
        sink.map(&mut self.iter().map(|(key, value)| (key.as_str(), value as &dyn Value)));
    }
}

impl Value for Json {
    fn emit(&self, sink: &mut dyn Sink) {
        match self {
            Json::Null => sink.absent(),
            Json::Bool(value) => sink.boolean(*value),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(value), _) => sink.int(value),
                // Above i64::MAX the digits are kept as text: exact in a query, where all is text.
                (None, Some(value)) if !number.is_u64() => sink.float(value),
                _ => sink.text(&number.to_string()),
            },
            Json::String(value) => sink.text(value),
            Json::Array(items) => sink.list(&mut items.iter().map(|item| item as &dyn Value)),
            Json::Object(map) => {
                sink.map(&mut map.iter().map(|(key, value)| (key.as_str(), value as &dyn Value)));
            }
        }
    }
}
