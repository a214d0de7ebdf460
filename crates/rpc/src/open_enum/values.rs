//! Open enums in requests and replies: what members of this type are set with, and how they are
//! written and read.

use super::{KnownValue, Open};
use crate::value::IntoValue;
use crate::wire::{Place, ReadValue, TextPlace, ValueWriter, WriteValue};

#[diagnostic::do_not_recommend]
impl<V: KnownValue> IntoValue<Open<V>> for V {
    fn into_value(self) -> Option<Open<V>> {
        Some(self.into())
    }
}

macro_rules! values {
    ($($source:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl<V: KnownValue> IntoValue<Open<V>> for $source {
            fn into_value(self) -> Option<Open<V>> {
                Some(self.into())
            }
        })*
    };
}

values!(Open<V>, &Open<V>, &str, String, &String);

/// An item of a slice of texts.
#[diagnostic::do_not_recommend]
impl<V: KnownValue> IntoValue<Open<V>> for &&str {
    fn into_value(self) -> Option<Open<V>> {
        Some((*self).into())
    }
}

/// An item of a slice of values.
#[diagnostic::do_not_recommend]
impl<V: KnownValue> IntoValue<Open<V>> for &V {
    fn into_value(self) -> Option<Open<V>> {
        Some((*self).into())
    }
}

/// For members of which no document lists the values, but which take what a reply holds.
#[diagnostic::do_not_recommend]
impl<V: KnownValue> IntoValue<String> for Open<V> {
    fn into_value(self) -> Option<String> {
        Some(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<V: KnownValue> IntoValue<String> for &Open<V> {
    fn into_value(self) -> Option<String> {
        Some(self.as_str().to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl<V: KnownValue> IntoValue<String> for V {
    fn into_value(self) -> Option<String> {
        Some(Open::from(self).into())
    }
}

impl<V: KnownValue> WriteValue for Open<V> {
    fn write_value(&self, writer: &mut dyn ValueWriter) {
        writer.text(self.as_str());
    }
}

impl<V: KnownValue> ReadValue for Open<V> {
    fn place(&mut self) -> Place<'_> {
        Place::Text(self)
    }
}

impl<V: KnownValue> TextPlace for Open<V> {
    fn set(&mut self, text: &str) {
        *self = text.into();
    }

    fn get(&self) -> &str {
        self.as_str()
    }
}
