//! The types that can be written to a request: scalars, lists, maps, any JSON, and every struct
//! with [`WriteFields`]. Open enums are written as text.

use std::collections::BTreeMap;

use super::{FieldWriter, Json, ValueWriter, WriteFields, WriteValue};

impl<T: WriteFields> WriteValue for T {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.object(self);
    }
}

// For structs that contain themselves, and for borrowed requests.
impl<T: WriteFields> WriteFields for Box<T> {
    fn write(&self, writer: &mut dyn FieldWriter) {
        (**self).write(writer);
    }
}

impl<T: WriteFields> WriteFields for &T {
    fn write(&self, writer: &mut dyn FieldWriter) {
        (**self).write(writer);
    }
}

impl WriteValue for str {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(self);
    }
}

impl WriteValue for &str {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(self);
    }
}

impl WriteValue for String {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(self);
    }

    fn into_text(self) -> Result<String, Self> {
        Ok(self)
    }
}

impl WriteValue for bool {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.boolean(*self);
    }
}

impl WriteValue for i64 {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.int(*self);
    }
}

impl WriteValue for f64 {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.float(*self);
    }
}

impl<T: WriteValue> WriteValue for Option<T> {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        match self {
            Some(value) => value.write_value(writer),
            None => writer.absent(),
        }
    }
}

impl<T: WriteValue> WriteValue for Vec<T> {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.list(&mut self.iter().map(|item| item as &dyn WriteValue));
    }
}

impl<T: WriteValue> WriteValue for BTreeMap<String, T> {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.map(&mut self.iter().map(|(key, value)| (key.as_str(), value as &dyn WriteValue)));
    }
}

impl WriteValue for Json {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        match self {
            Json::Null => writer.absent(),
            Json::Bool(value) => writer.boolean(*value),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(value), _) => writer.int(value),
                // Digits above i64::MAX become text, which is exact and looks the same in a query.
                (None, Some(value)) if !number.is_u64() => writer.float(value),
                _ => writer.text(&number.to_string()),
            },
            Json::String(value) => writer.text(value),
            Json::Array(items) => {
                writer.list(&mut items.iter().map(|item| item as &dyn WriteValue))
            }
            Json::Object(map) => {
                writer.map(
                    &mut map.iter().map(|(key, value)| (key.as_str(), value as &dyn WriteValue)),
                );
            }
        }
    }
}
